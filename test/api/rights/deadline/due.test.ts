import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDay, parseDay } from "../../../../api/rights/deadline/days.ts";
import {
  type Clocked,
  dueAt,
  lastDay,
  type Pause,
  pausedDays,
} from "../../../../api/rights/deadline/due.ts";
import type { Rule } from "../../../../api/rights/deadline/rules.ts";
import { localDay } from "../../../../api/rights/deadline/zone.ts";
import * as oracle from "./oracle.ts";

const DAY_MS = 86_400_000;
const NONE: ReadonlySet<number> = new Set();
const GDPR: Rule = {
  ...{ period: "P1M", extension: "P2M", nextWorkingDay: true },
  ...{ timeZone: "Europe/Berlin", source: "GDPR 12(3)" },
};
const PIPL: Rule = {
  ...{ period: "P15D", nextWorkingDay: false, timeZone: "Asia/Shanghai", source: "PIPL 50" },
};
const plain = (rule: Rule): Rule => ({ ...rule, nextWorkingDay: false });
const clocked = (at: string, change: Partial<Clocked> = {}): Clocked => ({
  ...{ receivedAt: Date.parse(at), pauses: [], isExtended: false },
  ...change,
});
const pause = (from: string, until: string): Pause => ({
  from: Date.parse(from),
  until: Date.parse(until),
});
const last = (rule: Rule, of: Clocked, holidays = NONE): string =>
  formatDay(lastDay(rule, of, holidays));
const due = (rule: Rule, of: Clocked): string => new Date(dueAt(rule, of, NONE)).toISOString();

