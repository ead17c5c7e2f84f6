/** A duration later on the calendar, held against examples and against days that are counted one by one. */
import { describe, expect, it } from "vitest";
import { later } from "../../../api/consent/calendar.ts";

const at = (day: string) => `${day}T07:08:09.010Z`;

describe("later", () => {
  it.each([
    ["2026-01-31", "P1M", "2026-02-28"],
    ["2028-01-31", "P1M", "2028-02-29"],
    ["2028-02-29", "P1Y", "2029-02-28"],
    ["2028-02-29", "P4Y", "2032-02-29"],
    ["2026-11-30", "P3M", "2027-02-28"],
    ["2026-12-31", "P1D", "2027-01-01"],
    ["2026-01-30", "P1M1D", "2026-03-01"],
    ["2026-03-15", "P2W", "2026-03-29"],
    ["2026-01-01", "P1Y2M3D", "2027-03-04"],
    ["0050-05-31", "P1M", "0050-06-30"],
    ["2026-05-31", "P999Y999M", "3108-08-31"],
  ])("%s and %s is %s", (from, duration, to) => {
    expect(later(at(from), duration)).toBe(at(to));
  });

  it("keeps the day of the month wherever the month has it, and else takes the last", () => {
    for (let month = 0; month < 12; month++) {
      for (let months = 1; months <= 24; months++) {
        for (const date of [1, 28, 29, 30, 31]) {
          const from = new Date(Date.UTC(2027, month, date));
          if (from.getUTCMonth() !== month) continue;
          const to = new Date(later(from.toISOString(), `P${months}M`) ?? "");
          expect(to.getUTCMonth()).toBe((month + months) % 12);
          const next = new Date(to.getTime() + 86_400_000);
          if (to.getUTCDate() !== date) expect(next.getUTCDate()).toBe(1);
        }
      }
    }
  });

  it("ends where times do", () => {
    expect(later(at("9998-12-31"), "P1Y")).toBe(at("9999-12-31"));
    expect(later(at("9999-12-31"), "P1D")).toBeNull();
    expect(later(at("2026-01-01"), "P999Y999M9999D")).toBe(at("3135-08-17"));
    expect(() => later(at("2026-01-01"), "P1H")).toThrow();
  });
});
