/** Where consent must be explicit, one that was not is none. */
import type { PurposeVersion } from "../model.ts";
import type { ForeignEvent } from "./foreign.ts";

export const EXPLICIT = "dpv:ExplicitlyExpressedConsent";

const EXPLICIT_BASES: ReadonlySet<string> = new Set([
  EXPLICIT,
  "eu-gdpr:A6-1-a-explicit-consent",
  "eu-gdpr:A9-2-a",
]);

/** Whether a purpose takes no consent but an explicit one: by its lawful basis, or as separate consent (PIPL). */
export const mustBeExplicit = ({
  lawfulBasis,
  separateConsent,
}: Pick<PurposeVersion, "lawfulBasis" | "separateConsent">): boolean =>
  EXPLICIT_BASES.has(lawfulBasis) || separateConsent.length > 0;

/** @param purpose the version in force at the time of the event; `null`: there was none */
export function isExplicitEnough(
  { step, consentType }: Pick<ForeignEvent, "step" | "consentType">,
  purpose: PurposeVersion | null,
): boolean {
  const consenting = step === "given" || step === "renewed";
  return !consenting || consentType === EXPLICIT || purpose === null || !mustBeExplicit(purpose);
}
