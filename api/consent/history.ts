/** The stream of one consent, as the domain reads it. */
import { isRefusal } from "../core/errors.ts";
import type { Ledger } from "../ledger/service.ts";
import { consentRecordOf } from "./from-records.ts";
import type { ConsentHistory } from "./model.ts";

export const streamOf = (purposeId: string): string => `consent/${purposeId}`;

/** @throws Refusal `not_found` (`subject`), `invalid_parameter`, `damaged`, `stream_too_long` */
export async function historyOf(
  { ledger }: { readonly ledger: Pick<Ledger, "events"> },
  subject: string,
  purposeId: string,
): Promise<ConsentHistory> {
  const { head, events } = await ledger.events(subject, streamOf(purposeId));
  return {
    ...{ subject, purposeId, head },
    events: events.map(({ record, ...place }) => record && consentRecordOf(record, place)),
  };
}

/** The same; `null` where it is too long to be read (`stream_too_long`). */
export async function historyIfShort(
  context: { readonly ledger: Pick<Ledger, "events"> },
  subject: string,
  purposeId: string,
): Promise<ConsentHistory | null> {
  try {
    return await historyOf(context, subject, purposeId);
  } catch (error) {
    if (isRefusal(error, "stream_too_long")) return null;
    throw error;
  }
}
