/** Whether something has changed since that no record of any person tells: then all of them are looked at again. */
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";
import type { TermsInForce } from "./in-force.ts";

export interface Since {
  readonly since: number;
  readonly consents: readonly string[];
  readonly now: TermsInForce;
  readonly agreementId: string;
}

/** Another version of the terms is in force, or of a purpose that consents are to. */
export async function changedSince(
  { ledger, clock, consents: { registry }, inForce }: DeliveryContext,
  { since, consents, now, agreementId }: Since,
): Promise<boolean> {
  if (since === 0) return true;
  const at = formatTime(clock.now());
  const then = formatTime((await ledger.entryAt(since - 1)).recordedAt);
  const before = await inForce(agreementId, then);
  if (before instanceof Refusal || before.version !== now.version) return true;
  const isMeanwhile = (time: string | null) => time !== null && time > then && time <= at;
  for (const purposeId of consents) {
    const purpose = await registry.purpose(purposeId);
    if (purpose === null || purpose.lostUpTo > 0) return true;
    const begun = purpose.versions.map(({ inForceFrom }) => inForceFrom);
    if ([...begun, purpose.retiredFrom].some(isMeanwhile)) return true;
  }
  // What was stated later may have been so before.
  for (let cursor: string | null = `i${since - 1}`; cursor !== null; ) {
    const page = await ledger.list({ subject: ledger.firm, kind: "purpose", cursor, limit: 100 });
    if (page.records.some(({ record }) => consents.includes(String(record.purposeId)))) return true;
    cursor = page.next;
  }
  return false;
}
