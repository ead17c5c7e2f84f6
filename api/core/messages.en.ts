import { agreementProblems, unknownNow } from "./agreement-problems.en.ts";
import { consentProblems, consentSentences } from "./consent-problems.en.ts";
import { damagedThings } from "./damaged-things.en.ts";
import { embedProblems } from "./embed-problems.en.ts";
import { erasedRefusals } from "./erased-problems.en.ts";
import { foreignFormats, foreignProblems } from "./foreign-problems.en.ts";
import { accountProblems, forbiddenProblems, signInProblems } from "./identity-problems.en.ts";
import type { Messages } from "./message-catalog.ts";
import {
  breachProblems,
  caseProblems,
  erasureProblems,
  missingRight,
  rightsRefusals,
} from "./rights-problems.en.ts";
import { settingProblems } from "./setting-problems.en.ts";
import {
  acknowledgementProblems,
  addressRanges,
  outsideTerms,
  sharingProblems,
  termsProblems,
  webhookProblems,
} from "./sharing-problems.en.ts";
import { successionProblems } from "./succession-problems.en.ts";

export const en: Messages = {
  refusals: {
    ...erasedRefusals,
    ...rightsRefusals,
    unauthorized: {
      title: "Not authorized",
      detail:
        "This call needs the header “Authorization: Bearer <key>” with a key of this ledger that is still valid, or somebody who is signed in.{hint}",
    },
    forbidden: {
      title: "Not allowed",
      detail: "{problem}",
    },
    too_many_requests: {
      title: "Too many requests",
      detail:
        "More requests came than are taken. Nothing was done; wait {seconds} s, then try again.",
    },
    reason_missing: {
      title: "No reason stated",
      detail:
        "A compliance officer states what for: send the header “Counterfoil-Reason”, at most 500 characters, percent-encoded where it is not ASCII. It is kept with the record of this access, which the person can see.",
    },
    not_found: { title: "Not found", detail: "{what} does not exist." },
    method_not_allowed: {
      title: "Method not allowed",
      detail: "This address does not take that method.",
    },
    malformed_request: {
      title: "Malformed request",
      detail: "This is no HTTP request that can be read.",
    },
    headers_too_large: {
      title: "Headers too large",
      detail: "The headers of the request are over the limit of {limit} bytes together.",
    },
    request_late: {
      title: "Request came too late",
      detail: "The request did not come in full within its time.",
    },
    unsupported_media_type: {
      title: "Unsupported media type",
      detail: "Send the body as one of: {accepted}.",
    },
    too_large: { title: "Too large", detail: "The {what} is over the limit of {limit} bytes." },
    incomplete_body: {
      title: "Incomplete body",
      detail: "The body did not come in full, or not in time.",
    },
    client_left: {
      title: "The client has left",
      detail: "The connection was closed before the answer was made.",
    },
    invalid_utf8: { title: "Not UTF-8", detail: "The text is not valid UTF-8." },
    invalid_json: {
      title: "Not JSON",
      detail: "The text is not valid JSON, or is nested too deeply.",
    },
    duplicate_member: {
      title: "Repeated member",
      detail:
        "The JSON names the member “{member}” more than once in one object; what was meant cannot be known.",
    },
    not_an_object: { title: "Not an object", detail: "A JSON object is expected here." },
    unknown_kind: { title: "Unknown record kind", detail: "“@kind” must be one of: {known}." },
    invalid_record: {
      title: "Invalid record",
      detail:
        "Some fields are missing, surplus or not as their kind wants them; see “errors”. Nothing was stored.",
    },
    invalid_parameter: {
      title: "Invalid parameter",
      detail: "The parameter “{parameter}” {is}.{form}",
    },
    reserved_subject: {
      title: "The ledger's own subject",
      detail:
        "“@subject” is the ledger itself, or one that it succeeded. What is said of it the ledger says alone; nothing was stored.",
    },
    reference_conflict: {
      title: "Number taken",
      detail:
        "This source has given this external number to a record of another data subject. Nothing was stored.",
    },
    idempotency_conflict: {
      title: "Idempotency key reused",
      detail:
        "This Idempotency-Key came with another request before. Use a new key for a new request.",
    },
    event_conflict: {
      title: "Number of another event",
      detail:
        "This source has given this external number to another event. Nothing was stored; if it is another event, give it a number of its own.",
    },
    consent_refused: {
      title: "Not a step that this consent can take",
      detail: "{problem}.{more}",
    },
    sharing_refused: { title: "Not to be agreed on like this", detail: "{problem}." },
    outside_terms: { title: "Outside the terms", detail: "{problem}." },
    acknowledgement_refused: { title: "Not an acknowledgement of this", detail: "{problem}." },
    webhook_refused: { title: "Not as a webhook", detail: "{problem}." },
    embed_refused: { title: "Not a token for this", detail: "{problem}" },
    sign_in_refused: { title: "Not signed in", detail: "{problem}" },
    account_refused: { title: "Not with this account", detail: "{problem}" },

    foreign_form: {
      title: "Not a document of this form",
      detail: "{format}: {place}{problem}.",
    },
    busy: {
      title: "Busy",
      detail: "Too many writes are waiting. Nothing was stored; try again shortly.",
    },
    not_sealed: {
      title: "Not sealed yet",
      detail:
        "Entry {index} is not covered by a checkpoint yet (the newest covers {size} entries). Try again in a few seconds.",
    },
    not_anchored_yet: {
      title: "Not anchored yet",
      detail:
        "Evidence about {at} names the last final anchor before that time and the first one behind it. {known} Ask again after the next anchor, which on a quiet ledger comes within the heartbeat (an hour by default); what the ledger itself says of that time is answered now (state).",
    },
    not_newest: {
      title: "Not the newest",
      detail:
        "There is a newer one: version {version} of record {id}. Only of the newest can it be proven that it is.",
    },
    content_lost: {
      title: "The newest was lost",
      detail:
        "There is a newer one, entry {index}, whose content was lost with a database; only its entry was recovered. What is newest can be proven again when the record is sent again; its history can be proven now, with that entry alone.",
    },
    audit_running: {
      title: "An audit is running",
      detail: "There is one audit at a time. Wait for the one that runs, or cancel it.",
    },
    pack_too_large: {
      title: "Too much for one pack",
      detail:
        "{bound} Ask for a shorter period, for fewer people, purposes or kinds; of a person’s export, for the form portability.",
    },
    stream_exists: {
      title: "The stream exists",
      detail: "This stream has entries, so its absence cannot be proven. Ask for its history.",
    },
    stream_too_long: {
      title: "The stream is too long",
      detail: "{held}",
    },
    unknown_fields: {
      title: "Unknown fields",
      detail: "A field asked for is not in the record. It has: {fields}.",
    },
    damaged: {
      title: "The ledger is damaged",
      detail:
        "The stored {thing} ({place}) is missing or is not what the ledger wrote. It was not handed out. Keep the database as it is and call the operator.",
    },
    chain_unavailable: { title: "Chain unavailable", detail: "{problem}." },
    invalid_setting: { title: "Wrong setting", detail: "{setting}: {problem}" },
    wrong_ledger: {
      title: "Another ledger",
      detail:
        "{setting} does not fit this data directory, which belongs to another ledger. Restore the setting, or start with another directory.",
    },
    not_this_ledger: {
      title: "Another log",
      detail:
        "The log does not begin with the record of ledger {ledgerId}. It was written by an older version of this program, or for another ledger. Nothing was changed: start with another data directory.",
    },
    own_record_lost: {
      title: "The ledger's own record was lost",
      detail:
        "The ledger's own record (entry {index}) was lost with a database; only its entry was recovered, and no start can tell any more whose log it is. Put back a backup of the database that has it; without one, open a successor with “npm run -s counterfoil -- succeed”.",
    },
    behind: {
      title: "The database is older than what was promised",
      detail:
        "The database has {size} entries, but the {what} knows of {expected}: it was restored from an older backup, or is not this ledger's. The start is refused, so that no second history can be signed. {remedy}",
    },
    copy_damaged: {
      title: "The second copy is damaged",
      detail: "{what}",
    },
    in_use: {
      title: "In use",
      detail:
        "Another process works with the {what}. One process owns the database and the keys: stop the other first.",
    },
    unknown_schema: {
      title: "Unknown database version",
      detail:
        "The {what} was written by another version of this program, or its schema was changed. If it is older, start the server once: it brings it up to date.",
    },
    succession_refused: {
      title: "This ledger cannot be succeeded so",
      detail: "{problem}. Nothing was changed on the chain.",
    },
    agreement_refused: {
      title: "The agreement does not take this",
      detail: "{problem}.",
    },
    succession_unfinished: {
      title: "A succession is unfinished",
      detail:
        "The ledger is on its way to its successor {origin}, and was interrupted. Run it again, it goes on where it stopped: counterfoil succeed --origin {origin}",
    },
    halted: {
      title: "The ledger has stopped",
      detail:
        "It found that chain, signatures and log contradict each other, so it takes nothing more and signs nothing more. The evidence is kept in the data directory under misbehaviour/. Call the operator.",
    },
    shutting_down: {
      title: "Shutting down",
      detail: "The server is about to stop. Try again shortly.",
    },
  },
  fields: {
    missing: "is required",
    surplus: "is not a field of this kind",
    wrong_type: "has the wrong JSON type",
    not_integer: "must be an integer",
    float_money: 'must be a decimal string such as "12.50", not a number',
    negative_money: "must not be negative in this kind",
    bad_money: 'must be a decimal string such as "12.50", with at most four decimals',
    bad_currency: "must be an ISO 4217 code, and the same throughout the record",
    bad_date: "must be a day that exists, as YYYY-MM-DD",
    bad_time: "must be a UTC time with milliseconds, such as 2026-11-22T09:30:00.000Z",
    bad_decimal: 'must be a decimal string such as "1.5"',
    bad_format: "does not have the form of this field",
    not_in_list: "must be one of: {allowed}",
    too_long: "is too long (at most {maximum})",
    too_short: "is too short (at least {minimum})",
    bad_unicode: "is not well-formed Unicode",
    out_of_range: "is out of range",
    not_ascending: "must be in ascending order, and name each thing once",
  },
  settings: settingProblems,
  consent: consentProblems,
  consentMore: consentSentences,
  terms: termsProblems,
  sharing: sharingProblems,
  outside: outsideTerms,
  noAnswer: "The chain does not answer",
  unknownNow,
  embed: embedProblems,
  forbidden: forbiddenProblems,
  signIn: signInProblems,
  accounts: accountProblems,
  webhooks: webhookProblems,
  acknowledgements: acknowledgementProblems,
  ranges: addressRanges,
  agreements: agreementProblems,
  cases: caseProblems,
  breaches: breachProblems,
  erasures: erasureProblems,
  foreign: foreignProblems,
  foreignFormats,
  succession: successionProblems,
  misbehaviour: {
    chain_diverged:
      "The chain holds another history of this ledger than its own log. Nothing more is signed or anchored.",
    chain_ahead:
      "The chain holds a longer history of this ledger than its own log. Nothing more is signed or anchored.",
    signer_diverged:
      "The signer state, the log and the signed checkpoints contradict each other. Nothing more is signed. If an older signer-state.json was put back, “npm run -s counterfoil -- recover” moves it forward to what the second copy holds.",
    checkpoint_not_extending:
      "The log does not extend its last signed checkpoint. Nothing more is signed.",
    map_diverged:
      "The signed state entry of the newest checkpoint names another map than the log gives. Nothing more is signed.",
    second_history:
      "An auditor holds a checkpoint that this ledger's log key has signed and that contradicts its log: somebody has signed a second history.",
  },
  remedies: {
    recover:
      "The second copy holds {copy} entries: fill the database up again with “npm run -s counterfoil -- recover”.",
    recoverPartly:
      "The second copy holds {copy} entries, which is not all. Put back a newer backup of the database; else recover what there is with “npm run -s counterfoil -- recover” and open a successor ledger with “npm run -s counterfoil -- succeed”.",
    none: "There is no second copy that holds them (COUNTERFOIL_COPY). Put back a newer backup of the database; without one this ledger cannot go on: open its successor with “npm run -s counterfoil -- succeed”.",
  },
  copies: {
    signed:
      "Database and second copy (COUNTERFOIL_COPY) differ from entry {index} on; the database's entry fits the tree that was signed, so the copy was changed. Move the copy's directory away and keep it: the next start writes a new copy.",
    unsigned:
      "Database and second copy (COUNTERFOIL_COPY) differ from entry {index} on, which was not signed yet: nothing shows which of the two was changed. Keep both as they are. If you move the copy's directory away, the next start writes a new copy out of the database.",
    unreadable:
      "From entry {index} on, files of the second copy (COUNTERFOIL_COPY) are lost, or are not what was signed. If the database lacks nothing, move the copy's directory away and keep it: the next start writes a new copy, of entries that fit the tree that was signed.",
  },
  timeForm:
    " It is a time that has come, in this form: 2026-01-31T09:30:00.000Z; a file about absence has none.",
  noOrigin:
    " The request has a cookie, but not the header “Origin”: whatever changes something by a session must name the page that it comes from, as browsers do.",
  parameters: {
    invalid: "is not valid",
    missing: "is missing",
    notCome:
      " The time that it names has not come yet: by the ledger's clock it is {now}. What will be so, nobody can say.",
    allowed: " It is one of: {allowed}.",
    others: " Nor are these: {others}.",
  },
  more: " This is not all: see “errors”.",
  anchors: {
    newest: "The newest one is of {newest}.",
    missing:
      "Anchors around it are missing here; they are looked for on the chain (the newest known is of {newest}).",
    none: "There is none yet.",
  },
  holds: {
    file: "An evidence file holds at most {events} entries and {limit} bytes. Disclose fewer fields (fields, withhold), or ask for what comes behind an entry that you know: from=<seq>:<leaf hash>.",
    answer:
      "A state is told of streams of at most {events} entries. Ask for evidence of what comes behind an entry that you know: from=<seq>:<leaf hash>.",
  },
  packs: {
    files: "One pack holds at most {most} evidence files.",
    bytes: "One pack holds at most {most} bytes of evidence.",
    opened: "At most {most} consents are opened to find those of a purpose.",
  },
  things: damagedThings,
  missing: {
    ...missingRight,
    receipt: "A receipt of this ledger for a record that its predecessor took",
    record: "This record",
    version: "This version of the record",
    subject: "This data subject",
    number: "A data subject of this number in this source",
    stream: "This stream",
    controller: "A statement of who decides about the data",
    notice: "This notice",
    purpose: "This purpose",
    text: "This text",
    route: "This address",
    checkpoint: "A checkpoint",
    anchor: "An anchor of this ledger of this size, or in this block,",
    tile: "This tile of the newest checkpoint",
    entry: "This entry of the log",
    key: "This key",
    account: "This account",
    organization: "This organization",
    agreement: "This agreement",
    agreementVersion: "This version of the agreement",
    webhook: "The webhook",
    message: "The message",
    audit: "This audit",
    report: "A report of this audit",
    pack: "This pack of evidence",
  },
  internal: {
    title: "Internal error",
    detail: "Something went wrong here. It was logged; nothing half done was kept.",
  },
};
