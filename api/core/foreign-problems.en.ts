import type { ForeignFormat, ForeignProblem } from "./foreign-problems.ts";

/** As their publishers call them. */
export const foreignFormats: Readonly<Record<ForeignFormat, string>> = {
  "kantara-1.1": "Kantara Consent Receipt 1.1",
  "dpv-27560": "ISO/IEC TS 27560 in DPV",
  "tcf-2": "IAB TCF",
};

/** Why a document of another system is not taken, or none is made, and what to do. No full stop: more may follow. */
export const foreignProblems: Readonly<Record<ForeignProblem, string>> = {
  not_json:
    "this is not JSON. Send the document as it was issued; comments and trailing commas are no JSON",
  not_an_object: "the document is not one JSON object. Send one document a request",
  duplicate_member:
    "an object names a member twice, so what was meant cannot be known. Ask the issuer for a document that uses an array",
  bad_unicode: "a text is not well-formed Unicode. Ask the issuer for a whole document",
  unsafe_number:
    "a number is not a safe integer, and a record cannot hold it. Send the document as text: “document” as a string",
  too_large: "the document is over 32,768 characters. Ask the issuer for one document a purpose",
  wrong_version:
    "this is another version of the format. Taken are receipts of exactly “KI-CR-v1.1.0”, and TC strings of version 2. Ask the issuer for one of these",
  missing_field: "a field that the format demands is missing. Ask the issuer for a whole document",
  wrong_type:
    "the field does not hold what the format demands there. Ask the issuer for a correct document",
  unknown_field:
    "the format has no such field, and it may change what the document says. Ask the issuer for a document without it",
  milliseconds:
    "the time is given in milliseconds; the format demands whole seconds since 1970. Ask the issuer for a correct document: what has been issued must not be corrected on the way",
  unknown_profile:
    "“dct:conformsTo” must name one of the four profiles of dpv-27560.ttl: https://w3id.org/dpv/schema/dpv-27560#record, #receipt, #record-eu-gdpr, #receipt-eu-gdpr",
  unknown_context:
    "the context is not one that can be relied on. Leave it out, or give it in the document, with the prefixes as DPV has them",
  other_type:
    "the document is neither a dpv:ConsentRecord nor a dpv:ConsentReceipt that holds such",
  unknown_term: "DPV 2.3 has no such term. Extensions of your own need a prefix of their own",
  unknown_status:
    "this status says nothing that could be recorded as an event. Taken are requested, given, renewed, refused, withdrawn, revoked, expired and invalidated",
  bad_time: "this is not a time of ISO 8601: a day, or a day with a time in UTC or with its offset",
  bad_duration:
    "this is neither a duration of ISO 8601 in whole years, months, weeks or days, nor a day",
  counted_consent:
    "a consent to a number of uses cannot be kept here without making it a consent to any number. Record each use that was agreed to",
  unknown_actor:
    "it is not said who acted, or not in a way that is understood: dpv:DataSubject, a guardian or parent, or a representative with its identifier",
  expired_without_giving: "it expires what was never given in this document",
  malformed: "the string cannot be decoded. Send it as the consent platform gave it out",
  trailing_garbage:
    "something follows what the string itself says that it holds. Send it as the consent platform gave it out",
  no_disclosed_vendors:
    "the segment of disclosed vendors is missing, which TCF 2.3 demands. Take the string from a consent platform of TCF 2.3",
  vendor_not_disclosed: "this vendor was not among those that were disclosed to the person",
  no_publisher_segment:
    "the string has no publisher segment, so it says nothing about the publisher's own purposes. Name the vendor, or take the string from a consent platform that writes it",
  purpose_not_in_document:
    "the document has no such purpose, or several of this name. Name in “purposes” those that it has, as it spells them (Kantara also: “service: purpose”)",
  not_by_consent:
    "by the document itself this purpose does not rest on consent. Leave it out of “purposes”",
  nothing_to_take: "about the named purposes the document says nothing that could be recorded",
  other_principal:
    "the document tells of somebody else than “principal” names, or does not say of whom. Name the person as the document does, once you know that it is this subject; what is another person's is not taken",
  other_controller:
    "the document was given to somebody else than “controller” names, or does not say to whom. Name the controller as the document does",
  not_our_controller:
    "the document's controller is not the one that is recorded here. A consent to another firm is none to this one; if its consents were taken over, say so: “takenOver”: true",
  not_explicit:
    "this purpose takes no consent but an explicit one, and the document does not tell of one. Ask the person",
  only_given:
    "this form can tell only of consent that was given, and this event is another. Take the DPV form, which tells of all",
  controller_incomplete:
    "the form demands what the ledger does not know of the controller. Record it first: POST /v1/controller",
};
