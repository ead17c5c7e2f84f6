/** What a withdrawal, an invalidation or an end ended: such an event names no text and no wording of its own. Pure. */
import { isConsenting } from "./kinds/consent.ts";
import type { ConsentRecord } from "./model.ts";

type Events = readonly (ConsentRecord | null)[];

/**
 * The consent that an event says it is about, or the last that was there before it, be it under another of the person's identifiers; `null` where there is none, or the event ends nothing.
 *
 * @param own all events under the event's own identifier
 * @param others those under the person's other ones
 */
export function endedBy(
  event: Pick<ConsentRecord, "event" | "occurredAt" | "regarding">,
  own: Events,
  others: readonly Events[] = [],
): ConsentRecord | null {
  if (event.event !== "withdrawn" && event.event !== "invalidated" && event.event !== "expired")
    return null;
  const consents = (events: Events): ConsentRecord[] =>
    events.filter(
      (one): one is ConsentRecord =>
        one !== null && isConsenting(one.event) && one.occurredAt <= event.occurredAt,
    );
  const named = [own, ...others].flatMap(consents).find(({ id }) => id === event.regarding);
  return named ?? lastOf(consents(own)) ?? lastOf(others.flatMap(consents));
}

/** Of what happened at once, what was recorded last. */
function lastOf(consents: readonly ConsentRecord[]): ConsentRecord | null {
  let last: ConsentRecord | null = null;
  for (const one of consents) if (one.occurredAt >= (last?.occurredAt ?? "")) last = one;
  return last;
}
