/** Times and days as files write them, by a pattern of the tokens yyyy MM M dd d HH H mm ss and anything in between. */
import { formatTime } from "../../api/core/clock.ts";
import { offsetOf } from "./zone.ts";

export interface When {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const TOKENS: Readonly<Record<string, { readonly part: keyof When; readonly digits: string }>> = {
  yyyy: { part: "year", digits: "\\d{4}" },
  MM: { part: "month", digits: "\\d{2}" },
  M: { part: "month", digits: "\\d{1,2}" },
  dd: { part: "day", digits: "\\d{2}" },
  d: { part: "day", digits: "\\d{1,2}" },
  HH: { part: "hour", digits: "\\d{2}" },
  H: { part: "hour", digits: "\\d{1,2}" },
  mm: { part: "minute", digits: "\\d{2}" },
  ss: { part: "second", digits: "\\d{2}" },
};

const TOKEN = /yyyy|MM|M|dd|d|HH|H|mm|ss/g;

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

export type ReadWhen = (text: string) => When | null;

/** A reader of texts of that pattern; `null` if the pattern has no year, month and day, or has a part twice. */
export function compileWhen(pattern: string): ReadWhen | null {
  const parts: (keyof When)[] = [];
  let source = "";
  let at = 0;
  for (const match of pattern.matchAll(TOKEN)) {
    const token = TOKENS[match[0]]!;
    source += `${literally(pattern.slice(at, match.index))}(${token.digits})`;
    parts.push(token.part);
    at = match.index + match[0].length;
  }
  source += literally(pattern.slice(at));
  const complete = (["year", "month", "day"] as const).every((part) => parts.includes(part));
  if (!complete || new Set(parts).size !== parts.length) return null;
  const shape = new RegExp(`^${source}$`);
  return (text) => {
    const match = shape.exec(text);
    if (match === null) return null;
    const when = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    parts.forEach((part, i) => {
      when[part] = Number(match[i + 1]);
    });
    return exists(when) ? when : null;
  };
}

/** The same wall clock time read as UTC. */
const asUtc = (w: When): number => Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second);

function exists(w: When): boolean {
  if (w.year < 1000) return false;
  const iso = formatTime(asUtc(w));
  return iso === `${dayOf(w)}T${two(w.hour)}:${two(w.minute)}:${two(w.second)}.000Z`;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `YYYY-MM-DD`. */
export const dayOf = (w: When): string => `${w.year}-${two(w.month)}-${two(w.day)}`;

/**
 * The instant, in the one spelling of the formats, that a clock in that zone showed so; `null` for the hour that summer time
 * leaves out. In the hour that comes twice, the first is meant.
 */
export function instantOf(w: When, zone: string): string | null {
  const wall = asUtc(w);
  if (zone === "UTC") return formatTime(wall);
  const candidates = [offsetOf(zone, wall - DAY), offsetOf(zone, wall + DAY)].map((o) => wall - o);
  const right = candidates.filter((instant) => instant + offsetOf(zone, instant) === wall);
  return right.length === 0 ? null : formatTime(Math.min(...right));
}

const DAY = 86_400_000;
