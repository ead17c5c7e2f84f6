/** Calendar days as numbers: how many days after 1970-01-01, in the proleptic Gregorian calendar. Pure; no time zone is known here. */

export type Day = number;

const DAY_MS = 86_400_000;

/** @param month 1–12; a day beyond the month's end becomes its last one */
function dayOf(year: number, month: number, date: number): Day {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Date.UTC(year, month - 1, Math.min(date, length)) / DAY_MS;
}

/** `YYYY-MM-DD`, of a day that exists. */
export const parseDay = (text: string): Day => Date.parse(text) / DAY_MS;

export const formatDay = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The same date so many months later; where that month has no such date, its last day (Regulation 1182/71, article 3(2)(c)). */
export function addMonths(day: Day, months: number): Day {
  const at = new Date(day * DAY_MS);
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth() + months;
  return dayOf(Math.floor(month / 12), (month % 12) + 1, at.getUTCDate());
}

/** Saturday or Sunday. */
export const isWeekend = (day: Day): boolean => {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  return weekday === 0 || weekday === 6;
};
