/** What is signed of terms, and what the contract keeps: the SHA-256 of their policy in canonical form (FORMAT §17). */
import { sha256 } from "../../core/hash.ts";
import { jcs } from "../../vault/commitment.ts";
import type { Terms } from "./model.ts";
import { policyOf } from "./policy.ts";

/** `hex` for the chain, `text` (base64url) where records of the ledger name it. */
export interface TermsHash {
  readonly hex: string;
  readonly text: string;
}

export function termsHash(terms: Terms): TermsHash {
  const digest = sha256(jcs(policyOf(terms)));
  return { hex: `0x${digest.toString("hex")}`, text: digest.toString("base64url") };
}
