import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileWhen, dayOf, instantOf } from "../../../scripts/import/when.ts";
import { isZone, offsetOf } from "../../../scripts/import/zone.ts";

const instant = (pattern: string, zone: string, text: string): string | null | undefined => {
  const when = compileWhen(pattern)?.(text);
  return when ? instantOf(when, zone) : undefined;
};

test.each([
  ["yyyyMMdd", "UTC", "19970101", "1997-01-01T00:00:00.000Z"],
  ["yyyy-MM-dd HH:mm:ss", "Europe/London", "2010-12-01 08:26:00", "2010-12-01T08:26:00.000Z"],
  ["yyyy-MM-dd HH:mm:ss", "Europe/London", "2011-06-01 08:26:00", "2011-06-01T07:26:00.000Z"],
  ["dd.MM.yyyy HH:mm", "Europe/Berlin", "29.03.2026 14:40", "2026-03-29T12:40:00.000Z"],
  ["M/d/yyyy H:mm", "America/New_York", "1/2/2026 9:05", "2026-01-02T14:05:00.000Z"],
  ["yyyy-MM-dd", "Asia/Shanghai", "2026-11-22", "2026-11-21T16:00:00.000Z"],
  ["yyyy-MM-ddTHH:mm:ss", "Asia/Kolkata", "2024-02-29T00:00:00", "2024-02-28T18:30:00.000Z"],
])("%s in %s: %s is %s", (pattern, zone, text, expected) => {
  expect(instant(pattern, zone, text)).toBe(expected);
});

test.each([
  ["yyyy-MM-dd", "2026-02-29"],
  ["yyyy-MM-dd", "2026-13-01"],
  ["yyyy-MM-dd", "2026-00-10"],
  ["yyyy-MM-dd", "26-01-10"],
  ["yyyy-MM-dd", "2026-1-10"],
  ["yyyy-MM-dd", " 2026-01-10"],
  ["yyyy-MM-dd", "2026-01-10x"],
  ["yyyy-MM-dd", "0026-01-10"],
  ["yyyy.MM.dd", "2026-01-10"],
  ["yyyy-MM-dd HH:mm:ss", "2026-01-10 24:00:00"],
  ["yyyy-MM-dd HH:mm:ss", "2026-01-10 23:59:60"],
])("%s does not read %j", (pattern, text) => {
  expect(compileWhen(pattern)?.(text)).toBeNull();
});

test.each(["", "yyyy-MM", "HH:mm", "yyyy-MM-dd MM", "yyyyMMddMMdd"])(
  "%j is no pattern",
  (pattern) => {
    expect(compileWhen(pattern)).toBeNull();
  },
);

describe("summer time", () => {
  const berlin = (text: string) => instant("yyyy-MM-dd HH:mm", "Europe/Berlin", text);

  test("the hour left out has no instant", () => {
    expect(berlin("2026-03-29 01:59")).toBe("2026-03-29T00:59:00.000Z");
    expect(berlin("2026-03-29 02:00")).toBeNull();
    expect(berlin("2026-03-29 02:59")).toBeNull();
    expect(berlin("2026-03-29 03:00")).toBe("2026-03-29T01:00:00.000Z");
  });

  test("of the hour that comes twice the first is meant", () => {
    expect(berlin("2026-10-25 02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(berlin("2026-10-25 03:00")).toBe("2026-10-25T02:00:00.000Z");
  });

  test("a clock shows what the instant found says", () => {
    const zones = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        (zone, seconds) => {
          const ms = seconds * 1000;
          const wall = new Date(ms + offsetOf(zone, ms)).toISOString().slice(0, 19);
          const found = instant("yyyy-MM-ddTHH:mm:ss", zone, wall);
          // The very instant, unless the hour came twice: then the first of the two.
          expect(found).toBeTypeOf("string");
          expect(Date.parse(String(found))).toBeLessThanOrEqual(ms);
          expect(ms - Date.parse(String(found))).toBeLessThanOrEqual(86_400_000);
        },
      ),
    );
  });
});

test("days are spelled with all their digits", () => {
  const when = compileWhen("d.M.yyyy")?.("3.4.2026");
  expect(when && dayOf(when)).toBe("2026-04-03");
});

test("zones are known by their names", () => {
  expect(isZone("Asia/Shanghai")).toBe(true);
  expect(isZone("Middle/Earth")).toBe(false);
});
