/** A verdict on consents, under what restricts processing. Pure. */
import { parseTime } from "../../../portal/verify/time.ts";
import type { Reason, Verdict, VerdictEvent } from "../verdict.ts";
import { isBehind, type Stops, stoppedBy } from "./stops.ts";

export interface RestrainedVerdict<E extends VerdictEvent> extends Verdict<E> {
  /** What the reason would be if processing were not restricted … */
  readonly apart: Reason;
  /** … and which events it would rest on. */
  readonly kept: readonly (E | null)[];
}

export function restrained<E extends VerdictEvent>(
  verdict: Verdict<E>,
  stops: Stops,
): RestrainedVerdict<E> {
  const times = verdict.carrying.map((one) => (one === null ? null : parseTime(one.occurredAt)));
  const latest = times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
  const { reason, apart } = stoppedBy(verdict.reason, latest, stops);
  const allowed = reason === "given";
  const behind = (given: boolean, those: Stops): (E | null)[] =>
    verdict.carrying.map((one, i) =>
      given && one !== null && isBehind(those, times[i]!) ? one : null,
    );
  const kept = behind(apart === "given", { ...stops, restricted: null });
  return { ...verdict, allowed, reason, apart, carrying: behind(allowed, stops), kept };
}
