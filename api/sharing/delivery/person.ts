/** Which records a page looks at where one person is asked about. */
import { streamOf } from "../../consent/history.ts";
import { MERGE_STREAM } from "../../consent/identifiers.ts";
import { RESTRICTION_STREAM } from "../../consent/restriction/read.ts";
import { Refusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";
import type { Walk } from "./cursor.ts";
import { unreadable } from "./unreadable.ts";
import type { Found } from "./walk.ts";

export interface AboutPerson {
  readonly subject: string;
  readonly walk: Walk;
  readonly kinds: readonly string[];
  readonly consents: readonly string[];
  readonly limit: number;
}

/** Those of one identifier, ascending. @throws Refusal `not_found` (`subject`) */
export async function lookAtPerson(
  context: DeliveryContext,
  { subject, walk, kinds, consents, limit }: AboutPerson,
): Promise<Found> {
  const { ledger } = context;
  const isPerson = !(await ledger.firms()).includes(subject);
  if (!isPerson || !(await ledger.knownSubjects([subject])).has(subject))
    throw new Refusal("not_found", { what: "subject" });
  const { since, sub, until } = walk;
  const isFirst = sub < 0;
  let after = sub;
  // Of who has consented since, or is known by other identifiers, all is given, as where everybody is looked at.
  if (isFirst && since !== null && !(await hasMoved(context, subject, consents, since)))
    after = since - 1;
  const rows = await ledger.placesOf({ subject, kinds, after, limit: limit + 1 });
  const sealed = rows.filter(({ index }) => index < until);
  const places = sealed.slice(0, limit);
  const last = places.at(-1);
  return {
    places,
    moved: isFirst && since !== null ? [subject] : [],
    next: sealed.length > limit && last ? { at: walk.at, sub: last.index } : null,
  };
}

/** Whether a consent, a joining or a restriction of any identifier of the person was recorded since. */
async function hasMoved(
  { ledger, consents }: DeliveryContext,
  subject: string,
  purposes: readonly string[],
  since: number,
): Promise<boolean> {
  const streams = [MERGE_STREAM, RESTRICTION_STREAM, ...purposes.map(streamOf)];
  try {
    for (const one of await consents.identifiersOf(subject))
      for (const stream of streams) {
        const { events } = await ledger.events(one, stream);
        if ((events.at(-1)?.index ?? -1) >= since) return true;
      }
    return false;
  } catch (error) {
    // Of whom something cannot be read, something may have moved.
    unreadable(error);
    return true;
  }
}
