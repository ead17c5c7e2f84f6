/** Deciding for many gives what asking for each gives: whatever people did, and whatever was done to the standings. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MOST_MOMENTS } from "../../../../api/consent/standings/timeline.ts";
import type { ConsentAnswer } from "../../../../api/consent/state-of.ts";
import { isRefusal } from "../../../../api/core/errors.ts";
import { noteRecovered } from "../../../../api/log/recovered.ts";
import { consentOf, mergeOf } from "../../../helpers/audit/fill.ts";
import { day, foundFirm, purposeOf } from "../../../helpers/consents.ts";
import { seededRandom, type TestLedger, testLedger } from "../../../helpers/ledger.ts";

const PURPOSES = ["newsletter", "profile", "retired", "contract"];
const TIMES = [day(1, 1), day(2, 6), day(2, 9), day(7, 1)];
const EVENTS = ["requested", "given", "given", "refused", "withdrawn", "renewed", "invalidated"];
/** Persons 0 to 4 are one, and 5 and 6. */
const PAIRS = [
  [0, 1],
  [1, 2],
  [3, 2],
  [3, 4],
  [5, 6],
] as const;

let ledger: TestLedger;
let subjects: readonly string[];
/** Nobody ever asked it anything, and nobody knows it. */
const stranger = "A".repeat(43);

beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  const { consents } = ledger;
  await consents.definePurpose(purposeOf("profile"));
  const later = { inForceFrom: day(2, 8), material: true };
  await consents.definePurpose(purposeOf("profile", later));
  await consents.definePurpose(purposeOf("retired"));
  await consents.retirePurpose("retired", { inForceFrom: day(4, 1) });
  await consents.definePurpose(purposeOf("contract", { lawfulBasis: "eu-gdpr:A6-1-b" }));
  const added = await ledger.ledger.ensureSubjects(
    Array.from({ length: 24 }, (_, i) => ({ source: "shop", externalNumber: `D-${i}` })),
  );
  subjects = added.map(({ subject }) => subject);
  const random = seededRandom("decide-many");
  const below = (limit: number): number => random.bytes(4).readUInt32BE() % limit;
  for (let made = 0; made < 120; made++) {
    // The last few never did anything.
    const subject = subjects[below(20)]!;
    const event = EVENTS[below(EVENTS.length)]!;
    const until = event === "given" && below(3) === 0 ? day(2, 5 + below(4)) : null;
    const times = { occurredAt: day(2, 1 + below(9), below(2)), validUntil: until };
    await append(consentOf(subject, event, PURPOSES[below(PURPOSES.length)]!, times));
  }
  for (const [a, b] of PAIRS)
    await append(mergeOf(subjects[a]!, subjects[b]!), mergeOf(subjects[b]!, subjects[a]!));
  await append(mergeOf(subjects[0]!, subjects[7]!), mergeOf(subjects[7]!, subjects[0]!));
  const apart = "separated";
  await append(
    mergeOf(subjects[0]!, subjects[7]!, apart),
    mergeOf(subjects[7]!, subjects[0]!, apart),
  );
  const many = Array.from({ length: MOST_MOMENTS + 1 }, (_, i) =>
    consentOf(subjects[19]!, "requested", "newsletter", { occurredAt: day(2, 1, i) }),
  );
  await append(...many);
}, 180_000);
afterAll(() => ledger.close());

async function append(...drafts: ReturnType<typeof consentOf>[]): Promise<void> {
  const units = [{ events: drafts.map((draft) => ({ draft })), idempotency: null }];
  expect(await ledger.ledger.append(units)).toMatchObject([{ outcome: "stored" }]);
}

const questions = () =>
  subjects.flatMap((subject) => PURPOSES.map((purposeId) => ({ subject, purposeId })));

/** Whether this identifier's own consent is enough, as its answer tells: nobody of the person took anything back then or later. */
function isByOwn({ allowed, identifiers, at }: ConsentAnswer): boolean {
  const { state, covers, madeBy } = identifiers[0]!;
  if (!allowed || state !== "given" || !covers || madeBy === null) return false;
  const against = ["refused", "withdrawn", "invalidated"];
  return !identifiers
    .flatMap(({ events }) => events)
    .some(
      (event) =>
        event !== null &&
        against.includes(event.event) &&
        event.occurredAt >= madeBy.occurredAt &&
        event.occurredAt <= at,
    );
}

