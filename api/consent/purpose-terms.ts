/** A purpose is told to others in the terms of DPV (forms/dpv-write.ts); a term that DPV does not have would tell them nothing. */
import type { Draft } from "../ledger/draft.ts";
import { DPV_CONSENT_TYPES, DPV_DATA, DPV_LEGAL_BASES, DPV_PURPOSES } from "./dpv-terms.ts";
import { invalid } from "./input.ts";
import type { PurposeVersion } from "./model.ts";
import { refuse } from "./request.ts";

const isBasis = (term: string): boolean => DPV_LEGAL_BASES.has(term) || DPV_CONSENT_TYPES.has(term);

/** Separate consent to giving data away is to who gets it: PIPL 23 wants their contact, PIPL 39 where they are besides. @throws Refusal `consent_refused` (`recipient_not_told`) */
export function assertRecipients({ body }: Draft): void {
  const { recipients, separateConsent } = body as unknown as PurposeVersion;
  const some = (field: "contact" | "country") =>
    recipients.some((one) => (one[field] ?? "").trim() !== "");
  const isTold =
    (!separateConsent.includes("23") || some("contact")) &&
    (!separateConsent.includes("39") || some("country"));
  if (!isTold) throw refuse("recipient_not_told");
}

/** Terms of other vocabularies are taken as they come: DPV is made to be extended. @throws Refusal `invalid_record` */
export function assertPurposeTerms({ body }: Draft): void {
  const { purposeType, lawfulBasis, dataCategories } = body as unknown as PurposeVersion;
  const assertKnown = (field: string, term: string, known: boolean) => {
    if (term.startsWith("dpv:") && !known)
      throw invalid(field, "not_in_list", { allowed: "https://w3id.org/dpv" });
  };
  assertKnown("purposeType", purposeType, DPV_PURPOSES.has(purposeType));
  assertKnown("lawfulBasis", lawfulBasis, isBasis(lawfulBasis));
  for (const [i, { term }] of dataCategories.entries())
    assertKnown(`dataCategories[${i}].term`, term, DPV_DATA.has(term));
}
