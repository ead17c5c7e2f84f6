/**
 * The verdict of verdict.ts out of the timeline of whoever is known under one identifier: with numbers for times, and what is so of the purpose worked out once for all who are asked about. A test holds the two together.
 */

import { takesBack } from "../../../portal/verify/as-of.ts";
import { parseTime } from "../../../portal/verify/time.ts";
import { isConsenting } from "../kinds/consent.ts";
import type { Purpose } from "../model.ts";
import type { Moment, Timeline } from "../standings/timeline.ts";
import { type Reason, verdictOf } from "../verdict.ts";

/** A purpose at a time. */
export interface PurposeFacts {
  /** Why nothing rests on consent to it, whatever people said; `null`: it does. */
  readonly reason: Reason | null;
  /** The least version of which a consent covers it. */
  readonly coveredFrom: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** @param time RFC 3339 (FORMAT §1) */
export function factsOf(purpose: Purpose, time: string): PurposeFacts {
  // Of nobody: then only the purpose speaks.
  const { reason } = verdictOf(purpose, [], time);
  const material = purpose.versions.filter((one) => one.material && one.inForceFrom <= time);
  return {
    reason: reason === "never_asked" ? null : reason,
    coveredFrom: Math.max(
      purpose.lostUpTo + 1,
      ...material.map(({ purposeVersion }) => purposeVersion),
    ),
    time: parseTime(time),
  };
}

/** What the newest event that counts at a time made; `null`: none does. */
export function madeAt(timeline: Timeline, time: number): Moment | null {
  let made: Moment | null = null;
  for (const moment of timeline) {
    if (moment === null || moment.occurredAt > time) continue;
    const isLater =
      made === null ||
      moment.occurredAt > made.occurredAt ||
      (moment.occurredAt === made.occurredAt &&
        (takesBack(moment.event) || !takesBack(made.event)));
    if (isLater) made = moment;
  }
  return made;
}

/** @param timeline of the one identifier that the person is known under: of several, the records are read */
export function reasonOf({ reason, coveredFrom, time }: PurposeFacts, timeline: Timeline): Reason {
  if (reason !== null) return reason;
  if (timeline.includes(null)) return "unknown";
  const made = madeAt(timeline, time);
  if (made === null) return "never_asked";
  const { event, validUntil, purposeVersion } = made;
  if (!takesBack(event) && validUntil !== null && validUntil <= time) return "expired";
  if (isConsenting(event)) return purposeVersion < coveredFrom ? "not_covered" : "given";
  return event;
}
