/** Whether something has changed since that no record of any person tells: then all of them are looked at again. */
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";
import type { TermsInForce } from "./in-force.ts";

export interface Since {
  readonly since: number;
  /** The use's own, and those that consents are to. */
  readonly purposes: readonly string[];
  readonly now: TermsInForce;
  readonly agreementId: string;
}

/** What steps there are since that other terms may follow from, also where they were in force before they were recorded; or for whom they are. */
const OF_AGREEMENT: readonly string[] = ["activated", "expired", "terminated", "tied"];

/** Another version of the terms is in force, or of a purpose. */
export async function changedSince(
  { ledger, clock, consents: { registry }, inForce, agreements }: DeliveryContext,
  { since, purposes, now, agreementId }: Since,
): Promise<boolean> {
  if (since === 0) return true;
  const at = formatTime(clock.now());
  const then = formatTime((await ledger.entryAt(since - 1)).recordedAt);
  const before = await inForce(agreementId, then);
  if (before instanceof Refusal || before.version !== now.version) return true;
  const { steps = [] } = (await agreements()).get(agreementId) ?? {};
  if (steps.some(({ event, index }) => index >= since && OF_AGREEMENT.includes(event))) return true;
  const isMeanwhile = (time: string | null) => time !== null && time > then && time <= at;
  for (const purposeId of purposes) {
    const purpose = await registry.purpose(purposeId);
    if (purpose === null || purpose.lostUpTo > 0) return true;
    const begun = purpose.versions.map(({ inForceFrom }) => inForceFrom);
    if ([...begun, purpose.retiredFrom].some(isMeanwhile)) return true;
  }
  // What was stated later may have been so before.
  for (let cursor: string | null = `i${since - 1}`; cursor !== null; ) {
    const page = await ledger.list({ subject: ledger.firm, kind: "purpose", cursor, limit: 100 });
    if (page.records.some(({ record }) => purposes.includes(String(record.purposeId)))) return true;
    cursor = page.next;
  }
  return false;
}
