/** Random steps, legal and not, in any order of time, of people under several identifiers: each is taken or refused, and each day answered, as a naive replay has it. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import {
  covers,
  endsBy,
  identifiers,
  madeBy,
  mayTake,
  type Raw,
  referenceAnswer,
  stateOf,
  wasEverGiven,
} from "../../helpers/consent-reference.ts";
import { day, foundFirm, givenOf, purposeOf } from "../../helpers/consents.ts";
import { newSubject, START, type TestLedger, testLedger } from "../../helpers/ledger.ts";

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
/** Of processing as a whole, or an objection to the purpose; of the time of the ledger's clock. */
const restricting = fc.record({
  stops: fc.integer({ min: 0, max: IDENTIFIERS - 1 }),
  event: fc.constantFrom("restricted", "lifted", "objected", "objection-ended"),
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
      { arbitrary: restricting, weight: 4 },
      { arbitrary: fc.constant("expire" as const), weight: 2 },
    ),
    { minLength: 4, maxLength: 20 },
  ),
});
type Stopping = typeof restricting extends fc.Arbitrary<infer T> ? T : never;
const OFFICER = { id: "person/1", role: "officer" } as const;
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

let stories = 0;

/** The same purpose in the ledger and for the reference. */
async function define(purposeId: string, versions: Story["versions"]): Promise<Raw[]> {
  const later = versions
    .filter(({ from }, i) => versions.findIndex((other) => other.from === from) === i)
    .sort((a, b) => a.from - b.from);
  const told: Raw[] = [];
  for (const [i, { from, material }] of [{ from: 1, material: true }, ...later].entries()) {
    const version = purposeOf(purposeId, { inForceFrom: on(from), material });
    await ledger.consents.definePurpose(version);
    told.push({ ...version, event: "version", purposeVersion: i + 1 });
  }
  return told;
}

