/**
 * The verdict of verdict.ts out of timelines: with numbers for times, and what is so of the purpose worked out once for all who are asked about. A test holds the two together.
 */
import { parseTime } from "../../../portal/verify/time.ts";
import type { Purpose } from "../model.ts";
import type { Moment, Timeline, TimelineEvent } from "../standings/timeline.ts";
import type { ConsentState } from "../transitions.ts";
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

/** With these a consent ends by somebody's doing. */
const isEnding = ({ event }: Moment): boolean =>
  event === "refused" || event === "withdrawn" || event === "invalidated";
/** Of what occurs at once these come last (FORMAT §11.4), and they have no end of their own. */
const takesBack = (moment: Moment): boolean => moment.event === "expired" || isEnding(moment);

interface Stand {
  readonly state: ConsentState;
  readonly madeBy: Moment | null;
}

const STATE_OF: Readonly<Record<TimelineEvent, ConsentState>> = {
  requested: "requested",
  given: "given",
  renewed: "given",
  refused: "refused",
  withdrawn: "withdrawn",
  expired: "expired",
  invalidated: "invalidated",
};
const UNKNOWN: Stand = { state: "unknown", madeBy: null };
const NONE: Stand = { state: "none", madeBy: null };

function standAt(timeline: Timeline, time: number): Stand {
  let made: Moment | null = null;
  for (const moment of timeline) {
    if (moment === null) return UNKNOWN;
    if (moment.occurredAt > time) continue;
    const isLater =
      made === null ||
      moment.occurredAt > made.occurredAt ||
      (moment.occurredAt === made.occurredAt && (takesBack(moment) || !takesBack(made)));
    if (isLater) made = moment;
  }
  if (made === null) return NONE;
  const isOver = !takesBack(made) && made.validUntil !== null && made.validUntil <= time;
  return { state: isOver ? "expired" : STATE_OF[made.event], madeBy: made };
}

/** @param timelines of each identifier of the person */
export function reasonOf(facts: PurposeFacts, timelines: readonly Timeline[]): Reason {
  if (facts.reason !== null) return facts.reason;
  const { time, coveredFrom } = facts;
  const stands = timelines.map((timeline) => standAt(timeline, time));
  if (stands.some(({ state }) => state === "unknown")) return "unknown";
  const given = stands.filter(({ state }) => state === "given");
  let ended: Moment | null = null;
  for (const { madeBy } of given) {
    if (madeBy!.purposeVersion < coveredFrom) continue;
    const against = lastEnding(timelines, madeBy!.occurredAt, time);
    if (against === null) return "given";
    ended = against;
  }
  if (ended !== null) return ended.event as Reason;
  return given.length > 0 ? "not_covered" : reasonWithout(stands);
}

/** The last event of any identifier that ends a consent, from one time to another. */
function lastEnding(timelines: readonly Timeline[], from: number, to: number): Moment | null {
  let last: Moment | null = null;
  for (const timeline of timelines) {
    for (const moment of timeline) {
      if (moment === null || !isEnding(moment)) continue;
      const { occurredAt } = moment;
      if (occurredAt < from || occurredAt > to) continue;
      if (last === null || occurredAt >= last.occurredAt) last = moment;
    }
  }
  return last;
}

function reasonWithout(stands: readonly Stand[]): Reason {
  let last: Stand | null = null;
  for (const stand of stands) {
    if (stand.madeBy === null) continue;
    if (last === null || stand.madeBy.occurredAt > last.madeBy!.occurredAt) last = stand;
  }
  return last === null ? "never_asked" : (last.state as Reason);
}