describe("the last day", () => {
  it.each([
    // The example of the EDPB's guidelines 01/2022 on the right of access.
    ["2026-03-05T09:00:00.000Z", "2026-04-07", "5 April is a Sunday, 6 April Easter Monday"],
    ["2026-01-30T09:00:00.000Z", "2026-03-02", "28 February is a Saturday"],
    ["2028-01-31T09:00:00.000Z", "2028-02-29", "a Tuesday of a leap year"],
    ["2026-07-15T09:00:00.000Z", "2026-08-17", "15 August is a Saturday"],
    ["2026-07-20T09:00:00.000Z", "2026-08-20", "a Thursday"],
    // Berlin's clocks show the next day already.
    ["2026-06-30T22:30:00.000Z", "2026-08-03", "received on 1 July; 1 August is a Saturday"],
    ["2026-06-30T21:30:00.000Z", "2026-07-30", "received on 30 June"],
  ])("of what was received at %s: %s (%s)", (at, day) => {
    const easter = new Set([parseDay("2026-04-03"), parseDay("2026-04-06")]);
    expect(last(GDPR, clocked(at), easter)).toBe(day);
  });

  it("is the fifteenth day behind the receipt, whatever day that is", () => {
    expect(last(PIPL, clocked("2026-02-20T03:00:00.000Z"))).toBe("2026-03-07");
    // In Shanghai it is the 21st.
    expect(last(PIPL, clocked("2026-02-20T16:00:00.000Z"))).toBe("2026-03-08");
    expect(last(PIPL, clocked("2028-02-20T03:00:00.000Z"))).toBe("2028-03-06");
  });

  it("is over when that day is, by the clocks of the place", () => {
    expect(due(GDPR, clocked("2026-02-20T09:00:00.000Z"))).toBe("2026-03-20T23:00:00.000Z");
    // Daylight saving has begun meanwhile: an hour earlier by UTC.
    expect(due(GDPR, clocked("2026-03-20T09:00:00.000Z"))).toBe("2026-04-20T22:00:00.000Z");
    expect(due(PIPL, clocked("2026-02-20T03:00:00.000Z"))).toBe("2026-03-07T16:00:00.000Z");
    const kolkata = { ...PIPL, timeZone: "Asia/Kolkata" };
    expect(due(kolkata, clocked("2026-02-20T03:00:00.000Z"))).toBe("2026-03-07T18:30:00.000Z");
  });

  it("is counted from receipt in one, where the time is extended: a short month cuts nothing off the next", () => {
    const extended = clocked("2026-11-30T09:00:00.000Z", { isExtended: true });
    expect(last(plain(GDPR), extended)).toBe("2027-02-28");
    expect(last(plain(GDPR), clocked("2026-01-31T09:00:00.000Z"))).toBe("2026-02-28");
    const january = clocked("2026-01-31T09:00:00.000Z", { isExtended: true });
    expect(last(plain(GDPR), january)).toBe("2026-04-30");
  });

  it("is moved by a pause by the days from the one to the other, across the end of a month and of February", () => {
    const at = "2028-01-31T09:00:00.000Z";
    const over = pause("2028-02-27T22:30:00.000Z", "2028-03-02T10:00:00.000Z");
    expect(pausedDays(over, "Europe/Berlin")).toBe(4);
    expect(last(plain(GDPR), clocked(at, { pauses: [over] }))).toBe("2028-03-04");
    // Within a day the clock has not stood for any.
    const short = pause("2028-02-10T08:00:00.000Z", "2028-02-10T18:00:00.000Z");
    expect(last(plain(GDPR), clocked(at, { pauses: [short] }))).toBe("2028-02-29");
  });

  it("is the same whether the extension came before the pause or behind it", () => {
    const pauses = [pause("2026-02-10T08:00:00.000Z", "2026-02-20T08:00:00.000Z")];
    const both = clocked("2026-01-31T09:00:00.000Z", { pauses, isExtended: true });
    expect(last(plain(GDPR), both)).toBe("2026-05-10");
  });

  it("is carried on once, behind all else", () => {
    const pauses = [pause("2026-02-10T08:00:00.000Z", "2026-02-11T08:00:00.000Z")];
    // 28 February 2026 is a Saturday: with a day more a Sunday, and so the same Monday.
    expect(last(GDPR, clocked("2026-01-30T09:00:00.000Z", { pauses }))).toBe("2026-03-02");
    expect(last(GDPR, clocked("2026-01-30T09:00:00.000Z"))).toBe("2026-03-02");
  });

  it("knows no extension where the rule has none", () => {
    expect(last(PIPL, clocked("2026-02-20T03:00:00.000Z", { isExtended: true }))).toBe(
      "2026-03-07",
    );
  });
});

const ymd = (text: string): oracle.Ymd => {
  const [y = 0, m = 0, d = 0] = text.split("-").map(Number);
  return { y, m, d };
};

describe("every day of receipt", () => {
  it("has the last day that counting by hand finds, under each rule, with holidays, extended and paused", () => {
    const holidays = ["2027-01-01", "2027-03-26", "2027-03-29", "2028-01-03", "2028-02-29"];
    const numbers = new Set(holidays.map(parseDay));
    const words = new Set(holidays);
    let tried = 0;
    for (let at = ymd("2026-12-01"); at.y < 2029; at = oracle.nextDay(at))
      for (const period of [1, 2])
        for (const isExtended of [false, true])
          for (const stood of [0, 1, 30]) {
            const receivedAt = Date.parse(`${oracle.text(at)}T12:00:00.000Z`);
            const from = receivedAt + 3 * DAY_MS;
            const pauses = [{ from, until: from + stood * DAY_MS }];
            const rule = { ...GDPR, period: `P${period}M`, timeZone: "UTC" };
            const months = period + (isExtended ? 2 : 0);
            const end = oracle.daysLater(oracle.monthsLater(at, months), stood);
            const wanted = oracle.text(oracle.workingDay(end, words));
            const found = last(rule, { receivedAt, pauses, isExtended }, numbers);
            if (found !== wanted) throw new Error(`${oracle.text(at)}: ${found}, not ${wanted}`);
            tried++;
          }
    expect(tried).toBeGreaterThan(9_000);
  });
});

