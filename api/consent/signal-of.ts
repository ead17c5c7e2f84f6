/** Which signal an event followed from: the event has only its record's number. */
import { isRefusal } from "../core/errors.ts";
import type { Ledger } from "../ledger/service.ts";
import type { ConsentRecord } from "./model.ts";

/** `gpc`; `null` where it followed from none, or its record is gone. @throws Refusal `damaged` */
export async function signalOf(
  ledger: Pick<Ledger, "record">,
  { signal }: Pick<ConsentRecord, "signal">,
): Promise<string | null> {
  if (signal === null) return null;
  try {
    const { record } = await ledger.record(signal, null);
    return record["@kind"] === "signal" ? String(record.signal) : null;
  } catch (error) {
    if (isRefusal(error, "not_found")) return null;
    throw error;
  }
}
