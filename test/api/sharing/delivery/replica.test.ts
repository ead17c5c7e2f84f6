/**
 * Partners that keep themselves up to date under several agreements and uses: whatever happens in between, what they get is what a naive reference says (world.ts), field by
 * field, and never more; be it all of it or the changes since, in whatever portions.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { verifyCredential } from "../../../../portal/verify/verify-credential.ts";
import {
  FEW,
  LIMITS,
  MANY,
  type Operation,
  opened,
  operate,
  PEOPLE,
  RARE,
  type Scene,
  USES,
  type What,
} from "./scene.ts";
import { askOf } from "./shared.ts";
import { type AgreedTerms, type KeptRecord, mayHave } from "./world.ts";

/** A credential as it was given, with all that it discloses. */
function readRecord({ ledger }: Scene, credential: string): readonly [string, KeptRecord] {
  const { policy, clock } = ledger;
  const { disclosed } = verifyCredential(credential, { policy, now: clock.now() });
  const all = new Map(disclosed.map(({ name, value }) => [name, value]));
  const take = (name: string): unknown => {
    const value = all.get(name);
    all.delete(name);
    return value;
  };
  const [id, subject, kind] = [take("@id"), take("@subject"), take("@kind")].map(String);
  const version = Number(take("@version"));
  take("@schema");
  return [id!, { subject: subject!, kind: kind!, version, values: Object.fromEntries(all) }];
}

const sorted = (records: ReadonlyMap<string, KeptRecord>) =>
  [...records].sort(([a], [b]) => (a < b ? -1 : 1));

/** Everything anew, and the changes since the last time: both are what may be had, and nothing else. */
async function sync(scene: Scene, agreement: AgreedTerms, purposeId: string, limit: number) {
  const { ledger, delivery, world, kept } = scene;
  const key = `${agreement.id} ${purposeId}`;
  const wanted = mayHave(world, agreement, purposeId, ledger.clock.now());
  const asked = askOf({ agreementId: agreement.id }, { purposeId, limit });
  if (wanted === null) {
    kept.delete(key);
    const refused = await delivery.page(asked).catch((error: unknown) => error);
    expect(isRefusal(refused, "outside_terms")).toBe(true);
    return;
  }
  const all = new Map<string, KeptRecord>();
  let count = 0;
  for await (const page of delivery.pages(asked)) {
    expect(page.records.length).toBeLessThanOrEqual(limit);
    for (const one of page.records) all.set(...readRecord(scene, one.credential));
    count += page.records.length;
    if (page.next !== null) expect(page.leftOut).toEqual({});
    else expect(sum(page.leftOut)).toBe(wanted.others);
  }
  expect(sorted(all)).toEqual(sorted(wanted.records));
  expect(count).toBe(all.size);

  const before = kept.get(key);
  const records = new Map(before?.records);
  const unused = new Set(before?.unused);
  let since = 0;
  let isComplete = false;
  const met = new Set<string>();
  const told = new Set<string>();
  for await (const page of delivery.pages({ ...asked, since: before?.since ?? null })) {
    isComplete ||= page.complete;
    for (const one of page.records) {
      const [id, record] = readRecord(scene, one.credential);
      records.set(id, record);
      met.add(id);
      unused.delete(record.subject);
    }
    for (const subject of page.ended) {
      unused.delete(subject);
      for (const [id, one] of records) if (one.subject === subject) records.delete(id);
    }
    for (const subject of page.restricted) {
      told.add(subject);
      unused.add(subject);
    }
    since = page.until;
  }
  // Whoever looked at everything deletes what did not come again, but of whom it was said to be kept.
  for (const [id, { subject }] of records)
    if (isComplete && !met.has(id) && !told.has(subject)) records.delete(id);
  const used = [...records].filter(([, { subject }]) => !unused.has(subject));
  expect(sorted(new Map(used))).toEqual(sorted(wanted.records));
  // Whoever's is kept unused could be had but for that, and stays as long as that is so.
  for (const [, { subject }] of records)
    if (unused.has(subject)) {
      expect(wanted.held.has(subject)).toBe(true);
      seen.add("kept unused");
    }
  kept.set(key, { since, records, unused });
}

const sum = (counts: object): number =>
  Object.values(counts).reduce((all: number, one) => all + Number(one), 0);

const operation: fc.Arbitrary<Operation> = fc.tuple(
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<What>(...MANY) },
    { weight: 5, arbitrary: fc.constantFrom<What>(...FEW) },
    { weight: 1, arbitrary: fc.constantFrom<What>(...RARE) },
  ),
  fc.nat(PEOPLE - 1),
  fc.nat(200),
);

/** Everything that can happen, once: so none of it is tested in name alone. */
const EVERYTHING: Operation[] = [
  ...([
    ["customer", 0, 1],
    ["order", 1, 1],
    ["give", 0, 0],
    ["lend", 1, 0],
  ] as const),
  ...([
    ["sync", 0, 0],
    ["restrict", 0, 0],
    ["sync", 0, 1],
    ["lift", 0, 0],
  ] as const),
  ...([
    ["sync", 0, 2],
    ["object", 0, 0],
    ["sync", 0, 2],
    ["accept", 0, 0],
  ] as const),
  ...([
    ["sync", 0, 0],
    ["join", 0, 0],
    ["correct", 0, 1],
    ["sync", 0, 1],
  ] as const),
  ...([
    ["withdraw", 1, 0],
    ["sync", 0, 2],
    ["part", 0, 0],
    ["sync", 0, 3],
  ] as const),
  ...([
    ["give", 1, 0],
    ["wait", 0, 0],
    ["sync", 0, 4],
    ["amend", 1, 2],
  ] as const),
  ...([
    ["sync", 0, 0],
    ["restate", 1, 102],
    ["sync", 0, 1],
    ["give", 0, 0],
  ] as const),
  ...([
    ["retire", 0, 2],
    ["sync", 3, 1],
    ["terminate", 0, 1],
    ["sync", 0, 2],
  ] as const),
];
const seen = new Set<string>();

it("partners have what a naive reference says, after whatever happened", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 30 }), async (operations) => {
      const scene = await opened();
      const { ledger, world } = scene;
      try {
        for (const [count, one] of operations.entries()) {
          ledger.clock.advance(1_000);
          const [what, who, any] = one;
          if (what === "sync") {
            await ledger.seal();
            const [at, purposeId] = USES[who % USES.length]!;
            await sync(scene, world.agreements[at]!, purposeId, LIMITS[any % LIMITS.length]!);
          } else
            await operate(scene, one, count).then(
              () => seen.add(what),
              (error: unknown) => {
                if (!isRefusal(error)) throw error;
              },
            );
        }
        await ledger.seal();
        for (const [i, [at, purposeId]] of USES.entries())
          await sync(scene, world.agreements[at]!, purposeId, LIMITS[(operations.length + i) % 5]!);
        if (ledger.bugs.length > 0) throw ledger.bugs[0];
      } finally {
        await ledger.close();
      }
    }),
    { numRuns: 8, examples: [[EVERYTHING]] },
  );
  expect([...seen].sort()).toEqual(
    [...new Set<string>([...MANY, ...FEW, ...RARE, "kept unused"])]
      .filter((one) => one !== "sync")
      .sort(),
  );
}, 240_000);
