/** What is over is recorded on time, once, also after downtime; and what counts does not wait for it. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { overdue } from "../../../../api/consent/expire.ts";
import { firstEnd } from "../../../../api/consent/expiry/ends.ts";
import { createExpiry, type Expiry, tellingEnds } from "../../../../api/consent/expiry/expiry.ts";
import { createConsents } from "../../../../api/consent/service.ts";
import { TIMELINE_EVENTS } from "../../../../api/consent/standings/timeline.ts";
import { consentAt } from "../../../../api/consent/transitions.ts";
import { Refusal } from "../../../../api/core/errors.ts";
import { formatTime } from "../../../../portal/verify/time.ts";
import { foundFirm, givenOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";

const HOUR = 3_600_000;
const hour = fc.integer({ min: 0, max: 8 });
const at = (h: number): string => new Date(Date.UTC(2026, 2, 1, h)).toISOString();

it("a consent ends by itself when the kernel says so, and nothing else does", () => {
  const event = fc
    .record({
      event: fc.constantFrom(...TIMELINE_EVENTS, "given" as const),
      on: hour,
      lasts: fc.option(fc.integer({ min: 1, max: 4 })),
    })
    .map(({ event, on, lasts }) => ({
      ...{ event, occurredAt: at(on), validUntil: lasts === null ? null : at(on + lasts) },
    }));
  const events = fc.array(fc.option(event, { freq: 20 }), { maxLength: 6 });
  fc.assert(
    fc.property(events, (all) => {
      const hours = Array.from({ length: 14 }, (_, h) => at(h));
      const ends = hours.filter((time) => {
        const { state, madeBy } = consentAt({ events: all }, time);
        return state === "expired" && madeBy?.event !== "expired" && madeBy?.validUntil === time;
      });
      for (const now of hours)
        expect(overdue(all, now)).toHaveLength(ends.filter((end) => end <= now).length);
      const timeline = all.map(
        (one) =>
          one && {
            ...{ event: one.event, purposeVersion: 1, occurredAt: Date.parse(one.occurredAt) },
            validUntil: one.validUntil === null ? null : Date.parse(one.validUntil),
          },
      );
      const [first] = ends;
      expect(firstEnd(timeline)).toBe(first === undefined ? null : Date.parse(first));
    }),
    { numRuns: 1_000 },
  );
});

describe("with a ledger", () => {
  let ledger: TestLedger;
  let expiry: Expiry;
  const errors: unknown[] = [];
  const refused: string[] = [];
  beforeEach(async () => {
    ledger = await testLedger();
    await foundFirm(ledger);
    expiry = make();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await expiry.stop();
    await ledger.close();
    expect(errors.splice(0)).toEqual([]);
    expect(refused.splice(0)).toEqual([]);
  });

  const make = (consents: Pick<TestLedger["consents"], "expire"> = ledger.consents) =>
    createExpiry({
      ...{ ledger: ledger.ledger, consents, clock: ledger.clock },
      onError: (error) => errors.push(error),
      onRefused: (code) => refused.push(code),
    });

  /** A consent that ends so many hours from now. */
  async function given(hours: number): Promise<string> {
    const subject = await newSubject(ledger);
    const validUntil = formatTime(ledger.clock.now() + hours * HOUR);
    const occurredAt = formatTime(ledger.clock.now() - HOUR);
    const input = givenOf(subject, { "@occurredAt": occurredAt, validUntil, noticeVersion: 2 });
    await recordOne(ledger, input);
    return subject;
  }
  const eventsOf = async (subject: string) =>
    (await ledger.consents.history(subject, "newsletter")).events.map((one) => one?.event);

  it("what ended while nothing ran is recorded, of its own time, and only once", async () => {
    const [soon, late] = [await given(1), await given(100)];
    ledger.clock.advance(2 * HOUR);
    const question = { subject: soon, purposeId: "newsletter", at: null };
    expect(await ledger.consents.stateOf(question)).toMatchObject({ reason: "expired" });
    expect(await expiry.look()).toBe(1);
    expect(await expiry.fire()).toBe(1);
    expect(await eventsOf(soon)).toEqual(["given", "expired"]);
    expect(await eventsOf(late)).toEqual(["given"]);
    const { events } = await ledger.consents.history(soon, "newsletter");
    expect(events[1]?.occurredAt).toBe(events[0]?.validUntil);
    expect([await expiry.look(), await expiry.fire(), await make().look()]).toEqual([0, 0, 0]);
    expect(await ledger.consents.stateOf(question)).toMatchObject({ reason: "expired" });
  });

  it("what ends later waits for its time", async () => {
    const subject = await given(0.5);
    expect(await expiry.look()).toBe(1);
    expect(await expiry.fire()).toBe(0);
    ledger.clock.advance(HOUR);
    expect(await expiry.fire()).toBe(1);
    expect(await eventsOf(subject)).toEqual(["given", "expired"]);
  });

  it("what was withdrawn in between is not over by itself", async () => {
    const subject = await given(0.5);
    await expiry.look();
    const withdrawal = { "@subject": subject, event: "withdrawn", purposeId: "newsletter" };
    await recordOne(ledger, withdrawal);
    ledger.clock.advance(HOUR);
    expect(await expiry.fire()).toBe(0);
    expect(await eventsOf(subject)).toEqual(["given", "withdrawn"]);
  });

  it("a consent tells its end when it is recorded", async () => {
    const told: unknown[] = [];
    const telling = tellingEnds(ledger.ledger, (...end) => told.push(end));
    const consents = createConsents({ ledger: telling, clock: ledger.clock });
    const subject = await newSubject(ledger);
    const validUntil = formatTime(ledger.clock.now() + HOUR);
    const input = givenOf(subject, { validUntil });
    await recordOne({ consents }, input);
    await recordOne(
      { consents },
      { "@subject": subject, event: "withdrawn", purposeId: "newsletter" },
    );
    expect(told).toEqual([[subject, "newsletter", validUntil]]);
    expiry.tell(subject, "newsletter", validUntil);
    ledger.clock.advance(2 * HOUR);
    expect(await expiry.fire()).toBe(0);
  });

  it("asks a busy ledger again soon, and tells of every other refusal but that nobody is there", async () => {
    const answers = [
      new Refusal("busy", {}),
      new Refusal("damaged", { what: "record", index: 3 }),
      new Refusal("not_found", { what: "subject" }),
    ];
    let asked = 0;
    const failing = make({
      async expire() {
        const answer = answers[asked++];
        if (answer !== undefined) throw answer;
        return 1;
      },
    });
    const end = formatTime(ledger.clock.now());
    for (const purposeId of ["first", "second", "third"]) failing.tell("someone", purposeId, end);
    expect([await failing.fire(), asked]).toEqual([0, 3]);
    expect(refused.splice(0)).toEqual(["damaged"]);
    expect([await failing.fire(), asked]).toEqual([0, 3]);
    ledger.clock.advance(5_000);
    expect([await failing.fire(), asked]).toEqual([1, 4]);
  });

  it("goes on by itself, on time, whatever one of them fails with", async () => {
    const fired: string[] = [];
    const subjects = [await given(0.2), await given(0.4), await given(0.6)];
    const bug = new Error("of one");
    let failing = 0;
    await expiry.stop();
    expiry = make({
      async expire(subject, purposeId) {
        fired.push(subject);
        if (failing++ === 0) throw bug;
        if (failing === 2) throw new Refusal("busy", {});
        return ledger.consents.expire(subject, purposeId);
      },
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    expiry.start();
    for (let quarter = 0; quarter < 12; quarter++) {
      // Real turns for what the ledger does; made-up time for what is waited for.
      for (let turn = 0; turn < 40; turn++) await new Promise((done) => setImmediate(done));
      ledger.clock.advance(HOUR / 4);
      await vi.advanceTimersByTimeAsync(HOUR / 4);
    }
    for (let turn = 0; turn < 200; turn++) await new Promise((done) => setImmediate(done));
    await expiry.stop();
    expect(errors.splice(0)).toEqual([bug]);
    // What failed was found again.
    expect(fired.length).toBeGreaterThanOrEqual(5);
    for (const subject of subjects) expect(await eventsOf(subject)).toEqual(["given", "expired"]);
  });
});
