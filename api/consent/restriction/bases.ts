/**
 * What a purpose rests on, as far as objections go. Pure.
 *
 * - `consent`: what is objected to is as good as withdrawn; only the person takes that back.
 * - `interests`: legitimate interests and tasks in the public interest, GDPR 6(1)(e) and (f): an objection holds unless the firm has compelling grounds (GDPR 21(1)).
 * - `bound`: contract, law, vital interests: GDPR 21 gives no objection; PIPL 44 gives one where no law says otherwise. Whether it holds is decided in a case.
 * - Direct marketing, whatever it rests on: an objection always holds (GDPR 21(2) and (3)).
 */
import { isByConsent } from "../lookup.ts";
import type { PurposeVersion } from "../model.ts";

export type ObjectionBasis = "consent" | "marketing" | "interests" | "bound";

/** Of DPV what is marketing to people, or tells them apart for it. Terms of others that say so in their name are taken for it, too: when in doubt, the person's objection holds. */
const MARKETING: ReadonlySet<string> = new Set([
  "dpv:Advertising",
  "dpv:DirectMarketing",
  "dpv:Marketing",
  "dpv:PersonalisedAdvertising",
  "dpv:PoliticalCampaign",
  "dpv:SocialMediaMarketing",
  "dpv:TargetedAdvertising",
]);
const SAYS_MARKETING = /marketing|advertis/i;

const INTERESTS: ReadonlySet<string> = new Set([
  "dpv:LegitimateInterest",
  "dpv:LegitimateInterestOfController",
  "dpv:LegitimateInterestOfDataSubject",
  "dpv:LegitimateInterestOfThirdParty",
  "dpv:OfficialAuthorityOfController",
  "dpv:PublicInterest",
]);
/** `eu-gdpr:A6-1-e`, `A6-1-f` and what is narrower; of PIPL 13 news reporting and data that is public already, items 5 and 6. */
const SAYS_INTERESTS = /^(?:eu|uk)-gdpr:A6-1-[ef](?:-|$)|^pipl:A13-[56]$/;

export function objectionBasis(
  version: Pick<PurposeVersion, "lawfulBasis" | "purposeType">,
): ObjectionBasis {
  const { lawfulBasis, purposeType } = version;
  if (MARKETING.has(purposeType) || SAYS_MARKETING.test(purposeType)) return "marketing";
  if (isByConsent({ lawfulBasis })) return "consent";
  return INTERESTS.has(lawfulBasis) || SAYS_INTERESTS.test(lawfulBasis) ? "interests" : "bound";
}
