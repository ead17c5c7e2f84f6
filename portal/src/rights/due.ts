/** By which day an answer is due, by the clocks of the rule that it is reckoned by. Pure. */

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of a moment. @param timeZone of the IANA data base; `undefined`: the device's */
export function dayIn(at: number | string, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone, year: "numeric", month: "2-digit", day: "2-digit" },
  }).formatToParts(new Date(at));
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}`;
}

/** The last day on which an answer is in time. @param dueAt the first moment that is too late */
export const lastDay = (dueAt: string, timeZone: string | undefined): string =>
  dayIn(new Date(dueAt).getTime() - 1, timeZone);

/** Days until the last one: 0 is today, less than that is late. */
export function daysLeft(dueAt: string, timeZone: string | undefined, now: number): number {
  const last = Date.parse(lastDay(dueAt, timeZone));
  return Math.round((last - Date.parse(dayIn(now, timeZone))) / DAY_MS);
}

/** How pressing it is. */
export type Pressing = "late" | "soon" | "calm";

/** So few days are soon. */
const SOON_DAYS = 7;

export const pressing = (left: number): Pressing =>
  left < 0 ? "late" : left <= SOON_DAYS ? "soon" : "calm";

/** Where a moment lies between two others: 0 to 100. */
export function share(at: number, from: number, to: number): number {
  if (to <= from) return 100;
  return Math.min(100, Math.max(0, (100 * (at - from)) / (to - from)));
}
