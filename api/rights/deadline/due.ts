/**
 * When an answer is due. Pure.
 *
 * The last day is the day of receipt (by the controller's clocks) and the period, with the extension, if there is one, counted from the same day: one month and two are three, wherever
 * months end. So many days as the clock stood are added: from the day of a pause to that on which it went on. If the rule carries ends on, the last day becomes the next working
 * day. What is answered is the moment at which that day is over.
 */
import { addMonths, type Day, isWeekend } from "./days.ts";
import type { Rule } from "./rules.ts";
import { localDay, startOfDay } from "./zone.ts";

/** Milliseconds since 1970. */
export interface Pause {
  readonly from: number;
  readonly until: number;
}

export interface Clocked {
  readonly receivedAt: number;
  /** Those that are over; none lies within another. */
  readonly pauses: readonly Pause[];
  readonly isExtended: boolean;
}

/** `YYYY-MM-DD` of days that are no working days. */
export type Holidays = ReadonlySet<Day>;

/** `P1M`, `P15D`. */
function added(day: Day, period: string): Day {
  const count = Number(period.slice(1, -1));
  return period.endsWith("M") ? addMonths(day, count) : day + count;
}

/** Months together, so that an end that was cut to a short month does not cut the next. */
function periodEnd(from: Day, { period, extension }: Rule, isExtended: boolean): Day {
  if (!isExtended || extension === undefined) return added(from, period);
  if (period.endsWith("M") && extension.endsWith("M"))
    return addMonths(from, Number(period.slice(1, -1)) + Number(extension.slice(1, -1)));
  return added(added(from, period), extension);
}

function carriedOn(day: Day, holidays: Holidays): Day {
  let on = day;
  while (isWeekend(on) || holidays.has(on)) on++;
  return on;
}

/** How many days are added for a pause. */
export const pausedDays = ({ from, until }: Pause, timeZone: string): number =>
  Math.max(0, localDay(until, timeZone) - localDay(from, timeZone));

/** The last day on which the answer is in time. */
export function lastDay(rule: Rule, clocked: Clocked, holidays: Holidays): Day {
  const { timeZone } = rule;
  const from = localDay(clocked.receivedAt, timeZone);
  const stood = clocked.pauses.reduce((days, pause) => days + pausedDays(pause, timeZone), 0);
  const end = periodEnd(from, rule, clocked.isExtended) + stood;
  return rule.nextWorkingDay ? carriedOn(end, holidays) : end;
}

/** The first moment at which it is too late. */
export const dueAt = (rule: Rule, clocked: Clocked, holidays: Holidays): number =>
  startOfDay(lastDay(rule, clocked, holidays) + 1, rule.timeZone);
