/** Requests over a whole ledger: each step by itself, random ones against a naive replay, two officers at once, the same twice. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newSubject, rejection, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { asks, CUSTOMER, DAY_MS, STAFF, STEPS, type StepName, stateOf, step } from "./shared.ts";

let ledger: TestLedger;
let subject: string;
const granted = {
  access: { prepare: async () => ({ events: [], regarding: [] }) },
  // Under way, and never done.
  erasure: { carryOut: async () => null },
};
beforeAll(async () => {
  ledger = await testLedger({ handlers: granted });
  subject = await newSubject(ledger, "K-1");
});
afterAll(() => ledger.close());

const problemOf = (error: unknown): unknown =>
  (error as { details?: { problem?: string } }).details?.problem;
const refusalOf = async (work: Promise<unknown>): Promise<unknown> =>
  problemOf(await rejection(work));
const recordsOf = async (requestId: string) =>
  (await ledger.ledger.events(subject, `request/${requestId}`)).events.map(({ record }) => record!);

describe("what a person asks for", () => {
  it("is received with the rule of its time, and due when that says", async () => {
    const id = await asks(ledger, subject, { language: "de", details: "Was haben Sie über mich?" });
    const [received] = await recordsOf(id);
    expect(received).toMatchObject({
      ...{ event: "received", requestType: "access", jurisdiction: "EU", language: "de" },
      ...{ actor: STAFF, channel: "other", identification: { method: "in-person" } },
      deadline: { period: "P1M", extension: "P2M", nextWorkingDay: true, timeZone: "UTC" },
    });
    const found = await stateOf(ledger, subject, id);
    expect(found).toMatchObject({ state: "open", isIdentified: true, handler: STAFF.id });
    expect(new Date(found.dueAt!).toISOString()).toBe(received!.dueAt);
    expect(found.dueAt! - found.receivedAt).toBeGreaterThan(27 * DAY_MS);
  });

  it("by themselves is theirs alone to say, and they are known by being signed in", async () => {
    const id = await asks(ledger, subject, { asked: { format: "json" } }, CUSTOMER);
    const [received] = await recordsOf(id);
    expect(received).toMatchObject({ channel: "web", identification: { method: "session" } });
    for (const own of [
      { channel: "phone" },
      { identification: { method: "document" } },
      { "@occurredAt": "2026-01-01T00:00:00.000Z" },
      { externalNumber: "7" },
    ])
      expect(await rejection(asks(ledger, subject, own, CUSTOMER))).toMatchObject({
        code: "invalid_record",
      });
  });

  it("of who acts for them says so, and nobody is identified before an officer has looked", async () => {
    const guardian = { ...CUSTOMER, actsFor: new Set([subject]) };
    const id = await asks(ledger, subject, {}, guardian);
    const [received] = await recordsOf(id);
    expect(received).toMatchObject({
      ...{ channel: "web", identification: null },
      regarding: [{ what: "acts-for", id: "guardian" }],
    });
    expect((await stateOf(ledger, subject, id)).isIdentified).toBe(false);
    expect(await refusalOf(step(ledger, subject, id, "granted"))).toBe("not_identified");
    await step(ledger, subject, id, "identified");
    await step(ledger, subject, id, "granted");
  });

  it("runs from when it came, where that was before", async () => {
    const at = new Date(ledger.clock.now() - 5 * DAY_MS).toISOString();
    const id = await asks(ledger, subject, { "@occurredAt": at, channel: "post" });
    expect((await stateOf(ledger, subject, id)).receivedAt).toBe(Date.parse(at));
    const ahead = new Date(ledger.clock.now() + DAY_MS).toISOString();
    const late = rejection(asks(ledger, subject, { "@occurredAt": ahead }));
    expect(await late).toMatchObject({ code: "consent_refused" });
  });

  it("has only the fields of its type; a complaint has a category", async () => {
    const wrong = asks(ledger, subject, { asked: { purposes: ["newsletter"] } });
    expect(await rejection(wrong)).toMatchObject({
      details: { problems: [{ field: "asked.purposes", code: "surplus" }] },
    });
    const id = await asks(ledger, subject, { requestType: "complaint", details: "Too many." });
    expect((await stateOf(ledger, subject, id)).asked).toEqual({ category: "other" });
  });

  it("is decided only where somebody carries out what is granted", async () => {
    const id = await asks(ledger, subject, { requestType: "portability" });
    expect(await refusalOf(step(ledger, subject, id, "granted"))).toBe("handler");
    await step(ledger, subject, id, "refused");
    expect(await stateOf(ledger, subject, id)).toMatchObject({ state: "decided" });
  });

  it("of a complaint is told with its category and what came of it", async () => {
    const asked = { category: "marketing" };
    const id = await asks(ledger, subject, { requestType: "complaint", asked });
    const change = { outcome: "remedied", summary: "Taken off the list." };
    await step(ledger, subject, id, "granted", { change });
    await step(ledger, subject, id, "answered");
    const { counts } = await ledger.rights.requests.summary();
    expect(counts).toContainEqual({
      ...{ type: "complaint", state: "answered", decision: "granted" },
      ...{ category: "marketing", outcome: "remedied", count: 1 },
    });
  });

  it("is open twenty times at most through the portal, and as often as it comes elsewhere", async () => {
    const busy = await newSubject(ledger, "K-busy");
    for (let i = 0; i < 20; i++) await asks(ledger, busy, {}, CUSTOMER);
    expect(await refusalOf(asks(ledger, busy, {}, CUSTOMER))).toBe("too_many_open");
    await asks(ledger, busy);
  });
});

describe("a step", () => {
  it("is for officers; persons withdraw and note", async () => {
    const id = await asks(ledger, subject, {}, CUSTOMER);
    for (const name of ["paused", "granted", "answered", "identified"] as const)
      expect(await refusalOf(step(ledger, subject, id, name, { by: CUSTOMER }))).toBe("role");
    const change = { regarding: [{ what: "x", id: "y" }] };
    const more = step(ledger, subject, id, "noted", { by: CUSTOMER, change });
    expect(await rejection(more)).toMatchObject({ code: "invalid_record" });
    await step(ledger, subject, id, "noted", { by: CUSTOMER });
    await step(ledger, subject, id, "withdrawn", { by: CUSTOMER });
    expect(await stateOf(ledger, subject, id)).toMatchObject({ state: "withdrawn", dueAt: null });
  });

  it("that moves the clock is dated now", async () => {
    const id = await asks(ledger, subject);
    const change = { "@occurredAt": new Date(ledger.clock.now()).toISOString() };
    for (const name of ["paused", "extended", "refused"] as const)
      expect(await rejection(step(ledger, subject, id, name, { change }))).toMatchObject({
        code: "invalid_record",
      });
  });

  it("of nobody's request is refused as not found", async () => {
    const other = await newSubject(ledger, "K-other");
    const id = await asks(ledger, subject);
    expect(await rejection(step(ledger, other, id, "noted"))).toMatchObject({ code: "not_found" });
  });

  it("pauses, goes on, and is extended: the deadline moves with it, and stays on record", async () => {
    const id = await asks(ledger, subject, { jurisdiction: "BR" });
    const { dueAt: first } = await stateOf(ledger, subject, id);
    ledger.clock.advance(2 * DAY_MS);
    await step(ledger, subject, id, "paused");
    expect(await stateOf(ledger, subject, id)).toMatchObject({ state: "paused", dueAt: null });
    ledger.clock.advance(10 * DAY_MS);
    await step(ledger, subject, id, "resumed");
    expect((await stateOf(ledger, subject, id)).dueAt).toBe(first! + 10 * DAY_MS);
    await step(ledger, subject, id, "extended");
    const { dueAt } = await stateOf(ledger, subject, id);
    expect(dueAt! - first!).toBeGreaterThan(68 * DAY_MS);
    const steps = await recordsOf(id);
    expect(steps.map(({ event, dueAt: due }) => [event, due === null])).toEqual([
      ...[
        ["received", false],
        ["paused", true],
        ["resumed", false],
      ],
      ["extended", false],
    ]);
  });

  it("sent twice under a key is recorded once, and under another content refused", async () => {
    const input = { requestType: "access", identification: { method: "known" } };
    const first = await ledger.rights.requests.receive(subject, input, STAFF, "key-1");
    ledger.clock.advance(5_000);
    const again = await ledger.rights.requests.receive(subject, input, STAFF, "key-1");
    expect(again.requestId).toBe(first.requestId);
    const id = first.requestId;
    for (const name of ["paused", "resumed", "extended", "granted", "answered"] as const) {
      await step(ledger, subject, id, name, { key: `${name}-1` });
      ledger.clock.advance(DAY_MS);
      await step(ledger, subject, id, name, { key: `${name}-1` });
    }
    expect(await recordsOf(id)).toHaveLength(6);
    const other = { ...input, details: "Another." };
    const conflict = ledger.rights.requests.receive(subject, other, STAFF, "key-1");
    expect(await rejection(conflict)).toMatchObject({ code: "idempotency_conflict" });
  });

  it("of two officers at once is taken from one", async () => {
    for (let i = 0; i < 5; i++) {
      const id = await asks(ledger, subject);
      const both = await Promise.allSettled([
        step(ledger, subject, id, "granted", { by: { id: "person/a", role: "officer" } }),
        step(ledger, subject, id, "refused", { by: { id: "person/b", role: "officer" } }),
      ]);
      const lost = both.filter((one) => one.status === "rejected");
      expect(lost.map(({ reason }) => problemOf(reason))).toEqual(["already_decided"]);
      expect(await recordsOf(id)).toHaveLength(2);
    }
  });
});

/** What a reader of the steps would say, by rules of thumb of its own. */
function naive(all: readonly StepName[], isCarried: boolean): string {
  const taken = all.slice(all.lastIndexOf("reopened") + 1);
  if (isCarried && taken.includes("granted")) return "granted";
  if (taken.includes("answered")) return "answered";
  if (taken.includes("withdrawn")) return "withdrawn";
  if (taken.includes("granted") || taken.includes("refused")) return "decided";
  const clock = all.findLast((name) => name === "paused" || name === "resumed");
  return clock === "paused" ? "paused" : "open";
}

