/** What a request of a person is in, worked out from the steps of its stream, in their order. Pure. */
import { parseTime } from "../../../portal/verify/time.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { Pause } from "../deadline/due.ts";
import type { Rule } from "../deadline/rules.ts";
import type { DECISIONS, RequestEvent, RequestType } from "../kinds/request.ts";
import type { Asked, Regarding } from "./handlers.ts";

/**
 * - `open`: the clock runs. `paused`: it stands.
 * - `granted`: decided, and not carried out yet. `decided`: nothing is to be carried out any more, and no answer is recorded.
 * - `answered`, `withdrawn`: closed.
 */
export const CASE_STATES = [
  "open",
  "paused",
  "granted",
  "decided",
  "answered",
  "withdrawn",
] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const isClosed = (state: CaseState): boolean =>
  state === "answered" || state === "withdrawn";

/** The fields of a step that decide, as they are recorded. */
export type StepFields = Readonly<Record<string, JsonValue>>;

/** Times are milliseconds since 1970. */
export interface Case {
  readonly requestId: string;
  readonly requestType: RequestType;
  readonly state: CaseState;
  readonly receivedAt: number;
  readonly rule: Rule;
  readonly jurisdiction: string;
  readonly language: string | null;
  /** With what an officer has put right of it before it was decided: see {@link putRight}. */
  readonly asked: Asked | null;
  /** They sent it themselves, signed in. */
  readonly isOwn: boolean;
  readonly isIdentified: boolean;
  readonly isExtended: boolean;
  /** Its answer came when its time was over. */
  readonly isLate: boolean;
  /** Those that are over. */
  readonly pauses: readonly Pause[];
  /** Since when the clock stands. */
  readonly pausedAt: number | null;
  /** As the newest step says; `null`: the clock stands, or it is closed. */
  readonly dueAt: number | null;
  readonly decision: (typeof DECISIONS)[number] | null;
  /** Of the decision, as it was recorded; `null`: there is none. */
  readonly decided: StepFields | null;
  readonly outcome: string | null;
  readonly closedAt: number | null;
  /** When the newest step happened. */
  readonly lastAt: number;
  /** Who of the firm had it in hand last; `null`: nobody yet. */
  readonly handler: string | null;
}

const time = (value: JsonValue | undefined): number | null =>
  typeof value === "string" ? parseTime(value) : null;

const given = <T>(value: JsonValue | undefined): T | null => (value ?? null) as T | null;

/** By this a decision names that something is to be carried out behind it: it is not done with the decision itself. */
export const NEEDS_CARRYING = "to-carry-out";

/** By this a note of the ledger's own says that what was granted could not be carried out: the case is open again. */
export const STOPPED = "not-carried-out";
/** The ledger by itself. */
export const LEDGER = { id: "ledger", role: "system" } as const;

const isStopped = ({ actor, regarding }: StepFields): boolean =>
  (actor as { readonly id?: string } | null)?.id === LEDGER.id &&
  (given<Regarding>(regarding) ?? []).some(({ what }) => what === STOPPED);

/** Whether a decision leaves something to be carried out, as it says itself. */
const isToCarryOut = (decided: StepFields): boolean =>
  decided.decision !== "refused" &&
  (given<Regarding>(decided.regarding) ?? []).some(({ what }) => what === NEEDS_CARRYING);

function begin(step: StepFields, at: number): Case {
  return {
    requestId: String(step.requestId),
    requestType: step.requestType as RequestType,
    state: "open",
    receivedAt: at,
    rule: step.deadline as unknown as Rule,
    jurisdiction: String(step.jurisdiction),
    language: given(step.language),
    asked: given(step.asked),
    isOwn: (step.actor as { readonly role?: string } | null)?.role === "customer",
    isIdentified: given(step.identification) !== null,
    isExtended: false,
    isLate: false,
    pauses: [],
    pausedAt: null,
    dueAt: time(step.dueAt),
    decision: null,
    decided: null,
    outcome: null,
    closedAt: null,
    lastAt: at,
    handler: null,
  };
}

const UNDECIDED = { state: "open", decision: null, decided: null, outcome: null } as const;

/** In which of them what was asked for can still be put right. */
export const UNDECIDED_STATES: readonly CaseState[] = ["open", "paused"];

/**
 * What is asked for, with an officer's note of it. What the person has sent stands as they sent it, and the note beside it; so does the key of a certificate, whoever named it first: who replaces
 * it has the certificate of somebody else's erasure.
 */
function putRight(
  { asked, isOwn, state }: Case,
  { actor, asked: noted }: StepFields,
): Asked | null {
  const said = given<Asked>(noted);
  const isOfficer = (actor as { readonly role?: string } | null)?.role === "officer";
  if (said === null || !isOfficer || !UNDECIDED_STATES.includes(state)) return asked;
  const { certificate } = asked ?? {};
  const both = isOwn ? { ...said, ...asked } : { ...asked, ...said };
  return certificate === undefined ? both : { ...both, certificate };
}

type Change = (before: Case, step: StepFields, at: number) => Partial<Case>;

const CHANGES: Readonly<Record<Exclude<RequestEvent, "received">, Change>> = {
  identified: () => ({ isIdentified: true }),
  paused: (_, __, at) => ({ state: "paused", pausedAt: at, dueAt: null }),
  resumed: ({ pauses, pausedAt }, step, at) => ({
    ...{ state: "open", pausedAt: null, dueAt: time(step.dueAt) },
    pauses: pausedAt === null ? pauses : [...pauses, { from: pausedAt, until: at }],
  }),
  extended: (_, step) => ({ isExtended: true, dueAt: time(step.dueAt) }),
  noted: (before, step) => ({
    asked: putRight(before, step),
    ...(before.state === "granted" && isStopped(step) ? UNDECIDED : {}),
  }),
  decided: (_, step) => ({
    state: isToCarryOut(step) ? "granted" : "decided",
    decision: given(step.decision),
    decided: step,
    outcome: given(step.outcome),
  }),
  reopened: () => UNDECIDED,
  "carried-out": () => ({ state: "decided" }),
  answered: ({ outcome, dueAt }, step, at) => ({
    isLate: dueAt !== null && at >= dueAt,
    ...{ state: "answered", dueAt: null, closedAt: at },
    outcome: given<string>(step.outcome) ?? outcome,
  }),
  withdrawn: (_, __, at) => ({ state: "withdrawn", dueAt: null, pausedAt: null, closedAt: at }),
};

/** Who is of the firm, and a person. */
const HANDLING: readonly unknown[] = ["officer", "staff"];

function handlerOf(before: string | null, step: StepFields): string | null {
  const actor = step.actor as { readonly id?: string; readonly role?: string } | null;
  return HANDLING.includes(actor?.role) ? (actor?.id ?? null) : before;
}

/**
 * The case behind one more step.
 *
 * @param before `null`: there is none, and the step is `received`
 * @param occurredAt RFC 3339
 */
export function nextCase(before: Case | null, step: StepFields, occurredAt: string): Case {
  const at = parseTime(occurredAt);
  if (before === null) {
    const begun = begin(step, at);
    return { ...begun, handler: handlerOf(null, step) };
  }
  const change = CHANGES[step.event as keyof typeof CHANGES](before, step, at);
  const lastAt = Math.max(before.lastAt, at);
  return { ...before, ...change, lastAt, handler: handlerOf(before.handler, step) };
}
