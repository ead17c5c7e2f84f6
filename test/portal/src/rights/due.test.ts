/** The last day for an answer, as pages say it. */
import { describe, expect, it } from "vitest";
import { dayIn, daysLeft, lastDay, pressing, share } from "../../../../portal/src/rights/due.ts";

const BERLIN = "Europe/Berlin";
const SHANGHAI = "Asia/Shanghai";

describe("the last day", () => {
  it.each([
    // The first moment that is too late is midnight behind it, by the rule's clocks.
    ["2026-12-28T16:00:00.000Z", SHANGHAI, "2026-12-28"],
    ["2026-12-28T23:00:00.000Z", BERLIN, "2026-12-28"],
    ["2026-07-31T22:00:00.000Z", BERLIN, "2026-07-31"],
    ["2024-03-01T00:00:00.000Z", "UTC", "2024-02-29"],
    ["2027-01-01T00:00:00.000Z", "UTC", "2026-12-31"],
  ])("of %s in %s is %s", (dueAt, zone, day) => {
    expect(lastDay(dueAt, zone)).toBe(day);
  });

  it.each([
    ["2026-12-28T15:59:59.999Z", 0],
    ["2026-12-27T16:00:00.000Z", 0],
    ["2026-12-27T15:59:59.999Z", 1],
    ["2026-12-28T16:00:00.000Z", -1],
    ["2026-11-28T12:00:00.000Z", 30],
  ])("as of %s is %i days away", (now, left) => {
    expect(daysLeft("2026-12-28T16:00:00.000Z", SHANGHAI, Date.parse(now))).toBe(left);
  });

  it("is counted in days of the calendar, also over a change of clocks", () => {
    const due = "2026-03-30T22:00:00.000Z";
    expect(lastDay(due, BERLIN)).toBe("2026-03-30");
    expect(daysLeft(due, BERLIN, Date.parse("2026-03-28T23:30:00.000Z"))).toBe(1);
    expect(dayIn("2026-03-28T23:30:00.000Z", BERLIN)).toBe("2026-03-29");
  });

  it("presses from a week before it", () => {
    expect([-1, 0, 7, 8].map(pressing)).toEqual(["late", "soon", "soon", "calm"]);
  });
});

it("lies between receipt and end, and never beyond either", () => {
  expect([-5, 0, 25, 100, 120].map((at) => share(at, 0, 100))).toEqual([0, 0, 25, 100, 100]);
  expect(share(3, 5, 5)).toBe(100);
});
