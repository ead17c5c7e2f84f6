/** The record of processing activities (GDPR 30(1), PIPL 55 and 56), made of what the firm has stated: whatever changes there is in it at once. */
import { purposeAt } from "../../consent/lookup.ts";
import type { Controller, Notice, Purpose, PurposeVersion } from "../../consent/model.ts";
import type { Consents } from "../../consent/service.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Sharing } from "../../sharing/service.ts";
import type { Terms } from "../../sharing/terms/model.ts";
import type { Rules } from "../retention/model.ts";
import type { Retention } from "../retention/service.ts";
import type { Assessment, Assessments } from "./assessments.ts";

/** A partner that records are given to for a purpose, under terms in force. */
export interface ProcessingRecipient {
  readonly agreementId: string;
  readonly name: string;
  readonly contact: string;
  readonly purposeId: string;
  readonly kinds: readonly string[];
  readonly retention: string;
  readonly validUntil: string;
  readonly onward: Terms["onward"];
}

export interface ProcessingActivity {
  readonly purpose: PurposeVersion;
  /** RFC 3339; `null`: it is not retired. */
  readonly retiredFrom: string | null;
  readonly notice: { readonly noticeId: string; readonly version: number } | null;
  readonly partners: readonly ProcessingRecipient[];
  /** Countries outside of where the firm processes that data goes to, by the purpose's recipients. */
  readonly abroad: readonly string[];
  /** The newest; `null`: there is none. */
  readonly assessment: Assessment | null;
  /** Why PIPL 55 asks for one, as far as the purpose says. */
  readonly needsAssessment: readonly string[];
}

export interface ProcessingRecord {
  /** RFC 3339. */
  readonly at: string;
  /** `null`: nobody is stated. */
  readonly controller: Controller | null;
  readonly activities: readonly ProcessingActivity[];
  readonly retention: Rules;
}

export interface ProcessingContext {
  readonly consents: Pick<Consents, "registry">;
  readonly sharing: Pick<Sharing, "agreements" | "inForce">;
  readonly retention: Pick<Retention, "rulesAt">;
  readonly assessments: Pick<Assessments, "newest">;
  readonly clock: Clock;
}

/** As it is now. @throws Refusal `damaged` of what the firm has stated */
export async function processingRecord(context: ProcessingContext): Promise<ProcessingRecord> {
  const { consents, retention, assessments, clock } = context;
  const at = formatTime(clock.now());
  const { registry } = consents;
  const controller = await registry.controllerAt(at);
  const notices = await registry.notices();
  const partners = await recipientsAt(context, at);
  const newest = await assessments.newest();
  const activities = (await registry.purposes()).flatMap((purpose): ProcessingActivity[] => {
    const version = purposeAt(purpose, at) ?? purpose.versions.at(-1);
    if (version === undefined) return [];
    return [activityOf(purpose, version, { controller, notices, partners, newest, at })];
  });
  return { at, controller, activities, retention: await retention.rulesAt(at) };
}

interface Stated {
  readonly controller: Controller | null;
  readonly notices: readonly Notice[];
  readonly partners: readonly ProcessingRecipient[];
  readonly newest: ReadonlyMap<string, Assessment>;
  readonly at: string;
}

function activityOf(
  { purposeId, retiredFrom }: Purpose,
  version: PurposeVersion,
  { controller, notices, partners, newest, at }: Stated,
): ProcessingActivity {
  const notice = notices
    .find((one) => one.noticeId === version.noticeId)
    ?.versions.findLast(({ inForceFrom }) => inForceFrom <= at);
  const own = partners.filter((one) => one.purposeId === purposeId);
  const home = new Set(controller?.processingLocations ?? []);
  const countries = version.recipients.flatMap(({ country }) => country ?? []);
  const abroad = [...new Set(countries.filter((country) => !home.has(country)))].sort();
  return {
    ...{ purpose: version, retiredFrom, partners: own, abroad },
    notice: notice ? { noticeId: notice.noticeId, version: notice.noticeVersion } : null,
    assessment: newest.get(purposeId) ?? null,
    needsAssessment: triggersOf(version, abroad, own.length > 0),
  };
}

/** PIPL 55, items 1 to 4, as far as a purpose tells. That something has a major effect on people (item 5), only people can tell. */
function triggersOf(
  { dataCategories, purposeType, recipients, separateConsent }: PurposeVersion,
  abroad: readonly string[],
  isShared: boolean,
): string[] {
  const isGiven = isShared || recipients.length > 0 || separateConsent.includes("23");
  return [
    ...(dataCategories.some(({ sensitive }) => sensitive) ? ["sensitive"] : []),
    ...(/Automated|Profiling|Scoring|Personalis/i.test(purposeType) ? ["automated-decision"] : []),
    ...(isGiven ? ["provided"] : []),
    ...(separateConsent.includes("25") ? ["published"] : []),
    ...(abroad.length > 0 || separateConsent.includes("39") ? ["abroad"] : []),
  ];
}

/** An agreement of which nobody can tell whether it is in force is told as long as it was not ended here. */
async function recipientsAt(
  { sharing }: ProcessingContext,
  at: string,
): Promise<ProcessingRecipient[]> {
  const all: ProcessingRecipient[] = [];
  for (const [agreementId, agreement] of await sharing.agreements()) {
    const now = await sharing.inForce(agreementId, at);
    const last = agreement.versions.findLast(({ state }) => state === "active");
    const terms = now instanceof Refusal ? last?.terms : now.terms;
    if (terms === undefined || terms.validUntil <= at) continue;
    for (const { purposeId } of terms.purposes)
      all.push({
        ...{ agreementId, purposeId, name: terms.recipient.name, contact: terms.recipient.contact },
        kinds: terms.records.map(({ kind }) => kind),
        ...{ retention: terms.retention, validUntil: terms.validUntil, onward: terms.onward },
      });
  }
  return all;
}
