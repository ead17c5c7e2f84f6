/**
 * That people were erased: the declaration in the log names nobody, so whose erasure it is the journal tells (`PushContext.erased`). Whoever was ever given something of them hears of it, also where their
 * consent had ended before (GDPR 19); then what was given is forgotten, in the same step.
 */
import type { GivenRow, NewMessage, Step } from "../../store/partner-store.ts";
import type { PushContext } from "./context.ts";
import { endedMessage } from "./decide.ts";
import { type MessageCause, messageOf } from "./message.ts";
import type { AtMoment } from "./moment.ts";

/** Kinds of the domain above this one. */
export const ERASURE = "erasure";
export const ERASURE_OUTCOME = "erasure-outcome";

type Declared = Readonly<Record<string, unknown>>;

export async function peopleErased(
  { store, erased }: PushContext,
  { record, cause }: { readonly record: Declared | null; readonly cause: MessageCause },
): Promise<Step> {
  const subjects = record === null ? [] : await erased(String(record.erasureId));
  if (subjects.length === 0) return {};
  const agreements = new Map((await store.agreements()).map((row) => [row.agreement, row]));
  const given = await store.givenOf(subjects);
  const message = (row: GivenRow): NewMessage => {
    const agreement = agreements.get(row.agreement);
    if (agreement !== undefined) return endedMessage(agreement, row, "erased", cause);
    const { organization, agreement: id, purpose, subject, version } = row;
    return messageOf({
      ...{ type: "person.erased", organization, agreement: id, purpose, subject, version, cause },
      ...{ reason: "erased", deleteBy: cause.time, acknowledgeBy: cause.time },
    });
  };
  return { messages: given.map(message), erased: subjects };
}

/**
 * The moments of who walks along the log again: of whom the consents are erased, nobody knows any more how they stood, but that something was given under them. How that ended says the declaration,
 * which lies ahead.
 */
export function withErased(at: AtMoment, { ledger }: Pick<PushContext, "ledger">): AtMoment {
  return {
    ...at,
    async standingOf(subject, purposeId) {
      const closed = (await ledger.closed([subject])).get(subject);
      if (closed?.has("consent")) return { reason: "given", isHeld: false, changesAt: null };
      return at.standingOf(subject, purposeId);
    },
  };
}
