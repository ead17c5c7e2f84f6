import type { ConsentProblem } from "./errors.ts";
import type { ConsentSentences } from "./message-catalog.ts";

/** Why an event of a consent is not taken, and what to do. No full stop: more may follow. */
export const consentProblems: Readonly<Record<ConsentProblem, string>> = {
  unknown_purpose: "There is no purpose of this name. GET /v1/purposes lists those that there are",
  purpose_retired:
    "This purpose is retired: it takes withdrawals, and nothing else. Ask under one that is in force",
  purpose_not_by_consent:
    "This purpose does not rest on consent, so there is nothing to agree to. Its lawful basis is in GET /v1/purposes",
  purpose_not_in_force:
    "The purpose had no version, or not this one, at that time. Name the version that was in force then",
  no_controller:
    "The ledger does not know yet who decides about the data. Record the controller first: POST /v1/controller",
  unknown_notice:
    "There is no notice of this name, or not in this version. GET /v1/notices lists those that there are",
  notice_not_in_force:
    "This version of the notice was not in force at that time. Name the one that was shown, with the time at which it was",
  language_without_text:
    "The notice has no text in this language. Name the language of the text that was shown, or record the text first",
  other_text:
    "The hash is not of the text that this notice has in this language. Leave it out, or record the text that was really shown as a version of its own",
  other_notice:
    "The consent is to another notice than the one in which this purpose is told of. Show the purpose's own, or define a version of the purpose that names this one",
  in_the_future:
    "The event lies in the future. Check the clock of the source; up to a minute is let pass",
  valid_until_past:
    "The consent would be over before it begins. Leave “validUntil” out, or name a later time",
  never_given:
    "There was no consent at that time that could be withdrawn. To keep one that may be recorded late from counting, record “refused” instead",
  not_in_force: "There was no consent in force at that time",
  already_given:
    "The consent was in force at that time already. To prolong it, or to take it under a new version, record “renewed”",
  already_requested:
    "The person was asked for this at that time already, in the same words, and has not answered yet. The request that is there stands",
  withdraw_instead:
    "The consent is in force: who does not want it any more withdraws it. Record “withdrawn”",
  nothing_to_renew: "There was no consent at that time that could be renewed. Record “given”",
  system_only: "The ledger itself records when a consent is over. Nobody else does",
  guardian_without_reference:
    "A guardian must name what entitles them. Put the document or file number into “actor.reference”",
  agent_without_reference:
    "An agent must name what entitles them. Put the power of attorney or file number into “actor.reference”",
  missing_choice:
    "The wording of the choice is missing. Put what the person ticked, pressed or said into “choice”",
  not_explicit:
    "This purpose takes explicit consent only, by its lawful basis or as separate consent. Where the person said so in words or by an act of its own, record “consentType”: “dpv:ExplicitlyExpressedConsent”",
  recipient_not_told:
    "Separate consent is to who gets the data. Name a recipient with “contact” (PIPL 23), and with “country” (PIPL 39)",
  missing_notice:
    "The notice that was shown is missing. Name “noticeId”, “noticeVersion” and “language”",
  same_subject: "Both identifiers are the same",
  already_joined: "These two identifiers are joined already",
  not_joined: "These two identifiers are not joined",
  too_many_joined:
    "More than 50 identifiers would be of one person. Check which of them are; separate those that are not",
  already_restricted: "Processing of this person's data is restricted already",
  not_restricted: "Processing of this person's data is not restricted",
  already_objected: "The person has objected to this purpose already, and the objection holds",
  not_objected: "There is no objection to this purpose that could be ended",
  objection_not_open:
    "This purpose rests on a contract, or on the law. Whether an objection is open here is decided in a case, as a request of the person",
  objection_stands:
    "An objection to direct marketing, or to what rests on consent, holds whatever grounds there are. Only the person takes it back: “ground”: “withdrawn”",
  unattributed_signal:
    "The signal names nobody, and whose it is is not guessed. Send it with the subject's identifier once you know who it is",
  signal_not_set: "The header says nothing: only “Sec-GPC: 1” is a signal",
  no_purpose_for_signal:
    "No purpose in force follows this signal. Name “signals” in the purposes that it shall withdraw",
  other_subject: "That event is of another person, or of another purpose",
  not_for_another:
    "Who decides about the data cannot consent for the person. Name who did: the subject, a guardian or an agent",
  not_after_previous:
    "A version comes into force after the one before it. Name a later “inForceFrom”",
};

/** The same, where more is known. */
export const consentSentences: ConsentSentences = {
  knownPurposes:
    "There is no purpose of this name. There are: {known}. GET /v1/purposes tells of each",
  noPurposes:
    "There is no purpose of this name, nor of any other yet. Define it first: POST /v1/purposes",
  inForceFrom:
    "The purpose is in force only from {inForceFrom}, and the event is said to have happened before. Check “@occurredAt”: to what was not there yet nobody can have agreed",
  inForceVersion:
    "At that time version {version} of the purpose was in force, and not the one that is named. Name the one that was agreed to, with the time at which it was",
};
