/** Which steps a request can take. Pure; the table is the rule. */
import { formatTime } from "../../core/clock.ts";
import type { Role } from "../../core/principal.ts";
import type { CaseProblem } from "../../core/rights-problems.ts";
import type { RequestEvent } from "../kinds/request.ts";
import { type Case, type CaseState, isClosed, UNDECIDED_STATES } from "./case.ts";

type Step = Exclude<RequestEvent, "received">;

/** In which states a step may come. A note may always. */
const FROM: Readonly<Record<Step, readonly CaseState[]>> = {
  identified: ["open", "paused"],
  paused: ["open"],
  resumed: ["paused"],
  extended: ["open"],
  noted: ["open", "paused", "granted", "decided", "answered", "withdrawn"],
  decided: ["open"],
  reopened: ["granted"],
  "carried-out": ["granted"],
  answered: ["decided"],
  withdrawn: ["open", "paused"],
};

/** Why a step does not come in a state that it cannot come in. */
function whyNot(step: Step, state: CaseState): CaseProblem {
  if (state === "answered" || state === "withdrawn") return "closed";
  if (step === "reopened") return state === "decided" ? "nothing_to_take_back" : "not_decided";
  if (step === "carried-out") return state === "decided" ? "already_carried_out" : "not_decided";
  if (step === "answered") return state === "granted" ? "not_carried_out" : "not_decided";
  if (state === "granted" || state === "decided")
    return step === "resumed" ? "not_paused" : "already_decided";
  return state === "paused" ? "paused" : "not_paused";
}

/** Who may take which step. What is carried out the ledger alone records. */
const MAY: Readonly<Record<Step, readonly Role[]>> = {
  identified: ["officer", "staff", "system"],
  paused: ["officer"],
  resumed: ["officer"],
  extended: ["officer"],
  noted: ["officer", "staff", "customer", "system"],
  decided: ["officer"],
  reopened: ["officer"],
  "carried-out": [],
  answered: ["officer"],
  withdrawn: ["customer", "officer", "staff", "system"],
};

/** The steps that somebody of this role can ask for at all. */
export const mayTake = (role: Role, step: Step): boolean => MAY[step].includes(role);

/** A step as it is judged. Times are milliseconds since 1970. */
export interface Judged {
  readonly event: Step;
  readonly at: number;
  /** Of `decided`. */
  readonly decision?: string | null;
  /** Of `noted`: it says anew what is asked for. */
  readonly asks?: boolean;
}

export interface Problem {
  readonly problem: CaseProblem;
  readonly params?: Readonly<Record<string, string>>;
}

/** Why the case cannot take the step; `null`: it can. */
export function problemOf(found: Case, judged: Judged): Problem | null {
  const { event, at, decision = null, asks = false } = judged;
  // What is decided is carried out as it was when it was decided.
  if (asks && !UNDECIDED_STATES.includes(found.state))
    return { problem: isClosed(found.state) ? "closed" : "already_decided" };
  if (!FROM[event].includes(found.state)) return { problem: whyNot(event, found.state) };
  if (at < found.lastAt)
    return { problem: "not_after_previous", params: { previous: formatTime(found.lastAt) } };
  if (event === "identified" && found.isIdentified) return { problem: "already_identified" };
  if (event === "extended") return extensionProblem(found, at);
  // What is late stays late: no pause hides it.
  if (event === "paused" && found.dueAt !== null && at >= found.dueAt)
    return { problem: "pause_late", params: { due: formatTime(found.dueAt) } };
  if (event === "decided" && decision !== "refused" && mustBeIdentified(found))
    return { problem: "not_identified" };
  return null;
}

/** A complaint gives nothing out. */
const mustBeIdentified = ({ isIdentified, requestType }: Case): boolean =>
  !isIdentified && requestType !== "complaint";

function extensionProblem({ isExtended, rule, dueAt }: Case, at: number): Problem | null {
  if (isExtended) return { problem: "already_extended" };
  if (rule.extension === undefined) return { problem: "not_extendable" };
  if (dueAt !== null && at >= dueAt)
    return { problem: "extension_late", params: { due: formatTime(dueAt) } };
  return null;
}
