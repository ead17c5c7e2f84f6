/** Time zones by the tables of the JavaScript engine. */

const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, number>();
const QUARTER_HOUR = 900_000;

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      era: "short",
    });
    formats.set(zone, format);
  }
  return format;
}

function ask(zone: string, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. Zones change at full quarters of an hour. */
export function offsetOf(zone: string, instant: number): number {
  const quarter = Math.floor(instant / QUARTER_HOUR);
  const key = `${zone} ${quarter}`;
  let offset = known.get(key);
  if (offset === undefined) {
    offset = ask(zone, quarter * QUARTER_HOUR);
    if (known.size >= 50_000) known.clear();
    known.set(key, offset);
  }
  return offset;
}
