/** Steps of a request, as they are read. */
import { describe, expect, it } from "vitest";
import {
  caseView,
  lengthOf,
  type Step,
  stepView,
} from "../../../../portal/src/rights/case-view.ts";

const step = (index: number, more: Partial<Step>): Step => ({
  id: `id-${index}`,
  index,
  occurredAt: `2026-11-${String(index).padStart(2, "0")}T08:00:00.000Z`,
  recordedAt: `2026-11-${String(index).padStart(2, "0")}T08:00:00.000Z`,
  event: "noted",
  actor: { id: "someone", role: "officer" },
  ...more,
});

describe("a step", () => {
  it("of a decision says which one, and why", () => {
    const view = stepView(
      step(5, { event: "decided", decision: "partly", reason: "Some must stay", summary: "Done" }),
    );
    expect(view).toMatchObject({
      ...{ word: "decided_partly", by: "officer", texts: ["Some must stay", "Done"] },
      evidence: "/v1/records/id-5/evidence",
    });
  });

  it("tells of the day where it has moved it, and nowhere else", () => {
    const dueAt = "2026-12-28T16:00:00.000Z";
    const of = (event: Step["event"]) => stepView(step(1, { event, dueAt })).dueAt;
    expect(of("extended")).toBe(dueAt);
    expect(of("resumed")).toBe(dueAt);
    expect(of("noted")).toBeNull();
    expect(of("received")).toBeNull();
  });

  it("by whoever no page knows is by somebody else", () => {
    expect(stepView(step(1, { actor: { id: "x", role: "partner" } })).by).toBe("other");
  });
});

describe("a case", () => {
  const steps = [
    step(1, { event: "received", details: "Please", channel: "web" }),
    step(2, { event: "identified", identification: { method: "document" } }),
    step(3, { event: "paused", reason: "Which one?" }),
    step(5, { event: "resumed" }),
    step(6, { event: "paused", reason: "Again" }),
    step(9, { event: "decided", decision: "granted", reason: "As asked" }),
  ];

  it("has what the person said, how they were known, and what was decided", () => {
    expect(caseView(steps)).toMatchObject({
      ...{ details: "Please", channel: "web", method: "document", answered: null },
      decided: { decision: "granted" },
    });
  });

  it("has each time that the clock stood, the last one open", () => {
    const day = (n: number) => Date.parse(`2026-11-0${n}T08:00:00.000Z`);
    expect(caseView(steps).pauses).toEqual([
      { from: day(3), until: day(5) },
      { from: day(6), until: null },
    ]);
  });

  it("is nothing where nothing is known", () => {
    expect(caseView([])).toEqual({
      ...{ details: null, channel: null, method: null, decided: null, answered: null },
      pauses: [],
    });
  });
});

it.each([
  ["P1M", { n: 1, unit: "months" }],
  ["P15D", { n: 15, unit: "days" }],
  ["P1Y", null],
  ["1M", null],
])("%s is a length that people say", (period, length) => {
  expect(lengthOf(period)).toEqual(length);
});
