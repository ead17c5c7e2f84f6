/** What an event of a consent rests on, the purpose and the notice, as they were when it happened; and the fields that follow from it. */
import type { ConsentProblem } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { Draft } from "../ledger/draft.ts";
import { later } from "./calendar.ts";
import { EXPLICIT, mustBeExplicit } from "./explicit.ts";
import { withFields } from "./input.ts";
import { isConsenting, isEnding } from "./kinds/consent.ts";
import { isByConsent, isRetired, noticeAt, purposeAt } from "./lookup.ts";
import type { Purpose, PurposeVersion } from "./model.ts";
import { attempt, type Found, refusalOf, refuse, unknownPurpose } from "./refusals.ts";
import type { OwnRegistry } from "./registry.ts";
import { type ConsentFields, type ConsentRequest, fieldsOf } from "./request.ts";

export interface Filled {
  readonly draft: Draft;
  /** As in {@link ConsentRequest}. */
  readonly namesTime: boolean;
  readonly purpose: Purpose;
}

/** @throws Refusal `consent_refused`, `damaged` */
export async function fill(registry: OwnRegistry, request: ConsentRequest): Promise<Filled> {
  const fields = fieldsOf(request);
  const purpose = await registry.purpose(fields.purposeId);
  if (purpose === null) throw await unknownPurpose(registry);
  const told = isEnding(fields.event)
    ? await ended(registry, purpose, request)
    : await asked(registry, purpose, request);
  const { namesTime } = request;
  return { purpose, namesTime, draft: withFields(request.draft, told) };
}

type Told = Readonly<Record<string, JsonValue>>;

const NOT_SHOWN = { language: null, noticeHash: null, noticeId: null, noticeVersion: null };

/** Who does not want it is kept from that by nothing that they name besides: what does not fit is left out. */
async function ended(
  registry: OwnRegistry,
  purpose: Purpose,
  request: ConsentRequest,
): Promise<Told> {
  const fields = fieldsOf(request);
  const { language, noticeHash, noticeId, noticeVersion } = fields;
  const version =
    (request.namesVersion &&
      purpose.versions.find((one) => one.purposeVersion === fields.purposeVersion)) ||
    purposeAt(purpose, request.draft.occurredAt) ||
    purpose.versions[0];
  const purposeVersion = version?.purposeVersion ?? 1;
  if (noticeId === null && noticeVersion === null && noticeHash === null) return { purposeVersion };
  const notice = noticeId === null ? null : await registry.notice(noticeId);
  const text = notice?.versions
    .find((one) => one.noticeVersion === noticeVersion)
    ?.texts.find((one) => one.language === language);
  const fits = text !== undefined && (noticeHash ?? text.hash) === text.hash;
  return fits ? { purposeVersion, noticeHash: text.hash } : { purposeVersion, ...NOT_SHOWN };
}

async function asked(
  registry: OwnRegistry,
  purpose: Purpose,
  request: ConsentRequest,
): Promise<Told> {
  const fields = fieldsOf(request);
  const { occurredAt } = request.draft;
  const found: Found[] = [];
  const field = request.namesVersion ? "purposeVersion" : "purposeId";
  const version = await attempt(found, field, () => askedVersion(purpose, request, occurredAt));
  // Of nothing that is sent, so it is told alone.
  if ((await registry.controllers()).length === 0)
    throw found[0]?.refusal ?? refuse("no_controller");
  const noticeHash = await shownHash(registry, fields, occurredAt, found);
  if (version !== undefined && isConsenting(fields.event)) {
    const isOther = fields.noticeId !== null && fields.noticeId !== version.noticeId;
    // What the notice lacks is of no matter where it is another one altogether.
    if (isOther && noticeHash !== undefined)
      found.push({ field: "noticeId", refusal: refuse("other_notice") });
    if (fields.consentType !== EXPLICIT && mustBeExplicit(version))
      found.push({ field: "consentType", refusal: refuse("not_explicit") });
  }
  if (found.length > 0 || version === undefined || noticeHash === undefined) throw refusalOf(found);
  const validUntil = endOf(fields, version, occurredAt);
  return { noticeHash, purposeVersion: version.purposeVersion, validUntil };
}

function askedVersion(purpose: Purpose, request: ConsentRequest, time: string): PurposeVersion {
  if (isRetired(purpose, time)) throw refuse("purpose_retired");
  const version = purposeAt(purpose, time);
  if (version === null) {
    const first = purpose.versions.find(({ inForceFrom }) => inForceFrom > time);
    throw refuse("purpose_not_in_force", first && { inForceFrom: first.inForceFrom });
  }
  const { purposeVersion } = version;
  if (request.namesVersion && purposeVersion !== fieldsOf(request).purposeVersion)
    throw refuse("purpose_not_in_force", { version: purposeVersion });
  if (!isByConsent(version)) throw refuse("purpose_not_by_consent");
  return version;
}

/** Hash of the text that was shown; `null` where none is named, `undefined` where it is none that can have been shown, which is put to `found`. */
async function shownHash(
  registry: OwnRegistry,
  { language, noticeHash, noticeId, noticeVersion }: ConsentFields,
  time: string,
  found: Found[],
): Promise<string | null | undefined> {
  if (noticeId === null) return null;
  const wrong = (field: string, problem: ConsentProblem): undefined => {
    found.push({ field, refusal: refuse(problem) });
  };
  const notice = await registry.notice(noticeId);
  if (notice === null) return wrong("noticeId", "unknown_notice");
  const version = notice.versions.find((one) => one.noticeVersion === noticeVersion);
  if (version === undefined) return wrong("noticeVersion", "unknown_notice");
  // Its texts are another version's business.
  if (noticeAt(notice, time) !== version) return wrong("noticeVersion", "notice_not_in_force");
  const text = version.texts.find((one) => one.language === language);
  if (text === undefined) return wrong("language", "language_without_text");
  if (noticeHash !== null && noticeHash !== text.hash) return wrong("noticeHash", "other_text");
  return text.hash;
}

function endOf(fields: ConsentFields, version: PurposeVersion, time: string): string | null {
  const { defaultValidity } = version;
  if (fields.validUntil !== null || !isConsenting(fields.event) || defaultValidity === null)
    return fields.validUntil;
  return later(time, defaultValidity);
}
