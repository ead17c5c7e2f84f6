/** Days that somebody chooses, as times between which something was recorded; and sizes of files. */
import { describe, expect, it } from "vitest";
import { dayOf, lastDayOf, spanOf } from "../../../../portal/src/officer/packs/period.ts";
import { sizeText } from "../../../../portal/src/officer/packs/size.ts";

const local = (year: number, month: number, day: number): string =>
  new Date(year, month - 1, day).toISOString();

describe("a period of days", () => {
  it("begins with the first day and ends behind the last, where the reader is", () => {
    expect(spanOf("2026-02-27", "2026-02-28", null)).toEqual({
      from: local(2026, 2, 27),
      until: local(2026, 3, 1),
    });
    expect(spanOf("2026-11-27", "2026-11-27", null)).toMatchObject({ from: local(2026, 11, 27) });
  });

  it("is none without two days, or with the last before the first", () => {
    expect(spanOf("", "2026-02-28", null)).toBe("missing");
    expect(spanOf("2026-02-28", "2026-02-27", null)).toBe("order");
  });

  it("reaches no further than what somebody was given", () => {
    const given = { from: "2026-02-10T12:00:00.000Z", until: "2026-02-20T12:00:00.000Z" };
    expect(spanOf("2026-02-01", "2026-03-31", given)).toEqual(given);
    expect(spanOf("2026-04-01", "2026-04-02", given)).toBe("order");
    expect(lastDayOf(local(2026, 2, 20))).toBe("2026-02-19");
    expect(dayOf(new Date(2026, 0, 5))).toBe("2026-01-05");
  });
});

it("tells the size of a file in a unit that fits", () => {
  expect([812, 12_345, 1_234_567].map((bytes) => sizeText(bytes, "en"))).toEqual([
    ...["812 byte", "12 kB", "1.2 MB"],
  ]);
  expect(sizeText(1_234_567, "zh")).toBe("1.2 MB");
});
