/**
 * What a restriction of processing, or an objection, stops. Pure.
 *
 * - A restriction (GDPR 18, PIPL 44) stops every purpose; an objection (GDPR 21, PIPL 44) stops its own.
 * - Both do so under all identifiers of the person, from the moment on at which they were recorded until they are lifted or ended.
 * - What the person consents to later than that is processed with their consent (GDPR 18(2)), and goes on. At the same moment, the stop wins.
 * - If a record is gone that may say that there is a stop, nobody knows.
 */
import type { RestrictionTimeline } from "../standings/restriction.ts";
import type { Reason } from "../verdict.ts";

export type StopReason = "restricted" | "objected";

/** Of one person and one purpose. Times in milliseconds since 1970: since when; `null`: there is none. */
export interface Stops {
  readonly restricted: number | null;
  readonly objected: number | null;
  /** A record is gone that could say otherwise. */
  readonly unknown: boolean;
}

/** Everything that was ever recorded counts: of a question about now. A clock that was set back hides nothing. */
export const ALWAYS = Number.POSITIVE_INFINITY;

/**
 * @param timelines of each identifier of the person
 * @param time milliseconds since 1970, or {@link ALWAYS}
 */
export function stopsOf(
  timelines: readonly RestrictionTimeline[],
  purposeId: string,
  time: number,
): Stops {
  let [restricted, objected, unknown] = [null as number | null, null as number | null, false];
  for (const timeline of timelines) {
    let [own, against] = [null as number | null, null as number | null];
    for (const moment of timeline) {
      if (moment === null) unknown = true;
      if (moment === null || moment.occurredAt > time) continue;
      const { event, occurredAt } = moment;
      if (event === "restricted") own = occurredAt;
      else if (event === "lifted") own = null;
      else if (moment.purposeId === purposeId) against = event === "objected" ? occurredAt : null;
    }
    restricted = later(restricted, own);
    objected = later(objected, against);
  }
  return { restricted, objected, unknown };
}

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Whether a consent of this time (milliseconds since 1970) was given after everything that stops. */
export const isBehind = ({ restricted, objected, unknown }: Stops, consentedAt: number): boolean =>
  !unknown &&
  (restricted === null || consentedAt > restricted) &&
  (objected === null || consentedAt > objected);

/** What is told where something may stop it. */
export interface Stopped {
  readonly reason: Reason;
  /** What would be told if nothing were restricted: whether what others were given may be kept. */
  readonly apart: Reason;
}

/**
 * @param reason as the purpose and what the person chose have it
 * @param consentedAt when the latest consent that the reason `given` rests on was given; milliseconds since 1970
 */
export function stoppedBy(reason: Reason, consentedAt: number | null, stops: Stops): Stopped {
  if (stops.unknown) return { reason: "unknown", apart: "unknown" };
  const passes = (since: number | null): boolean =>
    since === null || (reason === "given" && consentedAt !== null && consentedAt > since);
  const apart = passes(stops.objected) ? reason : "objected";
  return { reason: passes(stops.restricted) ? apart : "restricted", apart };
}
