import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMonths, formatDay, isWeekend, parseDay } from "../../../../api/rights/deadline/days.ts";
import * as oracle from "./oracle.ts";

const START = { y: 1999, m: 12, d: 28 };
/** Every day from the end of 1999 to the beginning of 2029: leap years, one of a hundred years among them, and none. */
function* days(): Generator<oracle.Ymd> {
  for (let at: oracle.Ymd = START; at.y < 2029; at = oracle.nextDay(at)) yield at;
}

describe("days", () => {
  it("are numbered one after the other, and spelled as they are read, with their weekends", () => {
    let number = oracle.dayNumber(START);
    for (const at of days()) {
      const day = parseDay(oracle.text(at));
      if (day !== number) throw new Error(oracle.text(at));
      if (formatDay(day) !== oracle.text(at)) throw new Error(oracle.text(at));
      if (isWeekend(day) !== oracle.isWeekend(at)) throw new Error(oracle.text(at));
      number++;
    }
    expect(number).toBeGreaterThan(10_000);
  });

  it("of every date are followed by the same date of every month, or its last day", () => {
    let tried = 0;
    for (const at of days())
      for (const months of [0, 1, 2, 3, 6, 11, 12, 13, 24]) {
        const later = oracle.monthsLater(at, months);
        const found = formatDay(addMonths(parseDay(oracle.text(at)), months));
        if (found !== oracle.text(later)) throw new Error(`${oracle.text(at)} + ${months}`);
        tried++;
      }
    expect(tried).toBeGreaterThan(90_000);
  });

  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2028-01-30", 1, "2028-02-29"],
    ["2100-01-29", 1, "2100-02-28"],
    ["2000-01-31", 1, "2000-02-29"],
    ["2026-01-31", 3, "2026-04-30"],
    ["2026-11-30", 3, "2027-02-28"],
    ["2027-11-30", 3, "2028-02-29"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2026-12-31", 1, "2027-01-31"],
  ])("%s and %i months: %s", (from, months, to) => {
    expect(formatDay(addMonths(parseDay(from), months))).toBe(to);
  });

  it("later ones are never followed by earlier ones", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 40 }),
        (day, months, more) => {
          expect(addMonths(day + more, months)).toBeGreaterThanOrEqual(addMonths(day, months));
        },
      ),
    );
  });
});
