/** Local days of a time zone of the IANA data base, through Intl. Clocks go forward and back, at midnight too, and one place has left out a whole day. */
import type { Day } from "./days.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const numeric = "numeric";
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, calendar: "gregory", hourCycle: "h23" },
    ...{ year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  });
  formatters.set(timeZone, made);
  return made;
}

/** What the clocks there show, as if it were UTC. Whole seconds. */
function wallClock(instant: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(instant);
  const number = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(
    number("year"),
    number("month") - 1,
    number("day"),
    number("hour"),
    number("minute"),
    number("second"),
  );
}

/** What is to be added to UTC there at a moment, in milliseconds. */
const offsetAt = (instant: number, timeZone: string): number => {
  const seconds = Math.floor(instant / 1000) * 1000;
  return wallClock(seconds, timeZone) - seconds;
};

/** The day on which a moment falls there. */
export const localDay = (instant: number, timeZone: string): Day =>
  Math.floor(wallClock(instant, timeZone) / DAY_MS);

/**
 * The moment at which a day begins there, and the one before it is over with its last hour. Where clocks go back over midnight that is when it comes for the last time; where it does not
 * come, or the day is left out, the first moment behind it.
 */
export function startOfDay(day: Day, timeZone: string): number {
  const midnight = day * DAY_MS;
  const hours = Array.from({ length: 73 }, (_, hour) => midnight + (hour - 36) * HOUR_MS);
  const offsets = new Set(hours.map((instant) => offsetAt(instant, timeZone)));
  const found = [...offsets]
    .map((offset) => midnight - offset)
    .filter((instant) => wallClock(instant, timeZone) === midnight)
    // Where clocks go back to midnight, and not over it, the day has begun an hour before.
    .filter((instant) => localDay(instant - 1, timeZone) < day);
  if (found.length > 0) return Math.max(...found);
  // Clocks go forward over midnight: before the leap it is the day before, behind it this one or a later one.
  let [before, behind] = [midnight - 36 * HOUR_MS, midnight + 36 * HOUR_MS];
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2);
    if (localDay(middle, timeZone) < day) before = middle;
    else behind = middle;
  }
  return behind;
}
