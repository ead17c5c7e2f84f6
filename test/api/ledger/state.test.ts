/** What was so at a time, and who proves it: the ledger's answer, and the evidence that says the same. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  customerOf,
  newSubject,
  orderOf,
  rejection,
  START,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";
import { consentOf, history, parsed, publish, told, withConsent } from "./evidence/fixtures.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger({ kinds: withConsent });
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const HOUR = 3_600_000;
/** So many hours after the start. */
const hour = (n: number): string => new Date(START + n * HOUR).toISOString();
const until = (n: number): void => ledger.clock.advance(START + n * HOUR - ledger.clock.now());
const state = (stream: string, at: string | null) => ledger.ledger.stateAt({ subject, stream, at });

/** The evidence about the same time, which the kernel reads: it must say what the ledger says. */
async function proven(stream: string, at: string): Promise<void> {
  const answer = await state(stream, at);
  const verdict = await ledger.verify(await history(ledger, subject, stream, { at }));
  expect(told(verdict), at).toBe("VERIFIED");
  expect(verdict.asOf?.state).toEqual({
    kind: answer.state,
    madeBy: answer.madeBy?.seq ?? null,
    endedBy: answer.endedBy?.seq ?? null,
    endsAt: answer.endsAt,
  });
  expect(verdict.asOf?.before).toEqual(answer.bounds.before);
  expect(verdict.asOf?.after).toEqual(answer.bounds.after);
  const standing = verdict.asOf?.events.map(({ seq, index, standing }) => [seq, index, standing]);
  expect(standing).toEqual(answer.events.map((e) => [e.seq, e.index, e.standing]));
}

