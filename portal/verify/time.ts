/** Times: RFC 3339 in UTC with milliseconds, `2026-11-22T09:30:00.000Z`, in one spelling only. */
import { FormatError } from "./errors.ts";

const SHAPE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** Milliseconds since 1970. */
export function parseTime(text: string): number {
  const ms = SHAPE.test(text) ? Date.parse(text) : Number.NaN;
  // Writing it again refuses what Date.parse bends: hour 24, and 30 February where it is lenient.
  if (!(ms >= FIRST && ms <= LAST) || new Date(ms).toISOString() !== text) {
    throw new FormatError("bad_time");
  }
  return ms;
}

export function isTime(text: string): boolean {
  try {
    parseTime(text);
    return true;
  } catch {
    return false;
  }
}

export function formatTime(ms: number): string {
  if (!Number.isInteger(ms) || ms < FIRST || ms > LAST) throw new FormatError("bad_time");
  return new Date(ms).toISOString();
}
