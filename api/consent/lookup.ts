/** What of a purpose or a notice was in force at a time. Times have one spelling (FORMAT §1), so their order is that of the texts. */
import type { Notice, NoticeVersion, Purpose, PurposeVersion } from "./model.ts";

type Dated = { readonly inForceFrom: string };

function lastBy<T extends Dated>(versions: readonly T[], time: string): T | null {
  return versions.findLast(({ inForceFrom }) => inForceFrom <= time) ?? null;
}

export const purposeAt = (purpose: Purpose, time: string): PurposeVersion | null =>
  lastBy(purpose.versions, time);

export const noticeAt = (notice: Notice, time: string): NoticeVersion | null =>
  lastBy(notice.versions, time);

export const isRetired = ({ retiredFrom }: Purpose, time: string): boolean =>
  retiredFrom !== null && retiredFrom <= time;

/**
 * Lawful bases that are consent: of DPV 2.3 `dpv:Consent` and what is narrower; its GDPR terms; and `pipl:A13-1`, item 1 of PIPL's Article 13, for which
 * DPV has no term.
 */
const CONSENT_BASES: ReadonlySet<string> = new Set([
  "dpv:Consent",
  "dpv:UninformedConsent",
  "dpv:InformedConsent",
  "dpv:ImpliedConsent",
  "dpv:ExpressedConsent",
  "dpv:ExplicitlyExpressedConsent",
  "eu-gdpr:A6-1-a",
  "eu-gdpr:A6-1-a-explicit-consent",
  "eu-gdpr:A6-1-a-non-explicit-consent",
  "eu-gdpr:A9-2-a",
  "pipl:A13-1",
]);

export const isByConsent = ({ lawfulBasis }: Pick<PurposeVersion, "lawfulBasis">): boolean =>
  CONSENT_BASES.has(lawfulBasis);

/**
 * Whether a consent under `purposeVersion` covers the purpose as it is at a time: no version that came in between is material, and none
 * that may have been is gone.
 */
export function covers(purpose: Purpose, purposeVersion: number, time: string): boolean {
  if (purposeVersion <= purpose.lostUpTo) return false;
  return !purpose.versions.some(
    (version) =>
      version.material && version.purposeVersion > purposeVersion && version.inForceFrom <= time,
  );
}
