/** Where consent must be explicit, one that was not is none. */
import type { PurposeVersion } from "./model.ts";

/** The DPV type of a consent that was. */
export const EXPLICIT = "dpv:ExplicitlyExpressedConsent";

/** Lawful bases that are explicit consent by themselves. */
export const EXPLICIT_BASES: ReadonlySet<string> = new Set([
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
