/**
 * Why a step of an agreement is refused: what was to be signed is not in order, its signature does not hold, or the contract
 * SharingTerms does not take it. Each names in `params` what it is about; times are texts.
 */
export type AgreementProblem =
  // What was signed, or is to be.
  | "bad_member"
  | "unknown_member"
  | "other_domain"
  | "other_types"
  | "other_digest"
  | "other_key"
  // Where it is brought.
  | "other_chain"
  | "other_contract"
  | "no_contract"
  | "not_sharing_terms"
  | "events_not_listed"
  | "no_funds"
  | "too_many"
  | "gas_too_much"
  | "fee_too_high"
  // What is brought together.
  | "not_together"
  | "same_signer"
  | "other_salt"
  | "other_terms"
  | "other_draft"
  // What the contract says, in its own order.
  | "zero_party"
  | "same_party"
  | "zero_ledger"
  | "zero_terms_hash"
  | "empty_period"
  | "period_too_long"
  | "deadline_after_end"
  | "deadline_passed"
  | "unknown_agreement"
  | "terminated"
  | "wrong_version"
  | "wrong_proposal"
  | "nothing_proposed"
  | "not_party"
  | "wrong_signer"
  | "invalid_signature"
  | "unknown_version"
  | "time_not_reached"
  | "refused_by_contract";

/** Why it is not known how an agreement stands now. `not_answered`: the chain does not say, or its newest block is an old one. `no_chain`: there is no contract here. `other_contract`: it is on another one. `other_state`: the chain knows less of it than was final before. */
export type AgreementUnknown = "not_answered" | "no_chain" | "other_contract" | "other_state";

/** What a sentence tells besides. Nothing of a person: addresses, hashes, numbers, times. */
export type AgreementParams = Readonly<Record<string, string | number>>;
