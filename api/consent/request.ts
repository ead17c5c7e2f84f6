/** One event of a consent as it is asked for, and what can be said of it without knowing anything else. */
import type { Clock } from "../core/clock.ts";
import { type ConsentProblem, Refusal } from "../core/errors.ts";
import type { Draft } from "../ledger/draft.ts";
import { type Asked, type Input, invalid, parseInput, withFields } from "./input.ts";
import { type ConsentEvent, consent, isConsenting, isEnding } from "./kinds/consent.ts";
import type { ConsentRecord } from "./model.ts";

/** Of a draft that says nothing of `purposeVersion` it is 1 until the ledger has filled it in. */
export interface ConsentRequest extends Asked {
  /** The request itself says which version of the purpose. */
  readonly namesVersion: boolean;
}

/** Who acts where nobody is named: so that a withdrawal needs no more than whose it is and of what. */
const ACTOR: Readonly<Partial<Record<ConsentEvent, { readonly role: string }>>> = {
  requested: { role: "controller" },
  refused: { role: "subject" },
  withdrawn: { role: "subject" },
};

/** The body's fields, as their kind has checked them. */
export type ConsentFields = Pick<
  ConsentRecord,
  | "actor"
  | "channel"
  | "choice"
  | "consentType"
  | "event"
  | "evidence"
  | "externalNumber"
  | "imported"
  | "language"
  | "noticeHash"
  | "noticeId"
  | "noticeVersion"
  | "purposeId"
  | "purposeVersion"
  | "regarding"
  | "signal"
  | "validUntil"
>;

export const fieldsOf = ({ draft }: Pick<Asked, "draft">): ConsentFields =>
  draft.body as unknown as ConsentFields;

export const refuse = (problem: ConsentProblem): Refusal =>
  new Refusal("consent_refused", { problem });

/** A document of another system, understood by its reader (forms/). */
export type Imported = NonNullable<ConsentRecord["imported"]>;

/**
 * @param imported what it was taken from. Who sends an event cannot say so: such events are asked for less
 * @throws Refusal `invalid_record`, `consent_refused`
 */
export function parseConsent(
  input: Input,
  clock: Clock,
  imported: Imported | null = null,
): ConsentRequest {
  const namesVersion = input.purposeVersion !== undefined && input.purposeVersion !== null;
  const actor = ACTOR[input.event as ConsentEvent];
  const filled = {
    ...(input.actor === undefined && actor !== undefined ? { actor } : {}),
    ...(namesVersion ? {} : { purposeVersion: 1 }),
  };
  const asked = parseInput(consent, { ...input, ...filled }, clock, { imported });
  const request = { ...asked, draft: lighter(asked.draft), namesVersion };
  assertActor(fieldsOf(request));
  assertShown(fieldsOf(request));
  assertEvidence(fieldsOf(request));
  assertEnd(fieldsOf(request), request.draft.occurredAt);
  return request;
}

/** What ends a consent has no end of its own: that it names one keeps nobody from it. */
function lighter(draft: Draft): Draft {
  const { event, validUntil } = fieldsOf({ draft });
  return isEnding(event) && validUntil !== null ? withFields(draft, { validUntil: null }) : draft;
}

function assertActor({ actor, event }: ConsentFields): void {
  if (event === "expired" || actor.role === "system") throw refuse("system_only");
  if ((actor.reference ?? "").trim() === "") {
    if (actor.role === "guardian") throw refuse("guardian_without_reference");
    if (actor.role === "agent") throw refuse("agent_without_reference");
  }
  if (actor.role === "controller" && isConsenting(event)) throw refuse("not_for_another");
}

/** A consent is to what was shown. What is taken from another system's document has that instead. */
function assertShown(fields: ConsentFields): void {
  const {
    channel,
    choice,
    consentType,
    event,
    imported,
    language,
    noticeHash,
    noticeId,
    noticeVersion,
  } = fields;
  const must = isConsenting(event) && imported === null;
  if (must && choice === null) throw refuse("missing_choice");
  if (must && channel === null) throw invalid("channel", "missing");
  if (must && consentType === null) throw invalid("consentType", "missing");
  const named = noticeId !== null || noticeVersion !== null || noticeHash !== null;
  const whole = noticeId !== null && noticeVersion !== null && language !== null;
  // Of what ends a consent a notice that is not told in full is left out (fill.ts).
  if ((must || (named && !isEnding(event))) && !whole) throw refuse("missing_notice");
}

/** What shows that it was done can be found, or checked. */
function assertEvidence({ evidence }: ConsentFields): void {
  for (const [i, { reference, hash }] of (evidence ?? []).entries()) {
    if (hash === undefined && (reference ?? "").trim() === "")
      throw invalid(`evidence[${i}].reference`, "missing");
  }
}

function assertEnd({ event, validUntil }: ConsentFields, occurredAt: string): void {
  if (validUntil === null) return;
  if (!isConsenting(event)) throw invalid("validUntil", "surplus");
  if (validUntil <= occurredAt) throw refuse("valid_until_past");
}
