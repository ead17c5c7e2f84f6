/** Days that are asked about. What was so on a day is what was so at its end, where the reader is. Pure. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `2026-03-05` of an address; `undefined`: it is none. */
export const asDay = (value: unknown): string | undefined =>
  typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/** The last moment of a day, as the ledger takes times; `null`: it is not over yet, so the question is about now. */
export function endOf(day: string | undefined, now: number): string | null {
  if (day === undefined) return null;
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const end = new Date(year, month - 1, date + 1).getTime() - 1;
  return end >= now ? null : new Date(end).toISOString();
}

/** The day that it is, where the reader is. */
export function today(now: number): string {
  const at = new Date(now);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
