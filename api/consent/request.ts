/** One event of a consent as it is asked for, and what can be said of it without knowing anything else. */
import { type Clock, formatTime } from "../core/clock.ts";
import { isRefusal } from "../core/errors.ts";
import type { Draft } from "../ledger/draft.ts";
import { type Asked, type Input, parseInput, withFields } from "./input.ts";
import { type ConsentEvent, consent, isEnding } from "./kinds/consent.ts";
import type { ConsentRecord } from "./model.ts";
import { type Found, refusalOf } from "./refusals.ts";
import { offered, requestProblems } from "./request-problems.ts";

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
  const all = { ...input, ...filled };
  const now = formatTime(clock.now());
  const said = input["@occurredAt"];
  const occurredAt = typeof said === "string" && said < now ? said : now;
  const found = requestProblems(all, occurredAt, imported !== null);
  const asked = parsed(() => parseInput(consent, all, clock, { imported }), found);
  if (found.length > 0) throw refusalOf(found);
  return { ...asked, draft: lighter(asked.draft), namesVersion };
}

/** With what is wrong with it also what was found beside. */
function parsed<T>(parse: () => T, found: readonly Found[]): T {
  try {
    return parse();
  } catch (error) {
    if (isRefusal(error, "invalid_record")) throw refusalOf(found, offered(error.details.problems));
    if (isRefusal(error, "consent_refused"))
      throw refusalOf([{ field: "@occurredAt", refusal: error }, ...found]);
    throw error;
  }
}

/** What ends a consent has no end of its own: that it names one keeps nobody from it. */
function lighter(draft: Draft): Draft {
  const { event, validUntil } = fieldsOf({ draft });
  return isEnding(event) && validUntil !== null ? withFields(draft, { validUntil: null }) : draft;
}