/** Every answer is that of the records. */
async function allAgree(times = TIMES): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const at of times) {
    const decided = await ledger.consents.decideMany(questions(), at);
    for (const [i, question] of questions().entries()) {
      const told = await ledger.consents.stateOf({ ...question, at });
      const { allowed, reason } = told;
      const common = { ...question, at, allowed, reason, isHeld: false };
      expect(decided[i]).toEqual({ ...common, byOwn: isByOwn(told) });
      seen.add(reason);
    }
  }
  return seen;
}

describe("deciding for many", () => {
  it("gives what the records give, of all and at every time", async () => {
    const seen = await allAgree();
    for (const reason of ["given", "withdrawn", "expired", "not_covered", "never_asked"])
      expect([...seen]).toContain(reason);
    for (const reason of ["purpose_retired", "purpose_not_by_consent"])
      expect([...seen]).toContain(reason);
  }, 180_000);

  it("opens no record where standings are whole", async () => {
    const reads: unknown[] = [];
    const { recordsAt } = ledger.store;
    Object.assign(ledger.store, {
      recordsAt: (indexes: readonly number[]) => {
        reads.push(indexes);
        return recordsAt(indexes);
      },
    });
    const read = [...new Set(PAIRS.flat()), 7, 19].map((i) => subjects[i]);
    const few = questions().filter(({ subject }) => !read.includes(subject));
    await ledger.consents.decideMany(few, null);
    Object.assign(ledger.store, { recordsAt });
    expect(reads).toEqual([]);
  });

  it("refuses for who is not known, and for what is no purpose, and nobody else", async () => {
    const [a, b, c, d] = await ledger.consents.decideMany(
      [
        { subject: stranger, purposeId: "newsletter" },
        { subject: subjects[23]!, purposeId: "newsletter" },
        { subject: subjects[23]!, purposeId: "nothing" },
        { subject: subjects[23]!, purposeId: "newsletter" },
      ],
      null,
    );
    expect(isRefusal(a, "not_found")).toBe(true);
    expect([b, d]).toMatchObject([{ reason: "never_asked" }, { reason: "never_asked" }]);
    expect(isRefusal(c, "consent_refused")).toBe(true);
    expect(await ledger.consents.decideMany([], null)).toEqual([]);
  });

  it("reads the records where a standing is damaged, or gone with its key", async () => {
    ledger.tamper((sql) => {
      sql.exec("UPDATE standings SET sealed = x'00' WHERE number % 4 = 1");
      sql.exec("UPDATE standings SET idx = 2 WHERE number % 4 = 2");
    });
    await allAgree(TIMES.slice(2, 3));
    await ledger.restart();
    await allAgree(TIMES.slice(3, 4));
  }, 180_000);

  it("does not believe a standing that its stream has left behind, nor that there is none where entries came back alone", async () => {
    const [one, two] = [subjects[20]!, subjects[21]!];
    await append(consentOf(one, "given", "newsletter", { occurredAt: day(2, 1) }));
    const from = await ledger.store.size();
    await append(consentOf(one, "withdrawn", "newsletter", { occurredAt: day(2, 2) }));
    await append(consentOf(two, "given", "newsletter", { occurredAt: day(2, 1) }));
    const to = await ledger.store.size();
    // As after a recovery: the entries are there, their records are not, and the rows are those of before.
    ledger.tamper((sql) => {
      sql.pragma("foreign_keys = OFF");
      sql.exec(`DELETE FROM records WHERE idx >= ${from}`);
      sql.exec(`DELETE FROM standings WHERE idx >= ${from}`);
    });
    await noteRecovered(ledger.store, from, to);
    const asked = [one, two, subjects[23]!].map((subject) => ({
      subject,
      purposeId: "newsletter",
    }));
    const decided = await ledger.consents.decideMany(asked, day(3, 1));
    expect(decided).toMatchObject([
      { allowed: false, reason: "unknown" },
      { allowed: false, reason: "unknown" },
      { allowed: false, reason: "never_asked" },
    ]);
  });
});
