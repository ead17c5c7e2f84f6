import type { PartnerTexts } from "./texts.ts";

export const partnerEn: PartnerTexts = {
  summary: "be a firm's partner: pull what is given, verify it, hear of withdrawals",
  what: "key, pull, verify or receive",
  words: "the directory of the copy; receive: of all copies",
  keyFile: "key, receive: file with the key that signs acknowledgements (mode 600)",
  name: "key: makes the key if there is none, with this name, such as partner.example/acknowledgement",
  tokenFile:
    "pull, receive: file with your API key at the firm (or COUNTERFOIL_TOKEN_FILE; keys/token)",
  policy:
    "pull, verify, receive: the firm's verification policy, which you pinned; kept in the copy",
  termsFile: "pull, verify, receive: the policy of the terms, as you signed it; kept in the copy",
  rpc: "a node of the chain that you trust (or COUNTERFOIL_RPC_URL)",
  agreement: "pull: the agreement's identifier at the firm, the first time",
  purpose: "pull: what for, the first time; may be left out where the terms have one use",
  format: "pull: csv, ndjson or both (both)",
  mostBehind:
    "pull, receive: seconds for which a newer anchor may have been final when a consent is proven (600)",
  unreplayed:
    "pull, verify, receive: take consents whose checkpoint no auditor of the policy has cosigned yet",
  whole: "pull: everything anew, not what has changed",
  secretFile:
    "receive: file with the webhook's secret (whsec_…, mode 600); a line each while it changes",
  host: "receive: listen on this address (127.0.0.1)",
  port: "receive: listen on this port (8788)",
  json: "key, pull, verify: print as JSON",
  more: [
    "  counterfoil partner key --key-file KEY --name NAME: the key for acknowledgements; prints what the firm is told of it",
    "  counterfoil partner pull DIRECTORY: takes what is given now, or has changed; verifies all of it by your own node",
    "  counterfoil partner verify DIRECTORY: verifies the copy again; the firm is not asked",
    "  counterfoil partner receive DIRECTORY...: takes the firm's messages, deletes or pulls again, acknowledges",
    "Described in docs/SHARING.md. Exit codes of pull and verify are those of “counterfoil verify”, the worst of all records: 0 all verified; 10 to 13 not yet, or out of date; 20 the chain could not tell; 30, 40 something is wrong. And 2 wrong use; 3 the terms are not in force; 1 fault.",
  ].join("\n"),
  unknown: (what) => `There is no “partner ${what}”: it is key, pull, verify or receive.`,
  notOf: (option, what) => `${option} does not belong to “partner ${what}”.`,
  needs: {
    none: (what) => `“partner ${what}” takes no directory.`,
    directory: (what) => `“partner ${what}” takes one directory: that of the copy.`,
    directories: (what) => `“partner ${what}” takes the directories of your copies.`,
  },
  needsOption: (option) => `${option} is missing.`,
  needsName:
    "There is no such key file. To make it, name the key: --name partner.example/acknowledgement",
  badName: "--name must be 1 to 255 bytes without blanks and “+”.",
  otherName: (file, own) =>
    `${file} holds a key that is named ${own}. Leave out --name, or name another file.`,
  badFormat: "--format must be csv, ndjson or both.",
  badKey: (file) => `${file} holds no key that “partner key” makes.`,
  badSecret: (file) => `${file} holds no secret of a webhook: whsec_ and base64, a line each.`,
  badCopy: (directory) =>
    `${directory}/state.json is not of a copy that this version knows. Take an empty directory, and pull everything.`,
  noCopy: (directory) => `${directory} holds no copy. Make it with “partner pull”.`,
  notANumber: (option, range) => `${option} must be a whole number, ${range}.`,
  otherCopy: (option) =>
    `${option} is another than that of this copy. Take a directory of its own.`,
  otherLedger:
    "The terms are about another ledger than the policy. Compare both with what you signed.",
  otherChain: (found, wanted) =>
    `That is chain ${found}, and the terms are on chain ${wanted}. Name a node of that chain: --rpc`,
  noPurpose: (purpose) => `The terms have no use for ${purpose}.`,
  notItsTerms:
    "--agreement is not the agreement of these terms. Ask the firm for its identifier, 40 hex digits.",
  inUse: (pid) =>
    `Process ${pid} works on this copy. Try again when it has ended. If it is none of ours, remove the file “lock” in the directory.`,
  cannotListen: (host, port) => `Cannot listen on ${host}, port ${port}. Name another: --port`,
  noChain:
    "The chain could not be asked, so nothing was taken. Name a node that answers: --rpc, or COUNTERFOIL_RPC_URL.",
  tryWhole: "If the ledger has forgotten where this copy was: --whole pulls everything anew.",
  terms: {
    not_agreed:
      "The contract has no such terms, or others under this version. Nothing was taken: compare --terms with what you signed.",
    other_parties: "The contract has this agreement between other parties. Nothing was taken.",
    not_in_force:
      "These terms are not in force now: another version is, or their time has not come or is over. Nothing was taken. If there is a newer version, name it: --terms",
    terminated:
      "The agreement was terminated. Nothing was taken; what you have is to be deleted within the time that the terms name.",
  },
  keyMade: (file) => `A new key was written to ${file}. Back it up; tell the firm what follows.`,
  progress: (records, refused) => `${records} records taken, ${refused} refused …`,
  taken: (fresh, again) =>
    `Taken: ${fresh} new or changed, ${again} known already with newer proofs.`,
  held: (people) =>
    `Kept and not used, because processing is restricted: data of ${people} people. It stands in no table.`,
  gone: (people, records) =>
    `Deleted: ${people} people of whom nothing is covered now, and ${records} records that are not given any more.`,
  unreplayedTold: (records) =>
    `Of ${records} no auditor has replayed what the consent rests on: your policy names none, or you allowed it.`,
  leftOut: (reasons) => `Left out by the firm, by reason: ${reasons}.`,
  refused: (records) => `Not taken, because it does not hold: ${records}.`,
  setAside: (directory) =>
    `What was not taken lies in ${directory}/refused, with why: it may be evidence against the firm. It may hold personal data, until the person is ended.`,
  stopped: (why) =>
    `Stopped: the chain could not tell. ${why} What was taken before stays; pull again to go on.`,
  written: (directory, files) => `Written to ${directory}: ${files}; proofs in proofs/.`,
  allHold: (records) =>
    `${records} records: each held when it was taken, under terms that were in force, by proofs that are here.`,
  noRecords: "The copy holds no records.",
  proofsHold: (records) => `${records} records: the proofs of each held when it was taken.`,
  someFail: (refused, records) => `${refused} of ${records} records do not hold:`,
  bringAnew: "“partner pull --whole” brings everything anew, and puts what holds in their place.",
  someOpen: (open, records) =>
    `Of ${open} of ${records} records it cannot be told now whether they hold:`,
  times: (count) => `${count} records`,
  pulledAnew: (records) =>
    `Damaged in this copy: ${records} records. Everything is pulled anew, so that they are replaced.`,
  stillDamaged: (records) =>
    `Damaged still: ${records} records, which are in none of the files. Pull again.`,
  differing: (files) =>
    `Not what the proofs say: ${files}. Somebody has changed it; “partner pull” writes it anew.`,
  about: (part, why) => `${part}: ${why}`,
  parts: {
    copy: "File in the copy",
    delivery: "What came",
    credential: "Credential",
    evidence: "Evidence of the record",
    consent: "Evidence of the consent",
  },
  reasons: {
    copy_damaged: "It is not as it was written. The next pull replaces it.",
    delivery_form: "It is no record with its credential, its evidence and that of its consents.",
    other_purpose: "It was given for another purpose than was asked for.",
    other_person: "It is about another person than was asked for.",
    evidence_beyond_terms: "It shows a field that the terms do not name.",
    older_version: "A newer version of this record was given before.",
    consent_beyond: "It shows more of the consent than whether it is in force.",
    consent_outdated: "It is of a time long past: the ledger has anchored more since.",
    consent_age_unknown: "Your node does not tell whether the ledger has anchored more since.",
  },
  listening: (address) =>
    `Receiving at ${address}. Have your proxy hand on the firm's messages here.`,
  stoppedReceiving: "Stopped.",
  notReceived: {
    bad_timestamp: "Refused: no time in webhook-timestamp.",
    too_old:
      "Refused: sent more than five minutes ago, or ahead. Does this machine's clock go right?",
    bad_signature: "Refused: the webhook's secret has not signed it.",
    not_a_message: "Refused: it is no message.",
  },
  notPulled: (why) =>
    `Not pulled again now: ${why} What was outdated is deleted; the next pull brings what is given.`,
  logged: {
    tested: "test: arrived",
    unknown: "not known what it asks for: nothing done, nothing acknowledged",
    no_copy: "no copy of that agreement and purpose here: nothing done, nothing acknowledged",
    applied: "done here",
    in_use: "cannot be done while another process works on the copy, tried again",
    failed: "could not be done, tried again",
    received_said: "acknowledged: received",
    done_said: "acknowledged: done",
    said_refused: "the firm does not take the acknowledgement",
  },
};
