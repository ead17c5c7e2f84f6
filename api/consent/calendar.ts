/** Durations of ISO 8601, as a purpose names them (kinds/shapes.ts), on the calendar of UTC. */
import { formatTime, parseTime } from "../../portal/verify/time.ts";

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;
const DAY_MS = 86_400_000;

/**
 * The same time of day, so much later. Years and months first: where the month has no such day, its last one counts (31 January and a month: 28 February);
 * then weeks and days, of 24 hours.
 *
 * @param time RFC 3339 (FORMAT §1)
 * @returns `null` where it lies beyond the year 9999
 */
export function later(time: string, duration: string): string | null {
  const match = DURATION.exec(duration);
  if (match === null) throw new Error("not a duration");
  const [years, months, weeks, days] = match.slice(1).map((count) => Number(count ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const from = new Date(parseTime(time));
  const month = from.getUTCMonth() + months + 12 * years;
  const to = new Date(from);
  to.setUTCFullYear(from.getUTCFullYear(), month, 1);
  const length = new Date(Date.UTC(2000, 0, 1));
  length.setUTCFullYear(from.getUTCFullYear(), month + 1, 0);
  to.setUTCDate(Math.min(from.getUTCDate(), length.getUTCDate()));
  const end = to.getTime() + (7 * weeks + days) * DAY_MS;
  return end > Date.parse("9999-12-31T23:59:59.999Z") ? null : formatTime(end);
}
