/**
 * Partners that keep themselves up to date under several agreements and uses: whatever happens in between, what they get is what a naive reference says (world.ts), field by
 * field, and never more; be it all of it or the changes since, in whatever portions.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { createDelivery, type Delivery } from "../../../../api/sharing/delivery/service.ts";
import type { Sharing } from "../../../../api/sharing/service.ts";
import { verifyCredential } from "../../../../portal/verify/verify-credential.ts";
import { foundFirm, givenOf, purposeOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { draftOf, OFFICER, sharingOf } from "../firm.ts";
import { askOf, chainStep, FROM, ORGANIZATION, standingIn } from "./shared.ts";
import {
  type AgreedTerms,
  type AgreedVersion,
  type KeptRecord,
  mayHave,
  newWorld,
  versionAt,
  type World,
} from "./world.ts";

const PEOPLE = 4;
const PURPOSES = ["newsletter", "surveys", "research"];
const LIMITS = [1, 2, 3, 199, 200];
const CUSTOMERS = { kind: "customer", fields: ["channel", "emails"] };
const ORDERS = { kind: "order", fields: ["channel"] };
const NEWSLETTER = { purposeId: "newsletter", consents: ["newsletter"] };
const SURVEYS = { purposeId: "surveys", consents: ["newsletter", "surveys"] };
const RESEARCH = { purposeId: "research", consents: ["newsletter"] };
/** What each agreement begins with, and may come to say. */
const TERMS: readonly (readonly Pick<AgreedVersion, "uses" | "records">[])[] = [
  [
    { uses: [NEWSLETTER, SURVEYS], records: [CUSTOMERS, ORDERS] },
    { uses: [NEWSLETTER], records: [ORDERS] },
    { uses: [SURVEYS], records: [{ kind: "customer", fields: ["emails"] }] },
  ],
  [
    { uses: [NEWSLETTER, RESEARCH], records: [CUSTOMERS] },
    { uses: [RESEARCH], records: [{ kind: "customer", fields: ["channel"] }, ORDERS] },
  ],
];
const USES = [
  ...([0, 1] as const).map((at) => [at, "newsletter"] as const),
  ...([[0, "surveys"] as const, [1, "research"] as const] as const),
];
const HOUR = 3_600_000;

const MANY = ["customer", "order", "correct", "give", "give", "withdraw", "lend", "join"] as const;
const FEW = ["part", "wait", "restate", "amend", "sync", "sync"] as const;
const RARE = ["retire", "terminate"] as const;
type What = (typeof MANY)[number] | (typeof FEW)[number] | (typeof RARE)[number];
/** What happens, to whom, and a number that each takes as it likes. */
type Operation = readonly [what: What, who: number, any: number];

interface Scene {
  readonly ledger: TestLedger;
  readonly sharing: Sharing;
  readonly delivery: Delivery;
  readonly world: World;
  readonly people: readonly string[];
  readonly kept: Map<string, { since: number; records: Map<string, KeptRecord> }>;
}

async function opened(): Promise<Scene> {
  const ledger = await testLedger();
  await foundFirm(ledger);
  const world = newWorld();
  const from = Date.parse(FROM);
  const state = (byConsent: boolean) => ({
    versions: [{ from, byConsent, material: true }],
    retired: null,
  });
  await ledger.consents.definePurpose(purposeOf("surveys"));
  await ledger.consents.definePurpose(purposeOf("research", { lawfulBasis: "eu-gdpr:A6-1-f" }));
  for (const one of PURPOSES) world.purposes.set(one, state(one !== "research"));
  const sharing = sharingOf(ledger);
  const until = "2027-12-01T00:00:00.000Z";
  for (const [first] of TERMS) {
    const { uses, records } = first!;
    const { agreementId } = await sharing.draft(
      draftOf({ validFrom: FROM, validUntil: until, purposes: uses, records }),
      OFFICER,
    );
    await chainStep(ledger, sharing, agreementId, "activated");
    await sharing.tie(agreementId, { organization: ORGANIZATION }, OFFICER);
    const version = { ...first!, version: 1, from, until: Date.parse(until) };
    world.agreements.push({ id: agreementId, versions: [version], isTerminated: false });
  }
  const people: string[] = [];
  for (let i = 0; i < PEOPLE; i++) people.push(await newSubject(ledger));
  const { consents, clock, issuer } = ledger;
  const delivery = createDelivery({
    ...{ ledger: ledger.ledger, consents, clock, issuer, ...standingIn(ledger) },
  });
  return { ledger, sharing, delivery, world, people, kept: new Map() };
}

const write = async (
  { ledger, world }: Scene,
  subject: string,
  kind: string,
  values: Record<string, unknown>,
  more: object,
) => {
  const fields = { ...values, ...more, "@occurredAt": new Date(ledger.clock.now()).toISOString() };
  const make = kind === "customer" ? customerOf : orderOf;
  const { id, version } = await stored(ledger, make(subject, fields));
  world.records.set(id, { subject, kind, version, values });
};

