/** What can be said against an event of a consent without knowing anything else than what was sent. All of it is found, so that nobody has to send it again for each. */
import { isTime } from "../../portal/verify/time.ts";
import type { ToldProblem } from "../core/errors.ts";
import { MOST_PROBLEMS } from "../ledger/kinds/problems.ts";
import { type Input, invalid } from "./input.ts";
import {
  CONSENT_EVENTS,
  type ConsentEvent,
  isConsenting,
  isEnding,
  TAKEN_EVENTS,
  takenActor,
} from "./kinds/consent.ts";
import { type Found, refuse } from "./refusals.ts";

const found = (field: string, refusal: Found["refusal"]): Found => ({ field, refusal });
const missing = (field: string): Found => found(field, invalid(field, "missing"));
const given = (value: unknown): boolean => value !== undefined && value !== null;
const isBlank = (value: unknown): boolean =>
  !given(value) || (typeof value === "string" && value.trim() === "");

const fieldsIn = (value: unknown): Input =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Input) : {};

/**
 * @param input as it came, or as its kind has checked it: what has a wrong form is the kind's to tell
 * @param occurredAt when it occurred, as far as is known
 * @param isImported it was taken from another system's document, which stands for what was shown
 */
export function requestProblems(input: Input, occurredAt: string, isImported: boolean): Found[] {
  const event = CONSENT_EVENTS.find((one) => one === input.event);
  if (event === undefined) return [];
  return [
    ...actorProblems(event, fieldsIn(input.actor)),
    ...shownProblems(event, input, isImported),
    ...evidenceProblems(input.evidence),
    ...endProblems(event, input.validUntil, occurredAt),
  ];
}

function actorProblems(event: ConsentEvent, { role, reference }: Input): Found[] {
  if (event === "expired") return [found("event", refuse("system_only"))];
  if (role === "system") return [found("actor.role", refuse("system_only"))];
  const by = "actor.reference";
  if (role === "guardian" && isBlank(reference))
    return [found(by, refuse("guardian_without_reference"))];
  if (role === "agent" && isBlank(reference)) return [found(by, refuse("agent_without_reference"))];
  if (role === "controller" && isConsenting(event))
    return [found("actor.role", refuse("not_for_another"))];
  return [];
}

/** A consent is to what was shown. What is taken from another system's document has that instead. */
function shownProblems(event: ConsentEvent, input: Input, isImported: boolean): Found[] {
  const { channel, choice, consentType, language, noticeHash, noticeId, noticeVersion } = input;
  const must = isConsenting(event) && !isImported;
  const named = given(noticeId) || given(noticeVersion) || given(noticeHash);
  const whole = given(noticeId) && given(noticeVersion) && given(language);
  // Of what ends a consent a notice that is not told in full is left out (fill.ts).
  const shown = (must || (named && !isEnding(event))) && !whole;
  const lacking = given(noticeId) ? (given(noticeVersion) ? "language" : "noticeVersion") : null;
  return [
    ...(must && !given(choice) ? [found("choice", refuse("missing_choice"))] : []),
    ...(must && !given(channel) ? [missing("channel")] : []),
    ...(must && !given(consentType) ? [missing("consentType")] : []),
    ...(shown ? [found(lacking ?? "noticeId", refuse("missing_notice"))] : []),
  ];
}

/** What shows that it was done can be found, or checked. */
function evidenceProblems(evidence: unknown): Found[] {
  if (!Array.isArray(evidence)) return [];
  return evidence.slice(0, MOST_PROBLEMS).flatMap((one: unknown, i) => {
    const { reference, hash } = fieldsIn(one);
    return !given(hash) && isBlank(reference) ? [missing(`evidence[${i}].reference`)] : [];
  });
}

function endProblems(event: ConsentEvent, validUntil: unknown, occurredAt: string): Found[] {
  // What ends a consent has no end of its own: that it names one keeps nobody from it (request.ts).
  if (!given(validUntil) || isEnding(event)) return [];
  if (!isConsenting(event)) return [found("validUntil", invalid("validUntil", "surplus"))];
  const isPast =
    typeof validUntil === "string" &&
    isTime(validUntil) &&
    isTime(occurredAt) &&
    validUntil <= occurredAt;
  return isPast ? [found("validUntil", refuse("valid_until_past"))] : [];
}

/** The problems of fields as whoever sends it must read them: what the ledger alone may say is not offered. */
export function offered(problems: readonly ToldProblem[]): ToldProblem[] {
  const allowed: Readonly<Record<string, string>> = {
    event: TAKEN_EVENTS.join(", "),
    "actor.role": takenActor.shape.role.options.join(", "),
  };
  return problems.map((problem) => {
    const words = problem.code === "not_in_list" ? allowed[problem.field] : undefined;
    return words === undefined ? problem : { ...problem, params: { allowed: words } };
  });
}
