import type { AcknowledgementProblem } from "./acknowledgement-problems.ts";
import type { OutsideTerm, SharingProblem, TermsProblem } from "./sharing-refusals.ts";
import type { AddressRange, WebhookProblem } from "./webhook-problems.ts";

/** What is wrong with terms for a partner, and what to do. No full stop: more may follow. */
export const termsProblems: Readonly<Record<TermsProblem, string>> = {
  kind_not_shared: "Records of this kind are not given to partners. Those that can be: {known}",
  field_not_in_kind: "Records of this kind have no such field. They have: {known}",
  field_not_covered:
    "No consent that is asked for under the purpose “{purpose}” covers this field, or all that it holds: none of their purposes names one of {terms}. Leave the field out, or ask for a consent whose purpose names it",
  own_consent_missing:
    "People are asked for their consent to the purpose “{purpose}” itself, so it must be among the consents of this use. Add it",
  end_before_begin: "The terms end before they begin. Name a later “validUntil”",
  already_over: "The terms would be over already. Name a later “validUntil”",
  period_too_long:
    "Terms hold for at most {days} days. Name an earlier “validUntil”; a next version can follow",
  retention_too_long: "A partner may keep what it got for at most {years} years",
  duty_too_long: "What was withdrawn must be dealt with within {days} days at most",
  same_account:
    "Both parties have the same account. Nobody can agree with themselves: each needs one of its own",
  other_account:
    "An agreement stays between the accounts that have signed it. For other accounts draft an agreement of its own",
};

/** Why nothing can be agreed on with a partner in this way. */
export const sharingProblems: Readonly<Record<SharingProblem, string>> = {
  terms: "These terms cannot be agreed on as they are. What is wrong stands beside each member",
  not_draft:
    "These terms are past drafting. What was proposed or signed is not changed any more: withdraw it, or draft the next version",
  not_open:
    "These terms are not open for signing: they are in force, over or withdrawn. Draft them anew, or the next version",
  ended: "The agreement was ended for ever. Draft another one",
  too_many_drafts:
    "This version has been drafted too many times to be told apart any more. Draft an agreement of its own",
  no_chain:
    "It is not known yet on which contract the terms would be signed, and they name it. Try again when the ledger is connected to its chain",
  other_contract:
    "The version before was signed on another contract than the one that is used now, which does not know it. Draft an agreement of its own",
};

/** Why a partner gets nothing, by what of the terms says so. */
export const outsideTerms: Readonly<Record<OutsideTerm, string>> = {
  signatures:
    "Both parties have not signed these terms on the chain (yet). Nothing is given before they have",
  validFrom: "The terms have not begun: see their “validFrom”",
  validUntil: "The terms are over: see their “validUntil”. Agree on a next version",
  termination: "The agreement was terminated, and nothing is given under it any more",
  version:
    "Version {version} was agreed on the chain over terms that this ledger does not have, and no older one counts any more. The firm has to look into it",
  purposes: "The terms allow no use for this purpose: see their “purposes”",
};

/** Why an address is no webhook, or nothing is sent to one. */
export const webhookProblems: Readonly<Record<WebhookProblem, string>> = {
  not_a_url:
    "This is no address of the web, or a very long one: name one like https://partner.example/counterfoil",
  not_https:
    "Messages go out by https alone: name an address like https://partner.example/counterfoil. (In clear only to hosts that this ledger’s operator has named.)",
  credentials:
    "No user and no password may stand in the address. Each message is signed; check the signature instead",
  fragment: "What follows “#” is never sent: leave it out",
  not_public:
    "This address is not public ({range}). Name one that the internet reaches. (This ledger’s operator can allow addresses of its own network: COUNTERFOIL_WEBHOOK_PRIVATE.)",
  nowhere:
    "The name in this address does not lead to a public address. Check its spelling, and what the name servers say of it",
  paused:
    "Nothing is sent: the receiver has answered that it is gone (410). Register the webhook again first",
};

/** What an address that is not public is for. */
export const addressRanges: Readonly<Record<AddressRange, string>> = {
  unspecified: "this machine, unspecified",
  loopback: "this machine itself",
  private: "a private network",
  shared: "shared by a provider and its customers",
  link_local: "the local network alone",
  multicast: "many receivers at once",
  documentation: "documentation",
  reserved: "reserved",
};

/** Why an acknowledgement is not taken. */
export const acknowledgementProblems: Readonly<Record<AcknowledgementProblem, string>> = {
  no_key:
    "The organization has named no key that its acknowledgements are signed with: name one with its webhook",
  not_a_note: "This is no acknowledgement of version 1: see docs/FORMAT.md §19",
  other_key: "It is not signed with the key that the organization has named with its webhook",
  other_agreement: "It is about another agreement than the address names",
  unknown_message: "No such message was sent to the organization under this agreement",
  other_body: "Its hash is not that of the message’s body: take the bytes as they came",
  too_early: "It states a time before the message was made",
  in_the_future: "It states a time that has not come: set the clock of the machine that signs",
};
