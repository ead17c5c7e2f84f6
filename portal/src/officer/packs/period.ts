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
  const [low, high] = [from.toISOString(), until.toISOString()];
  if (within === null) return { from: low, until: high };
  const span = {
    from: low < within.from ? within.from : low,
    until: high > within.until ? within.until : high,
  };
  return span.from < span.until ? span : "order";
}

/** The last day of which something lies before that time. */
export const lastDayOf = (until: string): Day => dayOf(new Date(Date.parse(until) - 1));