it("answers like a naive replay of the events", async () => {
  const outcomes = { stored: 0, refused: 0, allowed: 0, denied: 0, expired: 0 };
  const stopped = { restricted: 0, objected: 0, lifted: 0, ended: 0 };
  const tell = async ({ versions, steps }: Story): Promise<void> => {
    const purposeId = `story-${++stories}`;
    const purposes = await define(purposeId, versions);
    const { consents } = ledger;
    const subjects: string[] = [];
    for (let i = 0; i < IDENTIFIERS; i++) subjects.push(await newSubject(ledger));
    const people = new Map<string, Raw[]>(subjects.map((subject) => [subject, []]));
    const record = (subject: string, raw: Raw) => people.get(subject)!.push(raw);
    const consentsOf = (subject: string): Raw[] =>
      people.get(subject)!.filter((one) => one["@kind"] === "consent");
    // Behind the days come the moments at which something happened now.
    const moments: string[] = [];
    const last = (): string => moments.at(-1) ?? on(LAST);

    /** What begins is of the one identifier, what ends of all. */
    async function restrict({ stops, event }: Stopping): Promise<void> {
      const subject = subjects[stops]!;
      const own = event.startsWith("obj") ? { purposeId } : {};
      const begins = event === "restricted" || event === "objected";
      const opposite = event === "lifted" ? "restricted" : "objected";
      const all = begins ? identifiers({ people }, subject, last()) : [subject];
      const holdsOf = (name: string, what: string): boolean =>
        people
          .get(name)!
          .findLast(
            (raw) =>
              raw["@kind"] === "restriction" && (raw.purposeId ?? null) === (own.purposeId ?? null),
          )?.event === what;
      const holding = all.filter((name) => holdsOf(name, begins ? event : opposite));
      const may = begins === (holding.length === 0);
      const fields = {
        restricted: { ground: "accuracy" },
        lifted: { ground: "over", reason: "Checked", toldAt: last(), toldBy: "post" },
        objected: {},
        "objection-ended": {
          ...{ ground: "withdrawn", channel: "phone", reference: "Call 7" },
          reason: "They called.",
        },
      }[event];
      const done = consents
        .restrict({ subject, actor: OFFICER }, { event, ...own, ...fields })
        .then(
          () => true,
          (error: unknown) => {
            if (error instanceof Refusal) return false;
            throw error;
          },
        );
      expect(await done, event).toBe(may);
      if (!may) return;
      const raw = { "@kind": "restriction", event, ...own, "@occurredAt": last() };
      record(subject, raw);
      stopped[event === "objection-ended" ? "ended" : event]++;
    }

    for (const one of steps) {
      if (one === "expire") {
        for (const subject of subjects) {
          const over = endsBy(consentsOf(subject), last());
          expect(await consents.expire(subject, purposeId)).toBe(over.length);
          for (const end of over) {
            const kind = { "@kind": "consent", purposeId, event: "expired" };
            record(subject, { ...kind, "@occurredAt": end, validUntil: null });
          }
          outcomes.expired += over.length;
        }
        continue;
      }
      if ("stops" in one) {
        ledger.clock.advance(1_000);
        moments.push(new Date(ledger.clock.now()).toISOString());
        await restrict(one);
        continue;
      }
      if ("a" in one) {
        const [own, other] = [subjects[one.a]!, subjects[one.b]!];
        const said = people.get(own)!.findLast((raw) => raw.other === other)?.event;
        const may = own !== other && (said === "joined") === (one.event === "separated");
        const merge = { event: one.event, "@occurredAt": on(one.on) };
        const merged = consents
          .merge({ ...merge, "@subject": own, other, reference: "phone" })
          .then(
            () => true,
            (error) => !(error instanceof Refusal),
          );
        expect(await merged).toBe(may);
        if (!may) continue;
        record(own, { ...merge, "@kind": "merge", other });
        record(other, { ...merge, "@kind": "merge", other: own });
        continue;
      }
      const isNow = one.when !== "may";
      if (isNow) {
        ledger.clock.advance(1_000);
        moments.push(new Date(ledger.clock.now()).toISOString());
      }
      const subject = subjects[one.who]!;
      const at = isNow ? last() : on(one.on);
      const ahead = new Date(ledger.clock.now() + 30_000).toISOString();
      const gives = one.event === "given" || one.event === "renewed";
      const ends = gives && one.lasts !== null && !isNow;
      const validUntil = ends ? on(one.on + one.lasts!) : null;
      const made = madeBy(consentsOf(subject), at);
      const state = stateOf(consentsOf(subject), at);
      const { length: purposeVersion } = purposes.filter((raw) => String(raw.inForceFrom) <= at);
      // By now there is another version of the notice than in May.
      const isSameNotice = isNow === (made !== null && String(made["@occurredAt"]) > on(LAST));
      const may = mayTake(state, one.event, {
        covered: made !== null && covers(purposes, made, at),
        everGiven: wasEverGiven(identifiers({ people }, subject, on(LAST)).map(consentsOf), at),
        askedTheSame: made?.purposeVersion === purposeVersion && isSameNotice,
      });
      const input = givenOf(subject, {
        ...{ purposeId, event: one.event, noticeVersion: isNow ? 2 : 1 },
        "@occurredAt": { may: at, now: undefined, ahead }[one.when],
        ...(validUntil === null ? {} : { validUntil }),
      });
      const [outcome] = await consents.record([{ request: consents.parse(input), key: null }]);
      expect(!(outcome instanceof Refusal), `${one.event} after ${state}`).toBe(may);
      outcomes[may ? "stored" : "refused"]++;
      const kind = { "@kind": "consent", purposeId, purposeVersion, event: one.event };
      if (may) record(subject, { ...kind, "@occurredAt": at, validUntil });
    }

    const days = Array.from({ length: LAST }, (_, i) => on(i + 1));
    for (const [i, at] of [...days, ...moments].entries()) {
      for (const [who, subject] of subjects.entries()) {
        // Of the others some days are enough.
        if (who > 0 && (i + 1) % 6 !== who) continue;
        const answer = await consents.stateOf({ subject, purposeId, at });
        const naive = referenceAnswer({ purposes, people }, { subject, purposeId, time: at });
        const states = Object.fromEntries(
          answer.identifiers.map((each) => [each.subject, each.state]),
        );
        const { allowed, reason } = answer;
        expect({ allowed, reason, states }, `of ${who} at ${at}`).toEqual(naive);
        outcomes[allowed ? "allowed" : "denied"]++;
        const [decided] = await consents.decideMany([{ subject, purposeId }], at);
        expect(decided).toMatchObject({ allowed, reason });
      }
    }
  };
  expect(START).toBeGreaterThan(Date.parse(on(LAST)));
  // To make a story shorter takes minutes: it is told as it was found.
  await fc.assert(fc.asyncProperty(story, tell), {
    numRuns: 32,
    seed: 20261127,
    endOnFailure: true,
  });
  for (const [what, count] of Object.entries(outcomes)) expect(count, what).toBeGreaterThan(5);
  for (const [what, count] of Object.entries(stopped)) expect(count, what).toBeGreaterThan(0);
});