describe("any steps in any order", () => {
  it("leave the request in what a plain look at those that were taken says, with as many records", async () => {
    const names = fc.array(
      fc.tuple(
        fc.constantFrom(...(Object.keys(STEPS) as StepName[])),
        fc.integer({ min: 0, max: 12 }),
      ),
      { maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(names, fc.boolean(), async (script, isCarried) => {
        const requestType = isCarried ? "erasure" : "access";
        const id = await asks(ledger, subject, { requestType });
        const taken: StepName[] = [];
        for (const [name, days] of script) {
          ledger.clock.advance(days * DAY_MS);
          const done = await step(ledger, subject, id, name).then(
            () => true,
            (error) => {
              if ((error as { code?: string }).code === "request_refused") return false;
              throw error;
            },
          );
          if (done) taken.push(name);
        }
        const found = await stateOf(ledger, subject, id);
        expect(found.state).toBe(naive(taken, isCarried));
        // Only a grant that is still to be carried out is taken back.
        if (taken.includes("reopened")) expect(isCarried).toBe(true);
        expect(found.isExtended).toBe(taken.includes("extended"));
        expect(taken.filter((name) => name === "extended").length).toBeLessThanOrEqual(1);
        expect(await recordsOf(id)).toHaveLength(taken.length + 1);
        const [row] = (await ledger.rights.requests.list({ limit: 1 })).filter(
          (one) => one.id === id,
        );
        expect(row).toMatchObject({ state: found.state, dueAt: found.dueAt, subject });
      }),
      { numRuns: 40 },
    );
  });
});