const zone = fc.constantFrom(
  ...["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kathmandu"],
  ...["America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"],
);
const rules = fc.record({
  period: fc.constantFrom("P1M", "P2M", "P15D", "P30D", "P45D"),
  extension: fc.constantFrom("P2M", "P45D", "P1M"),
  nextWorkingDay: fc.boolean(),
  timeZone: zone,
  source: fc.constant("stated"),
});
const instant = fc.integer({
  min: Date.parse("2012-01-01T00:00:00.000Z"),
  max: Date.parse("2036-12-31T00:00:00.000Z"),
});
const lengths = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 20 * DAY_MS }), fc.integer({ min: 0, max: 60 * DAY_MS })),
  { maxLength: 4 },
);
/** One after the other from a moment on, and never one in another. */
function pausesFrom(at: number, all: readonly (readonly [number, number])[]): Pause[] {
  let now = at;
  return all.map(([gap, length]) => {
    const from = now + gap;
    now = from + length;
    return { from, until: now };
  });
}

describe("whatever comes", () => {
  it("what is received later is never due earlier", () => {
    fc.assert(
      fc.property(
        rules,
        instant,
        fc.nat(90 * DAY_MS),
        fc.boolean(),
        (rule, at, more, isExtended) => {
          const first = dueAt(rule, { receivedAt: at, pauses: [], isExtended }, NONE);
          const second = dueAt(rule, { receivedAt: at + more, pauses: [], isExtended }, NONE);
          expect(second).toBeGreaterThanOrEqual(first);
        },
      ),
    );
  });

  it("pauses move the last day by exactly their days, before it is carried on; in any order, and whether extended or not", () => {
    fc.assert(
      fc.property(rules, instant, lengths, fc.boolean(), (rule, at, all, isExtended) => {
        const pauses = pausesFrom(at, all);
        const without = lastDay(plain(rule), { receivedAt: at, pauses: [], isExtended }, NONE);
        const stood = pauses.reduce(
          (days, { from, until }) =>
            days + localDay(until, rule.timeZone) - localDay(from, rule.timeZone),
          0,
        );
        const found = lastDay(plain(rule), { receivedAt: at, pauses, isExtended }, NONE);
        expect(found).toBe(without + stood);
        const turned = { receivedAt: at, pauses: pauses.toReversed(), isExtended };
        expect(lastDay(plain(rule), turned, NONE)).toBe(found);
      }),
    );
  });

  it("an extension and a pause never make it earlier, and carrying on never by more than a long weekend", () => {
    fc.assert(
      fc.property(rules, instant, lengths, (rule, receivedAt, all) => {
        const pauses = pausesFrom(receivedAt, all);
        const short = lastDay(rule, { receivedAt, pauses: [], isExtended: false }, NONE);
        const paused = lastDay(rule, { receivedAt, pauses, isExtended: false }, NONE);
        const long = lastDay(rule, { receivedAt, pauses, isExtended: true }, NONE);
        expect(paused).toBeGreaterThanOrEqual(short);
        expect(long).toBeGreaterThan(paused);
        const end = lastDay(plain(rule), { receivedAt, pauses, isExtended: true }, NONE);
        expect(long - end).toBeGreaterThanOrEqual(0);
        expect(long - end).toBeLessThanOrEqual(2);
      }),
    );
  });

  it("it is due when the last day is over, and not before", () => {
    fc.assert(
      fc.property(rules, instant, fc.boolean(), (rule, receivedAt, isExtended) => {
        const of = { receivedAt, pauses: [], isExtended };
        const end = dueAt(rule, of, NONE);
        expect(localDay(end - 1, rule.timeZone)).toBe(lastDay(rule, of, NONE));
        expect(localDay(end, rule.timeZone)).toBeGreaterThan(lastDay(rule, of, NONE));
      }),
    );
  });
});
