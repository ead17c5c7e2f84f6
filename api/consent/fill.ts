/** What an event of a consent rests on, the purpose and the notice, as they were when it happened; and the fields that follow from it. */
import type { Draft } from "../ledger/draft.ts";
import { later } from "./calendar.ts";
import { withFields } from "./input.ts";
import { isByConsent, isRetired, noticeAt, purposeAt } from "./lookup.ts";
import type { Purpose, PurposeVersion } from "./model.ts";
import type { OwnRegistry } from "./registry.ts";
import {
  type ConsentFields,
  type ConsentRequest,
  fieldsOf,
  isConsenting,
  isEnding,
  refuse,
} from "./request.ts";

export interface Filled {
  readonly draft: Draft;
  readonly purpose: Purpose;
}

/** @throws Refusal `consent_refused`, `damaged` */
export async function fill(registry: OwnRegistry, request: ConsentRequest): Promise<Filled> {
  const fields = fieldsOf(request);
  const { occurredAt } = request.draft;
  const purpose = await registry.purpose(fields.purposeId);
  if (purpose === null) throw refuse("unknown_purpose");
  const version = isEnding(fields.event)
    ? endedVersion(purpose, request, occurredAt)
    : askedVersion(purpose, request, occurredAt);
  if (!isEnding(fields.event) && (await registry.controllers()).length === 0)
    throw refuse("no_controller");
  return {
    purpose,
    draft: withFields(request.draft, {
      noticeHash: await shownHash(registry, fields, occurredAt),
      purposeVersion: version.purposeVersion,
      validUntil: endOf(fields, version, occurredAt),
    }),
  };
}

/** Who does not want it is never kept waiting for a purpose that is in force. */
function endedVersion(purpose: Purpose, request: ConsentRequest, time: string): PurposeVersion {
  const named = fieldsOf(request).purposeVersion;
  const version = request.namesVersion
    ? purpose.versions.find(({ purposeVersion }) => purposeVersion === named)
    : (purposeAt(purpose, time) ?? purpose.versions[0]);
  if (version === undefined) throw refuse("purpose_not_in_force");
  return version;
}

function askedVersion(purpose: Purpose, request: ConsentRequest, time: string): PurposeVersion {
  if (isRetired(purpose, time)) throw refuse("purpose_retired");
  const version = purposeAt(purpose, time);
  if (version === null) throw refuse("purpose_not_in_force");
  if (request.namesVersion && version.purposeVersion !== fieldsOf(request).purposeVersion)
    throw refuse("purpose_not_in_force");
  if (!isByConsent(version)) throw refuse("purpose_not_by_consent");
  return version;
}

/** Hash of the text that was shown; `null` where none is named. */
async function shownHash(
  registry: OwnRegistry,
  { language, noticeHash, noticeId, noticeVersion }: ConsentFields,
  time: string,
): Promise<string | null> {
  if (noticeId === null) return null;
  const notice = await registry.notice(noticeId);
  const version = notice?.versions.find((one) => one.noticeVersion === noticeVersion);
  if (notice === null || version === undefined) throw refuse("unknown_notice");
  if (noticeAt(notice, time) !== version) throw refuse("notice_not_in_force");
  const text = version.texts.find((one) => one.language === language);
  if (text === undefined) throw refuse("language_without_text");
  if (noticeHash !== null && noticeHash !== text.hash) throw refuse("other_text");
  return text.hash;
}

function endOf(fields: ConsentFields, version: PurposeVersion, time: string): string | null {
  const { defaultValidity } = version;
  if (fields.validUntil !== null || !isConsenting(fields.event) || defaultValidity === null)
    return fields.validUntil;
  return later(time, defaultValidity);
}
