/** When a consent is over by itself and no event says so yet: expire.ts out of a timeline. A test holds the two together. */
import type { Moment, Timeline } from "../standings/timeline.ts";

const TAKES_BACK: ReadonlySet<Moment["event"]> = new Set([
  "refused",
  "withdrawn",
  "expired",
  "invalidated",
]);
const takesBack = ({ event }: Moment): boolean => TAKES_BACK.has(event);

/** Milliseconds since 1970; `null`: never, as far as it is known. It may lie ahead. */
export function firstEnd(timeline: Timeline): number | null {
  const known = timeline.filter((moment) => moment !== null);
  if (known.length < timeline.length) return null;
  // Sorting keeps the order of recording.
  const ordered = known.sort(
    (a, b) => a.occurredAt - b.occurredAt || Number(takesBack(a)) - Number(takesBack(b)),
  );
  let first: number | null = null;
  for (const [i, moment] of ordered.entries()) {
    const { validUntil } = moment;
    if (takesBack(moment) || validUntil === null) continue;
    const next = ordered[i + 1];
    // What begins at that very moment goes on.
    if (next !== undefined && next.occurredAt <= validUntil) continue;
    first = Math.min(first ?? validUntil, validUntil);
  }
  return first;
}
