/** What became of a choice, told from its record alone. */
import type { Ledger } from "../../ledger/service.ts";
import type { ConsentEvent } from "../kinds/consent.ts";

export interface Recorded {
  /** `@id` of its record. */
  readonly id: string;
  readonly event: ConsentEvent;
  /** What stood on the button. */
  readonly wording: string;
  /** RFC 3339. */
  readonly recordedAt: string;
  /** The signed promise to anchor it (FORMAT §8). */
  readonly receipt: string;
  /** Path of the receipt that people read. */
  readonly document: string;
}

/** @throws Refusal `damaged` */
export async function recordedOf(
  ledger: Pick<Ledger, "receipt">,
  record: Readonly<Record<string, unknown>>,
): Promise<Recorded> {
  const id = String(record["@id"]);
  return {
    id,
    event: record.event as ConsentEvent,
    wording: String(record.choice),
    recordedAt: String(record["@recordedAt"]),
    receipt: await ledger.receipt(id, null),
    document: `/v1/consents/${id}/receipt`,
  };
}
