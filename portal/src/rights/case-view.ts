/** What the steps of a request say, as people read it. Pure. */
import type { Request } from "./queries.ts";
import { DECISIONS, HOW, METHODS, oneOf } from "./terms.ts";

export type Step = Request["steps"][number];
type Decision = (typeof DECISIONS)[number];
export type StepWord =
  | Exclude<Step["event"], "decided">
  | `decided_${Decision}`
  | "not-carried-out";

const EVENTS = [
  "received",
  "identified",
  "paused",
  "resumed",
  "extended",
  "noted",
  "reopened",
  "carried-out",
  "answered",
  "withdrawn",
] as const satisfies readonly StepWord[];

/** What is to be done behind a grant has ended, and it was not done: `regarding` says so, and the note why. */
const isFailed = (regarding: unknown): boolean =>
  Array.isArray(regarding) && regarding.some((one) => one?.what === "failed");

/** The word for a step, of the catalogue: `step_…`; `null`: there is none. */
export function stepWord(
  event: unknown,
  decision: unknown,
  regarding: unknown = null,
): StepWord | null {
  if (event === "carried-out" && isFailed(regarding)) return "not-carried-out";
  if (event !== "decided") return oneOf(EVENTS, event);
  const known = oneOf(DECISIONS, decision);
  return known === null ? null : `decided_${known}`;
}

const ROLES = ["customer", "officer", "staff", "system"] as const;

export interface StepView {
  readonly key: string;
  /** Of the catalogue: `step_…`. */
  readonly word: StepWord;
  readonly at: string;
  readonly by: (typeof ROLES)[number] | "other";
  /** What somebody has written with it, in their words. */
  readonly texts: readonly string[];
  /** From this step on; `null`: it has moved nothing. */
  readonly dueAt: string | null;
  readonly method: (typeof METHODS)[number] | null;
  readonly how: (typeof HOW)[number] | null;
  /** Path of the evidence that it is in the ledger. */
  readonly evidence: string;
}

/** At these the day moves. */
const MOVES: readonly Step["event"][] = ["resumed", "extended"];

export function stepView(step: Step): StepView {
  const { id, index, event, occurredAt, actor, details, reason, summary, note, decision } = step;
  return {
    key: String(index),
    word: stepWord(event, decision, step.regarding) ?? "noted",
    at: occurredAt,
    by: oneOf(ROLES, actor.role) ?? "other",
    texts: [details, reason, summary, note].flatMap((one) => one ?? []),
    dueAt: MOVES.includes(event) ? (step.dueAt ?? null) : null,
    method: event === "identified" ? oneOf(METHODS, step.identification?.method) : null,
    how: oneOf(HOW, step.answer?.how),
    evidence: `/v1/records/${id}/evidence`,
  };
}

export interface Pause {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** `null`: it is not over. */
  readonly until: number | null;
}

/** What all steps together say, beyond what the ledger says of the request. */
export interface CaseView {
  /** What the person says. */
  readonly details: string | null;
  readonly channel: string | null;
  readonly method: (typeof METHODS)[number] | null;
  readonly decided: Step | null;
  readonly answered: Step | null;
  readonly pauses: readonly Pause[];
}

export function caseView(steps: readonly Step[]): CaseView {
  const last = (event: Step["event"]) => steps.findLast((step) => step.event === event) ?? null;
  const identified = steps.findLast(({ identification }) => identification != null);
  return {
    details: steps[0]?.details ?? null,
    channel: steps[0]?.channel ?? null,
    method: oneOf(METHODS, identified?.identification?.method),
    decided: last("decided"),
    answered: last("answered"),
    pauses: pausesOf(steps),
  };
}

function pausesOf(steps: readonly Step[]): Pause[] {
  const pauses: Pause[] = [];
  for (const { event, occurredAt } of steps) {
    const at = Date.parse(occurredAt);
    const open = pauses.at(-1);
    if (event === "paused") pauses.push({ from: at, until: null });
    else if (open?.until === null && (event === "resumed" || event === "withdrawn"))
      pauses.splice(-1, 1, { ...open, until: at });
  }
  return pauses;
}

/** `P1M`: one month. `null`: nothing that is understood. */
export function lengthOf(
  period: string,
): { readonly n: number; readonly unit: "months" | "days" } | null {
  const [, n, unit] = /^P(\d+)([MD])$/.exec(period) ?? [];
  if (n === undefined) return null;
  return { n: Number(n), unit: unit === "M" ? "months" : "days" };
}
