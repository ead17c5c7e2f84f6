/** What a person would be asked now: the version of the purpose, and the notice that tells of it. */
import { isByConsent, isRetired, noticeAt, purposeAt } from "../lookup.ts";
import type { NoticeVersion, PurposeVersion } from "../model.ts";
import { refuse, unknownPurpose } from "../refusals.ts";
import type { Consents } from "../service.ts";

export interface InForce {
  readonly purpose: PurposeVersion;
  readonly notice: NoticeVersion;
}

/** @throws Refusal `consent_refused` */
export async function inForce(
  { registry }: Pick<Consents, "registry">,
  purposeId: string,
  time: string,
): Promise<InForce> {
  const purpose = await registry.purpose(purposeId);
  if (purpose === null) throw await unknownPurpose(registry);
  if (isRetired(purpose, time)) throw refuse("purpose_retired");
  const version = purposeAt(purpose, time);
  if (version === null) throw refuse("purpose_not_in_force");
  if (!isByConsent(version)) throw refuse("purpose_not_by_consent");
  const notice = await registry.notice(version.noticeId);
  if (notice === null) throw refuse("unknown_notice");
  const shown = noticeAt(notice, time);
  if (shown === null) throw refuse("notice_not_in_force");
  return { purpose: version, notice: shown };
}