describe("the state of a record at a time", () => {
  /** Version 1 at hour 0, anchored at 1; version 2 at 2, anchored at 3; version 3 at 4, not anchored for good. */
  async function threeVersions(): Promise<string> {
    const write = async (n: number, name: string) => {
      until(n);
      return stored(ledger, customerOf(subject, { name, "@occurredAt": hour(n) }));
    };
    const { id } = await write(0, "one");
    until(1);
    await ledger.anchor();
    await write(2, "two");
    until(3);
    await ledger.anchor();
    await write(4, "three");
    until(5);
    await publish(ledger);
    until(10);
    return id;
  }

  it("is the version that was in force, with what made it and what ended it", async () => {
    const id = await threeVersions();
    const before = await state("customer", hour(-1));
    expect(before).toMatchObject({ state: "none", madeBy: null, inForce: null });
    expect(before.endedBy).toMatchObject({ seq: 1, id, version: 1 });
    const second = await state("customer", hour(2.5));
    expect(second).toMatchObject({
      ...{ subject, stream: "customer", at: hour(2.5), state: "made", endsAt: hour(4) },
      madeBy: { seq: 2, id, version: 2 },
      endedBy: { seq: 3, id, version: 3 },
      inForce: { id, version: 2, record: { name: "two" } },
    });
    const last = await state("customer", null);
    expect(last).toMatchObject({ at: hour(10), madeBy: { seq: 3 }, endedBy: null, endsAt: null });
  });

  it("tells between which anchors the time lies, and so who proves what", async () => {
    await threeVersions();
    const { bounds, events, provenBy } = await state("customer", hour(2.5));
    expect(bounds).toEqual({
      before: { size: 3, block: 100, time: hour(1) },
      after: { size: 5, block: 101, time: hour(3) },
    });
    expect(events.map(({ standing }) => standing)).toEqual(["in_log", "by_clock", "not_anchored"]);
    expect(provenBy).toEqual({ chain: [1, 3], clock: [2], anchored: true });
    const first = await state("customer", hour(0.5));
    expect(first.bounds).toEqual({ before: null, after: bounds.before });
    const now = await state("customer", null);
    expect(now.bounds.after).toBeNull();
    expect(now.provenBy).toEqual({ chain: [1, 2, 3], clock: [], anchored: false });
  });

  it("is the same in the evidence, whatever the time", async () => {
    await threeVersions();
    for (const n of [-100, -1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]) {
      await proven("customer", hour(n));
    }
    // An anchor's own second belongs to it, to the last millisecond.
    await proven("customer", new Date(START + HOUR + 999).toISOString());
    await proven("customer", new Date(START + HOUR - 1).toISOString());
  });

  it("has no evidence until an anchor lies behind the time: asked again then, it has", async () => {
    await threeVersions();
    for (const n of [5, 7]) {
      const early = await rejection(history(ledger, subject, "customer", { at: hour(n) }));
      expect(early).toMatchObject({
        code: "not_anchored_yet",
        details: { at: hour(n), newest: hour(5) },
      });
    }
    // Of an anchor that may still disappear nothing is said.
    await stored(ledger, orderOf(subject));
    await ledger.anchor("included");
    expect(await rejection(history(ledger, subject, "customer", { at: hour(7) }))).toMatchObject({
      code: "not_anchored_yet",
    });
    await stored(ledger, orderOf(subject));
    until(11);
    await publish(ledger);
    await ledger.store.putAnchor({
      ...(await ledger.store.openAnchors())[0]!,
      state: "finalized",
    });
    for (const checkpoint of ["final", "newest"] as const) {
      const file = await history(ledger, subject, "customer", { at: hour(7), checkpoint });
      expect(parsed(file, "history").at).toMatchObject({ before: { size: 7 }, after: { size: 9 } });
    }
  });

  it("has none between two anchors when those between are missing here", async () => {
    await threeVersions();
    const missing = await ledger.store.newestAnchor(["finalized"], 0);
    const [first, second] = [3, 5];
    expect(missing?.previousSize).toBe(second);
    await ledger.store.removeAnchor(second);
    const early = await rejection(history(ledger, subject, "customer", { at: hour(2.5) }));
    expect(early).toMatchObject({ code: "not_anchored_yet", details: { newest: hour(5) } });
    const { bounds, provenBy } = await state("customer", hour(2.5));
    expect(bounds).toMatchObject({ before: { size: first }, after: null });
    expect(provenBy.anchored).toBe(false);
  });

  it("names who says that it was recorded before the chain could have known, or after it did", async () => {
    until(0);
    await ledger.anchor();
    // A ledger that is set back: it records at hour 1 what the anchor at hour 2 does not hold.
    until(2);
    await ledger.anchor();
    await stored(ledger, orderOf(subject));
    await ledger.anchor();
    until(1);
    await stored(ledger, customerOf(subject, { "@occurredAt": hour(0) }));
    until(4);
    await publish(ledger);
    const { named, events, provenBy } = await state("customer", hour(1.5));
    expect(events).toMatchObject([{ seq: 1, standing: "not_anchored" }]);
    expect(named).toMatchObject([{ seq: 1, discrepancy: "recorded_but_not_anchored" }]);
    expect(provenBy).toEqual({ chain: [1], clock: [], anchored: true });
  });
});

describe("the state of one among many", () => {
  it("is version 1 until version 2 begins the record's own stream", async () => {
    const number = { externalNumber: "A-1" };
    const { id } = await stored(ledger, orderOf(subject, { ...number, "@occurredAt": hour(-5) }));
    await stored(ledger, orderOf(subject, { ...number, note: "newer", "@occurredAt": hour(-3) }));
    await publish(ledger);
    const at = (n: number) => state(`order/${id}`, hour(n));
    expect(await at(-6)).toMatchObject({ state: "none", inForce: null });
    expect(await at(-4)).toMatchObject({ state: "none", inForce: { id, version: 1 } });
    expect(await at(-1)).toMatchObject({ state: "made", inForce: { id, version: 2 } });
  });

  it("of another person is told to nobody", async () => {
    const other = await newSubject(ledger, "K-2");
    const { id } = await stored(ledger, orderOf(other));
    const answer = await state(`order/${id}`, null);
    expect(answer).toMatchObject({ state: "none", inForce: null, events: [] });
  });
});

