/** A purpose is told to others in the terms of DPV (forms/dpv-write.ts); a term that DPV does not have would tell them nothing. */
import type { Draft } from "../ledger/draft.ts";
import { DPV_CONSENT_TYPES, DPV_DATA, DPV_LEGAL_BASES, DPV_PURPOSES } from "./dpv-terms.ts";
import { invalid } from "./input.ts";
import type { PurposeVersion } from "./model.ts";
import { type Found, refuse } from "./refusals.ts";

const isBasis = (term: string): boolean => DPV_LEGAL_BASES.has(term) || DPV_CONSENT_TYPES.has(term);

/** Separate consent to giving data away is to who gets it: PIPL 23 wants their contact, PIPL 39 where they are besides. */
export function recipientProblems({ body }: Draft): Found[] {
  const { recipients, separateConsent } = body as unknown as PurposeVersion;
  const some = (field: "contact" | "country") =>
    recipients.some((one) => (one[field] ?? "").trim() !== "");
  const isTold =
    (!separateConsent.includes("23") || some("contact")) &&
    (!separateConsent.includes("39") || some("country"));
  return isTold ? [] : [{ field: "recipients", refusal: refuse("recipient_not_told") }];
}

/** Terms of other vocabularies are taken as they come: DPV is made to be extended. */
export function termProblems({ body }: Draft): Found[] {
  const { purposeType, lawfulBasis, dataCategories } = body as unknown as PurposeVersion;
  const unknown = (field: string, term: string, known: boolean): Found[] =>
    term.startsWith("dpv:") && !known
      ? [{ field, refusal: invalid(field, "not_in_list", { allowed: "https://w3id.org/dpv" }) }]
      : [];
  return [
    ...unknown("purposeType", purposeType, DPV_PURPOSES.has(purposeType)),
    ...unknown("lawfulBasis", lawfulBasis, isBasis(lawfulBasis)),
    ...dataCategories.flatMap(({ term }, i) =>
      unknown(`dataCategories[${i}].term`, term, DPV_DATA.has(term)),
    ),
  ];
}
