/** Why terms, agreements and what partners ask for are refused. */

/** What is wrong with terms for a partner, where their form is right. */
export type TermsProblem =
  | "kind_not_shared"
  | "field_not_in_kind"
  | "field_not_covered"
  | "own_consent_missing"
  | "end_before_begin"
  | "already_over"
  | "period_too_long"
  | "retention_too_long"
  | "duty_too_long"
  | "same_account"
  | "other_account";

/** `terms`: something is wrong with them, which is told beside it. `not_draft`: the terms are past drafting. `no_chain`: nobody knows yet on which contract they would be signed. `other_contract`: the version before was signed on another one. `too_many_drafts`: of this version. */
export type SharingProblem =
  | "terms"
  | "not_draft"
  | "not_open"
  | "ended"
  | "too_many_drafts"
  | "no_chain"
  | "other_contract";

/** `signatures`: both have never signed. `validFrom`, `validUntil`: before they begin, after they are over. `purposes`: no use for this purpose. `version`: a later one was agreed on the chain, over terms that were never drafted here. */
export type OutsideTerm = OutsideTime | "signatures" | "purposes" | "version";
type OutsideTime = "validFrom" | "validUntil" | "termination";
