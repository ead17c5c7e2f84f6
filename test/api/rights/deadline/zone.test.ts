/** Where days begin and end: with and without daylight saving, at half and quarter hours, at the date line, over midnights that do not come, and such that come twice. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDay, parseDay } from "../../../../api/rights/deadline/days.ts";
import { localDay, startOfDay } from "../../../../api/rights/deadline/zone.ts";
import { endOfDay, shown } from "./oracle.ts";

const iso = (instant: number): string => new Date(instant).toISOString();
const starts = (day: string, zone: string): string => iso(startOfDay(parseDay(day), zone));

describe("the beginning of a day", () => {
  it.each([
    ["2026-07-01", "UTC", "2026-07-01T00:00:00.000Z"],
    ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
    ["2026-12-01", "Europe/Berlin", "2026-11-30T23:00:00.000Z"],
    // The days on which clocks go forward and back.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
    ["2026-07-01", "Asia/Shanghai", "2026-06-30T16:00:00.000Z"],
    ["1988-07-01", "Asia/Shanghai", "1988-06-30T15:00:00.000Z"],
    ["2026-07-01", "Asia/Kolkata", "2026-06-30T18:30:00.000Z"],
    ["2026-07-01", "Asia/Kathmandu", "2026-06-30T18:15:00.000Z"],
    ["2026-07-01", "Pacific/Chatham", "2026-06-30T11:15:00.000Z"],
    ["2026-01-01", "Pacific/Chatham", "2025-12-31T10:15:00.000Z"],
    ["2026-01-15", "Australia/Lord_Howe", "2026-01-14T13:00:00.000Z"],
    ["2026-07-15", "Australia/Lord_Howe", "2026-07-14T13:30:00.000Z"],
    ["2026-07-01", "America/St_Johns", "2026-07-01T02:30:00.000Z"],
    ["2026-07-01", "Pacific/Kiritimati", "2026-06-30T10:00:00.000Z"],
    ["2026-07-01", "Pacific/Pago_Pago", "2026-07-01T11:00:00.000Z"],
    // No midnight: clocks went forward over it.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2023-04-28", "Africa/Cairo", "2023-04-27T22:00:00.000Z"],
    ["2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00.000Z"],
    // Two: the day before lasts until the second.
    ["2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00.000Z"],
    ["2010-11-07", "America/St_Johns", "2010-11-07T03:30:00.000Z"],
    // No such day: Samoa went over the date line.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    // The same day twice: Kwajalein the other way round has one, the Philippines none.
    ["1993-08-21", "Pacific/Kwajalein", "1993-08-21T12:00:00.000Z"],
  ])("%s in %s: %s", (day, zone, at) => {
    expect(starts(day, zone)).toBe(at);
  });

  const ZONES = [
    ...["Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/St_Johns", "Asia/Shanghai"],
    ...["America/Sao_Paulo", "Asia/Tehran", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia"],
    ...["Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "America/Havana"],
  ];
  /** Around which clocks are set somewhere. */
  const DAYS = [
    ...["2010-11-06", "2011-12-29", "2011-12-30", "2018-02-17", "2018-11-03", "2023-04-27"],
    ...["2026-02-28", "2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2028-02-29"],
  ];

  it("is where, minute by minute, no clock shows the day before any more", () => {
    for (const zone of ZONES)
      for (const day of DAYS) {
        const found = startOfDay(parseDay(day) + 1, zone);
        if (found !== endOfDay(day, zone))
          throw new Error(`${zone} ${day}: ${iso(found)}, not ${iso(endOfDay(day, zone))}`);
      }
    expect(ZONES.length * DAYS.length).toBeGreaterThan(150);
  });

  it("of any zone has the day behind it, and another one before it", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: parseDay("2012-01-01"), max: parseDay("2037-12-31") }),
        (zone, day) => {
          const start = startOfDay(day, zone);
          expect(localDay(start, zone)).toBe(day);
          expect(localDay(start - 1, zone)).toBeLessThan(day);
          expect(shown(start, zone).slice(0, 10)).toBe(formatDay(day));
        },
      ),
    );
  });
});

describe("the day of a moment", () => {
  it.each([
    ["2026-03-31T21:59:59.999Z", "Europe/Berlin", "2026-03-31"],
    ["2026-03-31T22:00:00.000Z", "Europe/Berlin", "2026-04-01"],
    ["2026-03-31T15:59:59.999Z", "Asia/Shanghai", "2026-03-31"],
    ["2026-03-31T16:00:00.000Z", "Asia/Shanghai", "2026-04-01"],
    ["2026-03-31T10:00:00.000Z", "Pacific/Kiritimati", "2026-04-01"],
    ["2026-03-31T10:59:59.999Z", "Pacific/Pago_Pago", "2026-03-30"],
  ])("%s in %s: %s", (at, zone, day) => {
    expect(formatDay(localDay(Date.parse(at), zone))).toBe(day);
  });
});
