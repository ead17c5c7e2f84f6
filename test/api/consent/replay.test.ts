/** Random steps, legal and not, in any order of time, of people under several identifiers: each is taken or refused, and each day answered, as a naive replay has it. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { day, foundFirm, givenOf, purposeOf } from "../../helpers/consents.ts";
import { newSubject, START, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import {
  ends,
  isAllowed,
  isCovered,
  mayTake,
  type NaiveEvent,
  type NaivePurpose,
  replay,
  versionOn,
  wasEverGiven,
} from "../../helpers/naive-consents.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
});
afterAll(() => ledger.close());

/** So many days in May, behind each other, in which everything happens. */
const DAYS = 9;
/** By then everything is over that is over by itself. */
const LAST = 16;
const on = (date: number) => day(5, date);
const IDENTIFIERS = 3;

const step = fc.record({
  who: fc.integer({ min: 0, max: IDENTIFIERS - 1 }),
  on: fc.integer({ min: 1, max: DAYS }),
  /** On that day, at the time of the ledger's clock, or by a clock that is ahead of it. */
  when: fc.constantFrom("may", "may", "may", "may", "now", "ahead"),
  event: fc.constantFrom(
    "requested",
    "given",
    "given",
    "given",
    "refused",
    "withdrawn",
    "renewed",
    "invalidated",
  ),
  lasts: fc.option(fc.integer({ min: 1, max: LAST - DAYS }), { nil: null, freq: 6 }),
});
const joining = fc.record({
  a: fc.integer({ min: 0, max: IDENTIFIERS - 1 }),
  b: fc.integer({ min: 0, max: IDENTIFIERS - 1 }),
  event: fc.constantFrom("joined", "separated"),
  on: fc.integer({ min: 1, max: DAYS }),
});
const story = fc.record({
  versions: fc.array(
    fc.record({ from: fc.integer({ min: 2, max: DAYS }), material: fc.boolean() }),
    {
      maxLength: 2,
    },
  ),
  steps: fc.array(
    fc.oneof(
      { arbitrary: step, weight: 6 },
      { arbitrary: joining, weight: 1 },
      { arbitrary: fc.constant("expire" as const), weight: 2 },
    ),
    { minLength: 4, maxLength: 16 },
  ),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

let stories = 0;

/** The same purpose in the ledger and for the reference. */
async function define(purposeId: string, versions: Story["versions"]): Promise<NaivePurpose> {
  const later = versions
    .filter(({ from }, i) => versions.findIndex((other) => other.from === from) === i)
    .sort((a, b) => a.from - b.from);
  const purpose = [{ from: 1, material: true }, ...later];
  for (const { from, material } of purpose) {
    const version = { inForceFrom: on(from), material };
    await ledger.consents.definePurpose(purposeOf(purposeId, version));
  }
  return purpose;
}

it("answers like a naive replay of the events", { timeout: 60_000 }, async () => {
  const outcomes = { stored: 0, refused: 0, allowed: 0, denied: 0, expired: 0 };
  const tell = async ({ versions, steps }: Story): Promise<void> => {
    const purposeId = `story-${++stories}`;
    const purpose = await define(purposeId, versions);
    const { consents } = ledger;
    const subjects: string[] = [];
    for (let i = 0; i < IDENTIFIERS; i++) subjects.push(await newSubject(ledger));
    const told: NaiveEvent[][] = subjects.map(() => []);
    const joinings: { pair: string; event: string; on: number }[] = [];
    // Behind the days come the moments at which something happened now.
    const moments: string[] = [];
    const last = () => LAST + moments.length;
    const timeOf = (date: number) => (date > LAST ? moments[date - LAST - 1]! : on(date));
    const pairsBy = (date: number): Set<string> => {
      const pairs = new Set<string>();
      for (const { pair, event, on: then } of joinings)
        if (then <= date) event === "joined" ? pairs.add(pair) : pairs.delete(pair);
      return pairs;
    };
    const person = (who: number, date = LAST): number[] => {
      const known = new Set([who]);
      for (const one of known)
        for (const [a, b] of [...pairsBy(date)].map((pair) => pair.split(" ").map(Number)))
          if (a === one || b === one) known.add(a === one ? b! : a!);
      return [...known];
    };

    for (const one of steps) {
      if (one === "expire") {
        for (const [who, subject] of subjects.entries()) {
          const over = ends(told[who]!, last());
          expect(await consents.expire(subject, purposeId)).toBe(over.length);
          told[who]!.push(...over);
          outcomes.expired += over.length;
        }
        continue;
      }
      if ("a" in one) {
        const [a, b] = [Math.min(one.a, one.b), Math.max(one.a, one.b)];
        const pair = `${a} ${b}`;
        const may = a !== b && pairsBy(LAST).has(pair) === (one.event === "separated");
        const input = { "@subject": subjects[one.a], other: subjects[one.b], event: one.event };
        const merged = consents
          .merge({ ...input, reference: "phone", "@occurredAt": on(one.on) })
          .then(
            () => true,
            (error) => !(error instanceof Refusal),
          );
        expect(await merged).toBe(may);
        if (may) joinings.push({ pair, event: one.event, on: one.on });
        continue;
      }
      const isNow = one.when !== "may";
      if (isNow) {
        ledger.clock.advance(1_000);
        moments.push(new Date(ledger.clock.now()).toISOString());
      }
      const at = isNow ? last() : one.on;
      const ahead = new Date(ledger.clock.now() + 30_000).toISOString();
      const until = one.lasts === null || isNow ? null : one.on + one.lasts;
      const gives = one.event === "given" || one.event === "renewed";
      const now = replay(told[one.who]!, at);
      const covered = isCovered(purpose, now.version, at);
      const version = versionOn(purpose, at);
      const everGiven = wasEverGiven(
        person(one.who).map((i) => told[i]!),
        at,
      );
      // By now there is another version of the notice than in May.
      const isSameNotice = isNow === now.since > LAST;
      const asked = { covered, everGiven, version: isSameNotice ? version : 0 };
      const may = mayTake(now, one.event, asked);
      const input = givenOf(subjects[one.who]!, {
        ...{ purposeId, event: one.event, noticeVersion: isNow ? 2 : 1 },
        "@occurredAt": { may: on(one.on), now: undefined, ahead }[one.when],
        ...(gives && until !== null ? { validUntil: on(until) } : {}),
      });
      const [outcome] = await consents.record([{ request: consents.parse(input), key: null }]);
      expect(!(outcome instanceof Refusal), `${one.event} after ${now.state}`).toBe(may);
      outcomes[may ? "stored" : "refused"]++;
      const event = { event: one.event, on: at, until: gives ? until : null, version };
      if (may) told[one.who]!.push(event);
    }

    for (let date = 1; date <= last(); date++) {
      for (const [who, subject] of subjects.entries()) {
        // Of the others some days are enough.
        if (who > 0 && date % 6 !== who) continue;
        const answer = await consents.stateOf({ subject, purposeId, at: timeOf(date) });
        const known = person(who, date);
        expect(answer.identifiers.map((each) => each.subject).sort()).toEqual(
          known.map((i) => subjects[i]!).sort(),
        );
        const { state } = replay(told[who]!, date);
        expect(answer.identifiers[0]?.state, `of ${who} on ${date}`).toBe(state);
        const allowed = isAllowed(
          purpose,
          known.map((i) => told[i]!),
          date,
        );
        expect(answer.allowed, `${who} on ${date}: ${answer.reason}`).toBe(allowed);
        outcomes[allowed ? "allowed" : "denied"]++;
      }
    }
  };
  expect(START).toBeGreaterThan(Date.parse(on(LAST)));
  await fc.assert(fc.asyncProperty(story, tell), { numRuns: 22, seed: 20261127 });
  for (const [what, count] of Object.entries(outcomes)) expect(count, what).toBeGreaterThan(5);
});
