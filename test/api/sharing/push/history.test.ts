/**
 * Whatever happens, in whatever order, and wherever whoever follows it is stopped: partners are told what a plain reading of the same history says, in its order, under the same ids.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import type { MessageRow, PartnerStore } from "../../../../api/store/partner-store.ts";
import { givenOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { chainStep, READER, type Shared, sharedFirm } from "../delivery/shared.ts";
import { give, messagesOf, partnersOf, walk, withdraw } from "./shared.ts";

const PEOPLE = 3;
const MINUTE = 60_000;

type Act =
  | {
      readonly do: "give" | "consent" | "short" | "withdraw" | "late" | "correct";
      readonly who: number;
    }
  | { readonly do: "join"; readonly who: number }
  | { readonly do: "walk"; readonly steps: number }
  | { readonly do: "rebuild" }
  | { readonly do: "end" }
  | { readonly do: "wait"; readonly minutes: number };

const who = fc.nat({ max: PEOPLE - 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("give", "consent", "short", "withdraw", "late", "correct"),
      who,
    }) as fc.Arbitrary<Act>,
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("join" as const), who: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("walk" as const), steps: fc.nat({ max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rebuild" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
);
/** Most histories begin with people who have given something: what comes then moves it. */
const beginnings = fc.constantFrom<Act[]>(
  [],
  [
    { do: "consent", who: 0 },
    { do: "give", who: 0 },
  ],
  [
    { do: "consent", who: 0 },
    { do: "give", who: 0 },
    { do: "join", who: 0 },
  ],
  [
    { do: "consent", who: 1 },
    { do: "join", who: 0 },
    { do: "give", who: 0 },
  ],
  [
    { do: "short", who: 2 },
    { do: "give", who: 2 },
    { do: "short", who: 1 },
    { do: "give", who: 1 },
  ],
);
const histories = fc
  .tuple(beginnings, fc.array(act, { minLength: 4, maxLength: 24 }), fc.boolean())
  .map(([before, acts, ends]): Act[] => [
    ...before,
    ...acts,
    ...(ends ? [{ do: "end" as const }] : []),
  ]);

/** One person as the plain reading sees them. `until` null: no end; `given` false: no consent. */
interface Plain {
  subject: string;
  customer: string;
  version: number;
  /** Own consent: when it began, and when it ends. */
  consent: { from: number; until: number } | null;
  endedAt: number;
  /** Newest version that was given; 0: nothing was. */
  has: number;
  covered: boolean;
}

let ledger: TestLedger;
let shared: Shared;
/** Whether this person's consent counts, over whom they are joined with: no ending of anybody may come at or after it began. */
function allowed(people: readonly Plain[], joined: ReadonlySet<number>, i: number, at: number) {
  const all = joined.has(i) ? [...joined] : [i];
  return all.some((one) => {
    const { consent } = people[one]!;
    if (consent === null || consent.until <= at) return false;
    return all.every((other) => people[other]!.endedAt < consent.from);
  });
}

/** Why it counts no more: somebody's no against what one has given, or whatever happened last. */
function endedAs(people: readonly Plain[], joined: ReadonlySet<number>, i: number, at: number) {
  const all = (joined.has(i) ? [...joined] : [i]).map((one) => people[one]!);
  if (all.some(({ consent }) => consent !== null && consent.until > at)) return "consent.withdrawn";
  const last = all
    .map(({ consent, endedAt }) =>
      consent === null
        ? { at: endedAt, type: endedAt < 0 ? "consent.ended" : "consent.withdrawn" }
        : { at: consent.from, type: "consent.expired" },
    )
    .sort((a, b) => b.at - a.at)[0]!;
  return last.type;
}

async function play(acts: readonly Act[]): Promise<void> {
  ledger = await testLedger();
  try {
    await playOn(acts);
  } finally {
    await ledger.close();
  }
}

