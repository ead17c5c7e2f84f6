/** Whether what an event rests on was there when it happened. A firm may state what was in force before it had a ledger; then the ledger shows that it said so, and not that it was so. */
import type { ConsentRecord, Recorded } from "./model.ts";
import type { OwnRegistry } from "./registry.ts";

type Rests = Pick<
  ConsentRecord,
  "occurredAt" | "purposeId" | "purposeVersion" | "noticeId" | "noticeVersion"
>;

/** Of the purpose, the notice and the controller that an event rests on one was recorded only after it happened, or is gone. */
export async function isStatedAfter(registry: OwnRegistry, event: Rests): Promise<boolean> {
  const { occurredAt, noticeId, noticeVersion, purposeId, purposeVersion } = event;
  const purpose = await registry.purpose(purposeId);
  const controller = await registry.controllerAt(occurredAt);
  const stated: (Recorded | undefined)[] = [
    purpose?.versions.find((one) => one.purposeVersion === purposeVersion),
    controller ?? undefined,
  ];
  if (noticeId !== null) {
    const notice = await registry.notice(noticeId);
    stated.push(notice?.versions.find((one) => one.noticeVersion === noticeVersion));
  }
  return stated.some((one) => one === undefined || one.recordedAt > occurredAt);
}
