/** What became of a token's one choice, told from the record alone. */
import type { Ledger } from "../../ledger/service.ts";
import type { ConsentEvent } from "../kinds/consent.ts";
import { choiceKey, type EmbedContext } from "./context.ts";
import type { Grant } from "./token.ts";

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
  /** Path of the receipt that people read, for the firm's own server: it takes the token of `/v1`. */
  readonly document: string;
}

/** `null`: nothing was chosen yet. @throws Refusal `damaged` */
export async function recordedBefore(
  { ledger }: Pick<EmbedContext, "ledger">,
  grant: Grant,
): Promise<Recorded | null> {
  const record = await ledger.madeBefore(choiceKey(grant));
  return record === null ? null : recordedOf(ledger, record);
}

async function recordedOf(
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
