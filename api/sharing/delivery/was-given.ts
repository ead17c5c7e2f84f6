/** Whether something of a person was ever given under an agreement: as their own records of access tell, so that a partner hears of nobody whom it does not know. */
import { isRefusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";

const PAGE = 100;

export async function wasGiven(
  { ledger }: Pick<DeliveryContext, "ledger">,
  subject: string,
  agreementId: string,
): Promise<boolean> {
  try {
    for (let cursor: string | null = null; ; ) {
      const page = await ledger.list({ subject, kind: "access", cursor, limit: PAGE });
      const isOne = page.records.some(
        ({ record }) =>
          record.agreement === agreementId &&
          record.outcome === "shown" &&
          Array.isArray(record.records) &&
          record.records.length > 0,
      );
      if (isOne) return true;
      if (page.next === null) return false;
      cursor = page.next;
    }
  } catch (error) {
    if (isRefusal(error, "not_found")) return false;
    throw error;
  }
}
