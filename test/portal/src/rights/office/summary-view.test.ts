/** Numbers of requests, as the overview shows them. */
import { describe, expect, it } from "vitest";
import type { Counted } from "../../../../../portal/src/rights/office/queries.ts";
import {
  complaintsBy,
  countAll,
  countIn,
  countOpen,
  openByRight,
} from "../../../../../portal/src/rights/office/summary-view.ts";

const row = (more: Partial<Counted>): Counted => ({
  ...{ requestType: "access", state: "open", decision: null, category: null, outcome: null },
  count: 1,
  ...more,
});
const COUNTS: readonly Counted[] = [
  row({ count: 2 }),
  row({ state: "paused" }),
  row({ state: "answered", decision: "granted", count: 9 }),
  row({ requestType: "erasure", state: "granted", decision: "granted", count: 5 }),
  row({ requestType: "complaint", category: "marketing", count: 1 }),
  row({ requestType: "complaint", category: "marketing", state: "answered", outcome: "remedied" }),
  row({ requestType: "complaint", state: "answered", outcome: "explained", count: 3 }),
];

it("counts what is open, and all", () => {
  expect([countOpen(COUNTS), countAll(COUNTS), countIn(COUNTS, "paused")]).toEqual([9, 22, 1]);
});

it("has of each right what is open, the most first, and no right of which nothing is", () => {
  expect(openByRight(COUNTS)).toEqual([
    { right: "erasure", open: 5, states: [{ state: "granted", count: 5 }] },
    {
      ...{ right: "access", open: 3 },
      states: [
        { state: "open", count: 2 },
        { state: "paused", count: 1 },
      ],
    },
    { right: "complaint", open: 1, states: [{ state: "open", count: 1 }] },
  ]);
});

describe("complaints", () => {
  it("are by what they are about, with what came of them", () => {
    expect(complaintsBy(COUNTS)).toEqual([
      { category: "other", all: 3, open: 0, outcomes: [{ outcome: "explained", count: 3 }] },
      { category: "marketing", all: 2, open: 1, outcomes: [{ outcome: "remedied", count: 1 }] },
    ]);
  });

  it("are none where nobody complained", () => {
    expect(complaintsBy([row({})])).toEqual([]);
  });
});
