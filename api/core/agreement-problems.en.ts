import type { AgreementProblem, AgreementUnknown } from "./agreement-problems.ts";

/** Why a step of an agreement is refused. */
export const agreementProblems: Readonly<Record<AgreementProblem, string>> = {
  bad_member: "“{field}” is missing, or is not of its form",
  unknown_member: "“{field}” has a member that does not belong there",
  other_domain:
    "This is not to be signed for SharingTerms: “{field}” of the domain is another. Do not sign it",
  other_types:
    "The types are not those of SharingTerms: a wallet would sign something else than it shows",
  other_digest: "The file names another hash than that of what was signed: it was changed",
  other_key: "The key is that of {account}, who does not sign this: it is for {expected}",
  other_chain: "It was signed for the chain {signed}, and this is the chain {chain}",
  other_contract: "It was signed for the contract {signed}, not for {contract}",
  no_contract:
    "There is no contract at {contract}, as of block {block}. If it was made just now, wait until its block is final, or ask for the newest block",
  not_sharing_terms:
    "What is at {contract} is not SharingTerms: it says another domain, or has other code. Do not sign for it",
  events_not_listed: "The node does not list the contract's events: ask another one",
  no_funds:
    "The account that brings signatures to the chain, {account}, cannot pay for it: send it some of the chain's coin",
  too_many:
    "The node tells of {count}, and at most {most} are asked for: it is not to be believed, or not to be read this way",
  gas_too_much:
    "It would take up to {gas} gas, and {most} are allowed: a party that is a contract may use as much as it likes. If that is meant, allow more",
  fee_too_high:
    "It could cost {cost} of the chain's coin, and {most} is allowed. If the price is right, allow more",
  not_together:
    "These signatures do not belong together: bring the two parties' signatures of the same terms, or one signature",
  same_signer: "Both signatures are of {party}: the other party's is missing",
  other_salt:
    "The agreement {agreement} does not follow from these parties and this salt: name the salt that it was made with",
  other_terms:
    "“{field}” is {signed} in what was signed, and {proposed} in what is proposed under this number",
  other_draft:
    "“{field}” is {signed} in what was signed, and {drafted} as it is drafted here: ask anew for what is to be signed",
  zero_party: "The zero address is nobody: it can be no party",
  same_party: "Controller and recipient are the same, {party}: nobody agrees with themselves",
  zero_ledger: "“ledgerId” is zero, which is no ledger",
  zero_terms_hash: "“termsHash” is zero, which is the hash of no text",
  empty_period: "The terms end at {validUntil}, before they begin at {validFrom}",
  period_too_long: "The terms last longer than 3,660 days: from {validFrom} until {validUntil}",
  deadline_after_end:
    "The terms could still be accepted at {deadline}, when they are over: they end at {validUntil}",
  deadline_passed:
    "“deadline” has passed: it could be brought until {deadline}, and it is {time}. It has to be signed anew",
  unknown_agreement: "Nothing was ever proposed under the agreement {agreement}",
  terminated: "The agreement was ended for ever at {terminatedAt}",
  wrong_version:
    "“version” is {version}, and the contract expects {expected}: another version was agreed, or this one was not",
  wrong_proposal:
    "“proposal” is {proposal}, and the contract expects {expected}: what was signed was replaced, withdrawn or agreed meanwhile, or is not the next one",
  nothing_proposed: "Nothing is proposed that could be accepted or withdrawn",
  not_party: "{party} is neither controller nor recipient of this agreement",
  wrong_signer: "The signature is that of {actual}, and {expected} has to sign",
  invalid_signature:
    "The signature is not that of {signer} over this (hash {digest}): it was made for other terms, another chain or contract, or the contract that is the party refuses it",
  unknown_version: "The agreement has no version {version}",
  time_not_reached:
    "Nothing can be said of {time} yet: the block is of {blockTime}, and what is to come can be changed",
  refused_by_contract: "The contract refuses it, and does not say why",
};

/** Why nothing is given under an agreement for now, and what to do. */
export const unknownNow: Readonly<Record<AgreementUnknown, string>> = {
  not_answered:
    "The chain does not say how this agreement stands now, and nothing is given before it does. Try again in a minute; if it stays so, the firm has to see to its node",
  no_chain:
    "This ledger is connected to no contract of agreements, so nobody knows how this one stands now, and nothing is given. The firm has to connect it again to the contract that was signed on",
  other_contract:
    "This ledger is connected to another contract than the one that this agreement was signed on, so nobody knows how it stands now, and nothing is given. The firm has to connect it again to the one that the terms name",
  other_state:
    "The chain knows less of this agreement than was final before, so its answer is not relied on, and nothing is given. The firm has to see whether its node is behind, or follows another chain",
};