async function playOn(acts: readonly Act[]): Promise<void> {
  shared = await sharedFirm(ledger);
  let store: PartnerStore = partnersOf(ledger);
  const { agreementId } = shared;
  const { clock } = ledger;
  const people: Plain[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const subject = await newSubject(ledger);
    const { id } = await stored(ledger, customerOf(subject));
    people.push({
      ...{ subject, customer: id, version: 1, consent: null, endedAt: -1 },
      ...{ has: 0, covered: false },
    });
  }
  const joined = new Set<number>();
  const told: { type: string; subject: string | null }[] = [];
  let inForce = true;

  /** What time has ended by now, then what an act has. */
  function judge(at: number): void {
    for (const [i, one] of people.entries()) {
      if (one.has === 0 || !inForce) continue;
      const is = allowed(people, joined, i, at);
      if (one.covered && !is) {
        told.push({ type: endedAs(people, joined, i, at), subject: one.subject });
      }
      one.covered = is;
    }
  }
  let passed = 0;
  function pass(): void {
    const ends = people.flatMap(({ consent }) => (consent === null ? [] : [consent.until]));
    for (const end of [...new Set(ends)].sort((a, b) => a - b))
      if (end > passed && end <= clock.now()) judge(end);
    passed = clock.now();
  }
  const tolerate = async (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (error: unknown) => {
        if (isRefusal(error)) return false;
        throw error;
      },
    );

  for (const one of acts) {
    clock.advance(10);
    pass();
    const now = clock.now();
    if (one.do === "wait") {
      clock.advance(one.minutes * MINUTE);
      pass();
    } else if (one.do === "walk") await walk(ledger, store, one.steps);
    else if (one.do === "rebuild") {
      store.close();
      store = partnersOf(ledger);
    } else if (one.do === "end") {
      await chainStep(ledger, shared.sharing, agreementId, "terminated");
      inForce = false;
      told.push({ type: "agreement.ended", subject: null });
    } else if (one.do === "join") {
      const [a, b] = [people[0]!, people[1]!];
      const event = joined.size > 0 ? "separated" : "joined";
      const input = { "@subject": a.subject, other: b.subject, event, reference: "desk" };
      if (!(await tolerate(ledger.consents.merge(input)))) continue;
      if (event === "joined") for (const i of [0, 1]) joined.add(i);
      else joined.clear();
      judge(now);
    } else {
      const person = people[one.who]!;
      const { subject } = person;
      const at = { "@occurredAt": undefined, noticeVersion: 2 };
      if (one.do === "consent" || one.do === "short") {
        const validUntil =
          one.do === "short" ? new Date(now + 30 * MINUTE).toISOString() : undefined;
        const until = validUntil === undefined ? Number.POSITIVE_INFINITY : now + 30 * MINUTE;
        const isGiven = person.consent !== null && person.consent.until > now;
        if (await tolerate(recordOne(ledger, givenOf(subject, { ...at, validUntil })))) {
          expect(isGiven).toBe(false);
          person.consent = { from: now, until };
          judge(now);
        }
      } else if (one.do === "withdraw") {
        if (await tolerate(withdraw(ledger, subject))) {
          person.consent = null;
          person.endedAt = now;
          judge(now);
        }
      } else if (one.do === "late") {
        // Entered now, and said some minutes ago: what was concluded in between stands as it was.
        const then = now - 5 * MINUTE;
        const input = { "@occurredAt": new Date(then).toISOString() };
        if (await tolerate(withdraw(ledger, subject, input))) {
          if (person.consent !== null && person.consent.from <= then) person.consent = null;
          person.endedAt = Math.max(person.endedAt, then);
          judge(now);
        }
      } else if (one.do === "correct") {
        await stored(ledger, customerOf(subject, { name: `Name ${++person.version}` }));
        if (person.has > 0 && person.covered && inForce)
          told.push({ type: "record.corrected", subject });
      } else if (allowed(people, joined, one.who, now) && inForce) {
        const records = [{ id: person.customer, kind: "customer", version: person.version }];
        await give(ledger, { subject, agreement: agreementId, records, reader: READER });
        person.has = person.version;
        person.covered = true;
      }
    }
  }
  clock.advance(5_000);
  pass();
  await walk(ledger, store);
  const found = await messagesOf(store, agreementId);
  const typesOf = (
    all: readonly { type: string; subject: string | null }[],
    subject: string | null,
  ) => all.filter((m) => m.subject === subject).map(({ type }) => type);
  for (const subject of [null, ...people.map((p) => p.subject)])
    expect(typesOf(found, subject)).toEqual(typesOf(told, subject));
  await sameAgain(store, agreementId, found);
}

/** Made from nothing, and a step at a time. */
async function sameAgain(
  store: PartnerStore,
  agreement: string,
  found: readonly MessageRow[],
): Promise<void> {
  store.close();
  const again = partnersOf(ledger);
  for (let i = 0; i < 2_000; i++) {
    const before = await again.followed();
    await walk(ledger, again, 1);
    const now = await again.followed();
    if (JSON.stringify(before) === JSON.stringify(now) && (await again.firstSweep()) === null)
      break;
  }
  await walk(ledger, again);
  expect(await messagesOf(again, agreement)).toEqual(
    found.map((row, i) => ({ ...row, number: i + 1 })),
  );
  again.close();
}

describe("any history", () => {
  it("tells partners what a plain reading of it says, and the same when it is followed anew", async () => {
    await fc.assert(fc.asyncProperty(histories, play), {
      numRuns: 30,
      seed: 8,
      endOnFailure: true,
    });
  });
});
