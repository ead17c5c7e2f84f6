import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockOf, dueAt, readBreach } from "../../../../api/rights/register/breach-state.ts";

const AWARE = Date.parse("2026-03-28T22:30:00.000Z");
const HOUR = 3_600_000;
const facts = (risk: "unlikely" | "risk" | "high" | null) =>
  ({ awareAt: new Date(AWARE).toISOString(), risk }) as Parameters<typeof clockOf>[0]["facts"];

describe("the clock of a breach", () => {
  it("runs from the earliest time that any step says: no later one makes in time what was late", () => {
    const step = (index: number, event: string, awareAt: string | null) => ({
      index,
      record: {
        ...{ "@id": `${index}`, "@occurredAt": "2026-04-05T00:00:00.000Z", event, awareAt },
        "@recordedAt": "2026-04-05T00:00:00.000Z",
      },
    });
    const of = (...awareAts: readonly (string | null)[]) =>
      readBreach(
        {
          head: null,
          events: awareAts.map((at, i) => step(i, i === 0 ? "found" : "noted", at)),
        } as never,
        "b",
      ).facts.awareAt;
    const [first, later, earlier] = [1, 4, 0].map((day) =>
      new Date(AWARE + day * 24 * HOUR).toISOString(),
    );
    expect(of(first!, later!)).toBe(first);
    expect(of(first!, null)).toBe(first);
    expect(of(first!, earlier!, later!)).toBe(earlier);
  });

  it("runs for 72 hours, whatever day it is and wherever clocks are put forward", () => {
    expect(new Date(dueAt(facts(null))).toISOString()).toBe("2026-03-31T22:30:00.000Z");
  });

  it("is what a plain reading says, at every time", () => {
    const hours = fc.integer({ min: -10, max: 100 });
    const risk = fc.constantFrom("unlikely" as const, "risk" as const, "high" as const, null);
    fc.assert(
      fc.property(hours, fc.option(hours), risk, (now, told, assessed) => {
        const at = told === null ? null : new Date(AWARE + told * HOUR).toISOString();
        const state = clockOf(
          { facts: facts(assessed), authorityNotifiedAt: at },
          AWARE + now * HOUR,
        );
        if (told !== null) expect(state).toBe(told <= 72 ? "notified" : "late");
        else if (assessed === "unlikely") expect(state).toBe("not-needed");
        else expect(state).toBe(now <= 72 ? "due" : "overdue");
      }),
    );
  });
});
