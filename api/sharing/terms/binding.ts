/** What was signed (FORMAT §16) held against the policy whose hash it names (FORMAT §17): a signature is under these terms only if both say the same. */
import { parseTime } from "../../../portal/verify/time.ts";
import { termsHash } from "./hash.ts";
import { termsOf } from "./read-policy.ts";

/** Members of a signed `Terms`, and of its domain, that follow from the policy; addresses and hashes in lower case, times in seconds since 1970. `proposal` and `deadline` do not. */
export interface SignedTerms {
  readonly chainId: number;
  /** `verifyingContract` of the domain. */
  readonly contract: string;
  readonly agreement: string;
  readonly version: number;
  readonly controller: string;
  readonly recipient: string;
  readonly ledgerId: string;
  readonly termsHash: string;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** `policy`: the document is no policy of terms, so nothing can have been signed under it. */
export interface TermsMismatch {
  readonly member: keyof SignedTerms | "policy";
  /** What the policy says there, and what was signed. */
  readonly policy: string | number | null;
  readonly signed: string | number | null;
}

const seconds = (time: string): number => parseTime(time) / 1000;

/**
 * Each member in which the two differ, in the order of {@link SignedTerms}; none: what was signed are these terms.
 *
 * @param policy a value of JSON, of anybody
 */
export function termsMismatches(policy: unknown, signed: SignedTerms): readonly TermsMismatch[] {
  const read = termsOf(policy);
  if (!read.ok) return [{ member: "policy", policy: null, signed: signed.termsHash }];
  const { terms } = read;
  const said: SignedTerms = {
    chainId: terms.chainId,
    contract: terms.contract,
    agreement: terms.agreement,
    version: terms.version,
    controller: terms.controller.account,
    recipient: terms.recipient.account,
    ledgerId: terms.controller.ledgerId,
    termsHash: termsHash(terms).hex,
    validFrom: seconds(terms.validFrom),
    validUntil: seconds(terms.validUntil),
  };
  return (Object.keys(said) as (keyof SignedTerms)[])
    .filter((member) => said[member] !== signed[member])
    .map((member) => ({ member, policy: said[member], signed: signed[member] }));
}
