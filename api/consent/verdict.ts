/** Whether a person may be said to have consented, over all identifiers under which they are known: when in doubt, not. Pure. */
import { takesBack } from "../../portal/verify/as-of.ts";
import { isEnding } from "./kinds/consent.ts";
import { covers, isByConsent, isRetired, purposeAt } from "./lookup.ts";
import type { ConsentRecord, Purpose } from "./model.ts";
import { type ConsentAt, type ConsentState, consentAt, type Step } from "./transitions.ts";

/** What of an event decides here. */
export type VerdictEvent = Step & Pick<ConsentRecord, "purposeVersion">;

/**
 * - `given`: there is consent, and it covers the purpose as it is.
 * - `purpose_…`: the purpose is such that nothing rests on consent to it at that time.
 * - `unknown`: a record that could change the answer is gone.
 * - `refused`, `withdrawn`, `invalidated`: also where this was said under another of the person's identifiers, at the time of the consent or later.
 * - `not_covered`: the purpose has changed in a way that asks for renewed consent.
 * - `never_asked`, `requested`, `expired`: there is no consent, or no longer.
 * - `restricted`, `objected`: processing is restricted, or the person objects to the purpose, and has not consented to it since (restriction/stops.ts). These come before all others.
 * - `erased`: of an erased person nothing is done any more, whatever evidence is kept. This comes before those.
 */
export const REASONS = [
  "given",
  "purpose_not_in_force",
  "purpose_retired",
  "purpose_not_by_consent",
  "unknown",
  "refused",
  "withdrawn",
  "invalidated",
  "not_covered",
  "never_asked",
  "requested",
  "expired",
  "restricted",
  "objected",
  "erased",
] as const;
export type Reason = (typeof REASONS)[number];

/** Of one identifier. */
export interface Stand<E extends VerdictEvent> extends ConsentAt<E> {
  /** Whether what made the state covers the purpose as it is; true where nothing did. */
  readonly covers: boolean;
}

export interface Verdict<E extends VerdictEvent> {
  readonly allowed: boolean;
  readonly reason: Reason;
  /** In the order of the identifiers. */
  readonly stands: readonly Stand<E>[];
  /** In the order of the identifiers: the event whose consent the answer rests on, and would also without the others'; `null`: there is none of this one. */
  readonly carrying: readonly (E | null)[];
}

/**
 * @param histories of each identifier the events of this consent, oldest first; `null` where a record is gone
 * @param time RFC 3339 (FORMAT §1)
 * @param whole no record is gone that may have named another identifier of the person
 */
export function verdictOf<E extends VerdictEvent>(
  purpose: Purpose,
  histories: readonly (readonly (E | null)[])[],
  time: string,
  whole = true,
): Verdict<E> {
  const stands = histories.map((events): Stand<E> => {
    const at = consentAt({ events }, time);
    const covered = at.madeBy === null || covers(purpose, at.madeBy.purposeVersion, time);
    return { ...at, covers: covered };
  });
  const ofPeople = () => (whole ? ofPerson(stands, histories, time) : "unknown");
  const reason = ofPurpose(purpose, time) ?? ofPeople();
  const allowed = reason === "given";
  const carrying = stands.map((stand) => (allowed ? carryingOf(stand, histories, time) : null));
  return { allowed, reason, stands, carrying };
}

function ofPurpose(purpose: Purpose, time: string): Reason | null {
  const version = purposeAt(purpose, time);
  if (version === null) return "purpose_not_in_force";
  if (isRetired(purpose, time)) return "purpose_retired";
  return isByConsent(version) ? null : "purpose_not_by_consent";
}

const ENDED = {
  none: "never_asked",
  requested: "requested",
  refused: "refused",
  withdrawn: "withdrawn",
  expired: "expired",
  invalidated: "invalidated",
} as const satisfies Partial<Record<ConsentState, Reason>>;

/** Given, as the purpose is now, and not taken back under any identifier since. */
function carryingOf<E extends VerdictEvent>(
  { state, covers: covered, madeBy }: Stand<E>,
  histories: readonly (readonly (E | null)[])[],
  time: string,
): E | null {
  if (state !== "given" || !covered || madeBy === null) return null;
  return lastEnding(histories, madeBy.occurredAt, time) === null ? madeBy : null;
}

function ofPerson<E extends VerdictEvent>(
  stands: readonly Stand<E>[],
  histories: readonly (readonly (E | null)[])[],
  time: string,
): Reason {
  if (stands.some(({ state }) => state === "unknown")) return "unknown";
  const given = stands.filter(({ state }) => state === "given");
  const covering = given.filter((stand) => stand.covers);
  let ended: E | null = null;
  for (const { madeBy } of covering) {
    const against = lastEnding(histories, madeBy!.occurredAt, time);
    if (against === null) return "given";
    ended = against;
  }
  if (ended !== null) return ended.event as "refused" | "withdrawn" | "invalidated";
  if (given.length > 0) return "not_covered";
  let last: Stand<E> | null = null;
  for (const stand of stands) {
    if (stand.madeBy === null) continue;
    if (last === null || isLater(stand.madeBy, last.madeBy!)) last = stand;
  }
  return ENDED[(last?.state ?? "none") as keyof typeof ENDED];
}

/** As among the events of one identifier: of one time, what takes something back comes last (FORMAT §11.4). */
const isLater = (a: VerdictEvent, b: VerdictEvent): boolean =>
  a.occurredAt > b.occurredAt ||
  (a.occurredAt === b.occurredAt && takesBack(a.event) && !takesBack(b.event));

/** The last event of any identifier that ends a consent, from one time to another. An identifier that gave in between has one behind its own ending, and is asked by itself. */
function lastEnding<E extends VerdictEvent>(
  histories: readonly (readonly (E | null)[])[],
  from: string,
  to: string,
): E | null {
  let last: E | null = null;
  for (const event of histories.flat()) {
    if (event === null || !isEnding(event.event)) continue;
    const within = event.occurredAt >= from && event.occurredAt <= to;
    if (within && event.occurredAt >= (last?.occurredAt ?? "")) last = event;
  }
  return last;
}
