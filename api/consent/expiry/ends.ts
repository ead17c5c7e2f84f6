/** When a consent is over by itself and no event says so: the one rule, for records and for timelines. */
import { takesBack } from "../../../portal/verify/as-of.ts";
import type { ConsentEvent } from "../kinds/consent.ts";
import type { Timeline } from "../standings/timeline.ts";

/** An event, by texts or by numbers: as both are ordered, so are the times. */
interface Ending<Time extends string | number> {
  readonly event: ConsentEvent;
  readonly occurredAt: Time;
  readonly validUntil: Time | null;
}

type TimeOf<E> = E extends Ending<infer Time> ? Time : never;

/**
 * The events of a consent that end by themselves, in the order in which they happened: nothing had happened by their end, and no event says that they are over. None
 * where a record is gone: it might have renewed the consent. The end may lie ahead.
 *
 * @param events oldest first, as they were recorded
 */
export function endingByThemselves<E extends Ending<string> | Ending<number>>(
  events: readonly (E | null)[],
): (E & { readonly validUntil: TimeOf<E> })[] {
  const known = events.filter((event) => event !== null);
  if (known.length < events.length) return [];
  // In the order of FORMAT §11.4; sorting keeps that of recording.
  const ordered = known.sort(
    (a, b) =>
      Number(a.occurredAt > b.occurredAt) - Number(a.occurredAt < b.occurredAt) ||
      Number(takesBack(a.event)) - Number(takesBack(b.event)),
  );
  return ordered.filter((one, i): one is E & { readonly validUntil: TimeOf<E> } => {
    if (takesBack(one.event) || one.validUntil === null) return false;
    const next = ordered[i + 1];
    // What begins at that very moment goes on: an event of the same time would take it back.
    return next === undefined || next.occurredAt > one.validUntil;
  });
}

/** Milliseconds since 1970; `null`: never, as far as it is known. It may lie ahead. */
export function firstEnd(timeline: Timeline): number | null {
  const ends = endingByThemselves(timeline).map(({ validUntil }) => validUntil);
  return ends.length === 0 ? null : Math.min(...ends);
}
