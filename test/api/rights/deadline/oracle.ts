/** The same arithmetic once more, by counting days one by one over a calendar that is written out: nothing of the source is used, and no Date. */
export interface Ymd {
  readonly y: number;
  readonly m: number;
  readonly d: number;
}

const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
export const monthLength = (y: number, m: number): number =>
  m === 2 ? (isLeap(y) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;

export function nextDay({ y, m, d }: Ymd): Ymd {
  if (d < monthLength(y, m)) return { y, m, d: d + 1 };
  return m < 12 ? { y, m: m + 1, d: 1 } : { y: y + 1, m: 1, d: 1 };
}

/** How many days after 1970-01-01, counted. */
export function dayNumber({ y, m, d }: Ymd): number {
  let days = d - 1;
  for (let year = 1970; year < y; year++) days += isLeap(year) ? 366 : 365;
  for (let month = 1; month < m; month++) days += monthLength(y, month);
  return days;
}

export function monthsLater(from: Ymd, months: number): Ymd {
  let { y, m } = from;
  for (let i = 0; i < months; i++) {
    m++;
    if (m > 12) {
      m = 1;
      y++;
    }
  }
  return { y, m, d: Math.min(from.d, monthLength(y, m)) };
}

export function daysLater(from: Ymd, days: number): Ymd {
  let at = from;
  for (let i = 0; i < days; i++) at = nextDay(at);
  return at;
}

/** 1970-01-01 was a Thursday. */
export const isWeekend = (at: Ymd): boolean => [2, 3].includes(dayNumber(at) % 7);

export const text = ({ y, m, d }: Ymd): string =>
  `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;

export function workingDay(from: Ymd, holidays: ReadonlySet<string>): Ymd {
  let at = from;
  while (isWeekend(at) || holidays.has(text(at))) at = nextDay(at);
  return at;
}

/** What the clocks of a place show, by another formatter than the source's. */
export function shown(instant: number, timeZone: string): string {
  return new Date(instant).toLocaleString("sv-SE", { timeZone });
}

/** The last moment, to the minute, at which the day or one before it is shown, and one minute: looked for minute by minute. */
export function endOfDay(day: string, timeZone: string): number {
  const formatter = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const noon = Date.parse(`${day}T12:00:00.000Z`);
  let last = Number.NaN;
  for (let at = noon - 27 * 3_600_000; at <= noon + 51 * 3_600_000; at += 60_000)
    if (formatter.format(at) <= day) last = at;
  return last + 60_000;
}
