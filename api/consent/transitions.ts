/**
 * What a consent is in at a time, and which steps it can take from there. The state is that of FORMAT §11.4, told in the words of the events: so an event that is entered late is
 * judged by what was so when it happened, and of what happened at once the withdrawal counts.
 */
import { stateAt } from "../../portal/verify/as-of.ts";
import { type ConsentProblem, Refusal } from "../core/errors.ts";
import { type ConsentEvent, isConsenting } from "./kinds/consent.ts";
import type { ConsentRecord } from "./model.ts";

/** `given`: in force, be it given or renewed. `none`: nothing had occurred. `unknown`: a record that could change the answer is gone. */
export const CONSENT_STATES = [
  "none",
  "requested",
  "given",
  "refused",
  "withdrawn",
  "expired",
  "invalidated",
  "unknown",
] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** What of an event decides. */
export type Step = Pick<ConsentRecord, "event" | "occurredAt" | "validUntil">;

export interface ConsentAt<E extends Step = ConsentRecord> {
  readonly state: ConsentState;
  /** The event that made it. */
  readonly madeBy: E | null;
  /** When it ended or ends, as far as it is known. */
  readonly endsAt: string | null;
}

const STATE_OF: Readonly<Record<ConsentEvent, ConsentState>> = {
  requested: "requested",
  given: "given",
  renewed: "given",
  refused: "refused",
  withdrawn: "withdrawn",
  expired: "expired",
  invalidated: "invalidated",
};

/**
 * @param events oldest first; `null` where the record is gone
 * @param time RFC 3339 (FORMAT §1)
 */
export function consentAt<E extends Step>(
  { events }: { readonly events: readonly (E | null)[] },
  time: string,
): ConsentAt<E> {
  const told = events.map((event, i) => ({
    seq: i + 1,
    index: i,
    occurredAt: event?.occurredAt,
    recordedAt: undefined,
    event: event?.event,
    validUntil: event === null ? undefined : event.validUntil,
  }));
  const { kind, madeBy, endsAt } = stateAt({ kind: "consent", time, events: told });
  const made = madeBy === null ? null : (events[madeBy - 1] ?? null);
  if (kind === "made" && made !== null)
    return { state: STATE_OF[made.event], madeBy: made, endsAt };
  const state = kind === "expired" || kind === "none" ? kind : "unknown";
  return { state, madeBy: made, endsAt };
}

type Steps = Readonly<Partial<Record<ConsentEvent, ConsentProblem>>>;

/**
 * What refuses a step; what is not named may be taken. A *no* is taken as often as it is said: what was given before it may be entered behind it. That a consent is over by itself the ledger
 * alone records.
 */
const REFUSED: Readonly<Record<ConsentState, Steps>> = {
  none: { renewed: "nothing_to_renew", invalidated: "not_in_force" },
  requested: { renewed: "nothing_to_renew", invalidated: "not_in_force" },
  given: { requested: "already_given", given: "already_given", refused: "withdraw_instead" },
  refused: { renewed: "nothing_to_renew", invalidated: "not_in_force" },
  withdrawn: { renewed: "nothing_to_renew", invalidated: "not_in_force" },
  expired: { invalidated: "not_in_force" },
  invalidated: { renewed: "nothing_to_renew", invalidated: "not_in_force" },
  // Where the ledger no longer knows, it must keep nobody from choosing.
  unknown: {},
};

/** What else decides whether a step may be taken. */
export interface StepFacts {
  /** What is in force covers the purpose as it is now: where it does not, people are asked again, and may refuse. */
  readonly covers: boolean;
  /** By then it may once have been given, under whichever of the person's identifiers: so there is something to withdraw. */
  readonly everGiven: boolean;
  /** What is asked for has been asked already: under the same version of the purpose, and with the same notice. */
  readonly sameRequest: boolean;
}

/** @throws Refusal `consent_refused` */
export function assertStep(state: ConsentState, event: ConsentEvent, facts: StepFacts): void {
  const asked =
    state === "given" && !facts.covers && (event === "requested" || event === "refused");
  const problem = asked ? undefined : problemOf(state, event, facts);
  if (problem !== undefined) throw new Refusal("consent_refused", { problem, state });
}

function problemOf(
  state: ConsentState,
  event: ConsentEvent,
  { everGiven, sameRequest }: StepFacts,
): ConsentProblem | undefined {
  if (event === "requested" && state === "requested" && sameRequest) return "already_requested";
  const known = state === "given" || state === "unknown" || everGiven;
  return event === "withdrawn" && !known ? "never_given" : REFUSED[state][event];
}

/** By a time it was given, or a record is gone that may say so. */
export function wasGiven(
  { events }: { readonly events: readonly (Step | null)[] },
  time: string,
): boolean {
  return events.some(
    (event) => event === null || (isConsenting(event.event) && event.occurredAt <= time),
  );
}
