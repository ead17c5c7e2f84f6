import { isTime } from "../../portal/verify/time.ts";
import { type Clock, formatTime } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";

/**
 * The time that a question is about: what will be so, nobody can say yet.
 *
 * @param at RFC 3339 (FORMAT §1); `null`: now
 * @throws Refusal `invalid_parameter` for what is no time, and for a time that has not come
 */
export function askedTime(clock: Clock, at: string | null): string {
  const now = formatTime(clock.now());
  if (at === null) return now;
  if (!isTime(at)) throw new Refusal("invalid_parameter", { parameter: "at" });
  if (at > now) throw new Refusal("invalid_parameter", { parameter: "at", now });
  return at;
}