async function operate(scene: Scene, [what, who, any]: Operation, count: number): Promise<void> {
  const { ledger, sharing, world, people } = scene;
  const subject = people[who]!;
  const at = ledger.clock.now();
  const purpose = PURPOSES[any % 2]!;
  const time = new Date(at).toISOString();
  const channel = any % 3 === 0 ? null : "web";
  const filled = channel === null ? {} : { channel };
  const say = async (event: "given" | "withdrawn" | "refused", until: number | null = null) => {
    const own = { "@occurredAt": time, purposeId: purpose, noticeVersion: 2 };
    await recordOne(
      ledger,
      event === "given"
        ? givenOf(subject, {
            ...own,
            ...(until === null ? {} : { validUntil: new Date(until).toISOString() }),
          })
        : {
            "@subject": subject,
            "@source": "shop",
            "@occurredAt": time,
            event,
            purposeId: purpose,
          },
    );
    const version = versionAt(world.purposes.get(purpose)!, at);
    world.consents.push({ subject, purpose, event, at, until, version });
  };
  switch (what) {
    case "customer":
      return write(
        scene,
        subject,
        "customer",
        { ...filled, emails: [`p${count}@example.com`] },
        { note: `${count}` },
      );
    case "order":
      return write(scene, subject, "order", filled, { externalNumber: `O-${count}` });
    case "correct": {
      const own = [...world.records.values()].filter((one) => one.subject === subject);
      const kind = own[any % Math.max(1, own.length)]?.kind ?? "customer";
      const number = `O-of-${subject.slice(0, 8)}`;
      const emails = { emails: [`corrected${count}@example.com`] };
      const [values, more] =
        kind === "customer" ? [emails, { note: `${count}` }] : [filled, { externalNumber: number }];
      return write(scene, subject, kind, values, { ...more, note: `${count}` });
    }
    case "give":
      return say("given");
    case "lend":
      return say("given", at + HOUR);
    case "withdraw":
      return say(any % 2 === 0 ? "withdrawn" : "refused");
    case "join": {
      const other = people[(who + 1 + (any % (PEOPLE - 1))) % PEOPLE]!;
      const event = { "@subject": subject, other, event: "joined", reference: "desk" };
      await ledger.consents.merge(event);
      world.joins.push({ pair: [subject, other], isJoined: true });
      return;
    }
    case "part": {
      const joins = world.joins.filter(({ isJoined }) => isJoined);
      const { pair = [subject, people[(who + 1) % PEOPLE]!] as const } =
        joins[any % Math.max(1, joins.length)] ?? {};
      const event = { "@subject": pair[0], other: pair[1], event: "separated", reference: "desk" };
      await ledger.consents.merge(event);
      world.joins.push({ pair, isJoined: false });
      return;
    }
    case "wait":
      ledger.clock.advance(2 * HOUR);
      for (const one of people)
        for (const asked of PURPOSES) await ledger.consents.expire(one, asked);
      return;
    case "restate": {
      const purposeId = PURPOSES[any % PURPOSES.length]!;
      const [byConsent, material] = [who !== 0, any > 100];
      const lawfulBasis = byConsent ? "eu-gdpr:A6-1-a" : "eu-gdpr:A6-1-f";
      const change = { material, inForceFrom: undefined, lawfulBasis };
      await ledger.consents.definePurpose(purposeOf(purposeId, change));
      world.purposes.get(purposeId)!.versions.push({ from: at, byConsent, material });
      return;
    }
    case "retire": {
      const purposeId = PURPOSES[any % PURPOSES.length]!;
      await ledger.consents.retirePurpose(purposeId, {});
      world.purposes.get(purposeId)!.retired = at;
      return;
    }
    case "amend": {
      const one = world.agreements[any % 2]!;
      const all = TERMS[any % 2]!;
      const { uses, records } = all[who % all.length]!;
      const from = Math.floor(at / 1000) * 1000 + (any % 5 === 0 ? HOUR : 0);
      const until = from + (any % 7 === 0 ? 3 * HOUR : 300 * 24 * HOUR);
      const times = { validFrom: new Date(from), validUntil: new Date(until) };
      const draft = draftOf({ ...times, purposes: uses, records });
      const { version } = await sharing.change(one.id, JSON.parse(JSON.stringify(draft)), OFFICER);
      await chainStep(ledger, sharing, one.id, "activated", { version });
      one.versions.push({ version, uses, records, from, until });
      return;
    }
    case "terminate": {
      const one = world.agreements[any % 2]!;
      if (one.isTerminated) return;
      await chainStep(ledger, sharing, one.id, "terminated");
      one.isTerminated = true;
    }
  }
}

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
  let since = 0;
  let isFirst = true;
  for await (const page of delivery.pages({ ...asked, since: before?.since ?? null })) {
    if (isFirst && page.complete) records.clear();
    isFirst = false;
    for (const one of page.records) records.set(...readRecord(scene, one.credential));
    for (const subject of page.ended)
      for (const [id, one] of records) if (one.subject === subject) records.delete(id);
    since = page.until;
  }
  expect(sorted(records)).toEqual(sorted(wanted.records));
  kept.set(key, { since, records });
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
    [...new Set<string>([...MANY, ...FEW, ...RARE])].filter((one) => one !== "sync").sort(),
  );
}, 240_000);
