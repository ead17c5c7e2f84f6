/** Days of a calendar, as somebody chooses them, and the times between which something was recorded. */

/** `2026-11-27`, in the place where the browser is. */
export type Day = string;

const two = (value: number): string => String(value).padStart(2, "0");
export const dayOf = (date: Date): Day =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** Midnight at its beginning; `null`: no day. */
function beginningOf(day: Day, add = 0): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) return null;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  return new Date(year, month - 1, date + add);
}

export interface Span {
  readonly from: string;
  /** Exclusive. */
  readonly until: string;
}

/** What is told to the server of two days, both of them within; `within`: what somebody was given, which no day of theirs reaches beyond. */
export function spanOf(first: Day, last: Day, within: Span | null): Span | "missing" | "order" {
  const [from, until] = [beginningOf(first), beginningOf(last, 1)];
  if (from === null || until === null) return "missing";
  if (from >= until) return "order";
  const low = Math.max(from.getTime(), within === null ? 0 : Date.parse(within.from));
  const high = Math.min(
    until.getTime(),
    within === null ? Number.POSITIVE_INFINITY : Date.parse(within.until),
  );
  if (low >= high) return "order";
  return { from: new Date(low).toISOString(), until: new Date(high).toISOString() };
}

/** The last day of which something lies before that time. */
export const lastDayOf = (until: string): Day => dayOf(new Date(Date.parse(until) - 1));