describe("the state of a consent", () => {
  const given = (n: number, event: string, more = {}) =>
    stored(ledger, consentOf(subject, event, hour(n), more));

  it("is what the last event made it; of two at once the withdrawal wins; an end of its own needs no event", async () => {
    await given(-9, "given");
    await given(-8, "withdrawn");
    await given(-8, "given");
    await given(-6, "given", { validUntil: hour(-4) });
    await publish(ledger);
    expect(await state("consent", hour(-10))).toMatchObject({ state: "none" });
    expect(await state("consent", hour(-8.5))).toMatchObject({ madeBy: { seq: 1 } });
    expect(await state("consent", hour(-7))).toMatchObject({ state: "made", madeBy: { seq: 2 } });
    expect(await state("consent", hour(-5))).toMatchObject({
      ...{ state: "made", madeBy: { seq: 4 }, endedBy: null, endsAt: hour(-4) },
    });
    expect(await state("consent", hour(-3))).toMatchObject({ state: "expired" });
    for (const n of [-10, -8.5, -8, -7, -5, -4, -3]) await proven("consent", hour(n));
  });

  it("is unknown where an event is gone that could have made it", async () => {
    await given(-9, "given");
    await given(-8, "withdrawn");
    await publish(ledger);
    ledger.tamper((db) => db.exec("DELETE FROM records WHERE idx = 2"));
    const answer = await state("consent", hour(-1));
    expect(answer).toMatchObject({ state: "unknown", madeBy: null, inForce: null });
    expect(answer.events).toHaveLength(2);
    await proven("consent", hour(-1));
  });
});

describe("a question about a time", () => {
  it("is refused where the time is none, has not come, or is asked of half a history", async () => {
    await stored(ledger, customerOf(subject));
    await publish(ledger);
    const invalid = { code: "invalid_parameter", details: { parameter: "at" } };
    for (const at of ["2026-11-22", "2026-11-22T09:30:00Z", hour(1), "2026-02-30T00:00:00.000Z"]) {
      expect(await rejection(state("customer", at))).toMatchObject(invalid);
      expect(await rejection(history(ledger, subject, "customer", { at }))).toMatchObject(invalid);
    }
    const { leafHash } = (await ledger.store.entry(1))!;
    const half = history(ledger, subject, "customer", { at: hour(0), from: { seq: 1, leafHash } });
    expect(await rejection(half)).toMatchObject(invalid);
  });

  it("has no evidence as long as nothing is final", async () => {
    await stored(ledger, customerOf(subject));
    await ledger.seal();
    const early = await rejection(history(ledger, subject, "customer", { at: hour(0) }));
    expect(early).toMatchObject({ code: "not_anchored_yet", details: { newest: null } });
  });

  it("of a stream that is not there is answered: there was nothing", async () => {
    expect(await state("payment", null)).toMatchObject({ state: "none", events: [] });
    const error = await rejection(state("nothing", null));
    expect(error).toMatchObject({ code: "invalid_parameter", details: { parameter: "stream" } });
    const nobody = ledger.ledger.stateAt({ subject: "x".repeat(43), stream: "order", at: null });
    expect(await rejection(nobody)).toMatchObject({ code: "not_found" });
  });

  it("has its anchors in the evidence as the chain holds them", async () => {
    await stored(ledger, customerOf(subject, { "@occurredAt": hour(-1) }));
    await publish(ledger);
    const none = await rejection(history(ledger, subject, "customer", { at: hour(0) }));
    expect(none).toMatchObject({ code: "not_anchored_yet", details: { newest: hour(0) } });
    await stored(ledger, orderOf(subject));
    until(1);
    await publish(ledger);
    const { at } = parsed(await history(ledger, subject, "customer", { at: hour(0) }), "history");
    const [before, after] = [
      { block: 100, size: 3 },
      { block: 101, size: 5 },
    ];
    expect(at).toEqual({ time: hour(0), before, after });
  });
});
