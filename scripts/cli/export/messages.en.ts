import type { ExportTexts } from "./texts.ts";

export const exportEn: ExportTexts = {
  summary: "check an export of a person's data: nothing altered, nothing missing",
  what: "verify",
  file: "the ZIP, or the folder that it was unpacked into",
  more: [
    "Each file is held against manifest.json, each proof against the policy and the chain; data.json and the tables are made again out of the proofs; and every stream that there can be must be there, or be proven not to exist.",
    "Exit codes are those of “counterfoil verify”.",
  ].join("\n"),
  unknown: (what) => `There is no “counterfoil export ${what}”: say “counterfoil export verify”.`,
  which: "Say which file: counterfoil export verify FILE.zip",
  facts: "Export",
  names: {
    form: "Form",
    identifiers: "Identifiers",
    size: "As of a log of",
    files: "Files",
    histories: "Streams, whole",
    absent: "Streams that do not exist",
    purposes: "Purposes stated",
    events: "Entries",
    gone: "… of which the record is not shown",
    unproven: "Streams without proof",
  },
  forms: { access: "everything (access)", portability: "what the person provided (portability)" },
  kinds: "Entries by kind",
  withheld: "Fields that are not shown to the person",
  evidence: "Proofs by verdict",
  wrong: "What is wrong",
  faults: {
    file_missing: "the file is not there",
    file_surplus: "the file is not listed, or belongs to nothing",
    hash_differs: "the file was altered: it is not the one of manifest.json",
    not_ascending: "the files are not in order",
    unreadable: "the file cannot be read",
    bad_form: "the file does not have its form",
    stream_missing: "there is neither a history of this stream nor a proof that it does not exist",
    stream_surplus: "this stream does not belong here, or is here twice",
    evidence_fails: "the proof does not hold",
    evidence_other: "the proof is of something else, or as of another checkpoint",
    field_withheld: "a field is not shown that must be",
    event_foreign: "an entry does not follow the one before it",
    identifiers_differ: "the records of joined identifiers name others",
    content_differs: "the file does not say what the proofs say",
  },
  unprovenStreams: "The ledger says that it cannot prove these",
  others: (count) => `… and ${count} more`,
  caveats: "What this does not prove",
  notProven: [
    "Which ledger it is of, if the policy that you gave is policy.json out of this export: whoever forges an export forges the policy beside it. Take yours from somewhere else.",
    "That what was entered is true, or that everything the firm knows is in its ledger.",
    "That the person has no other identifier, and that there are no purposes, requests or signals under names that the firm has not told.",
    "What the part “about” of data.json, index.html, export.pdf and README.txt say besides: that is the firm's word.",
  ],
  words: {
    INVALID:
      "This export proves nothing: it was altered, something is missing, or it is not of the ledger you trust.",
    DIVERGED:
      "The ledger's own key signed this, and the chain says otherwise: keep both, this is proof of misconduct.",
    UNPINNED:
      "The export agrees with itself, but nothing says which ledger to trust: give a policy to go on.",
    CANNOT_TELL:
      "Nothing in it is wrong, but not all could be checked: the chain did not answer, or the ledger says that something was erased or is damaged, or does not show the record of an entry.",
    NOT_ANCHORED: "The checkpoint is signed, but the chain does not know it (yet).",
    NOT_FINAL: "The checkpoint is on the chain, but its block is not final yet.",
    NOT_REPLAYED:
      "The chain has fixed this, but nobody you trust has replayed the ledger's entries: something could have been left out.",
    STALE: "The export holds, but it is older than your policy allows: ask for a newer one.",
    VERIFIED:
      "This is everything that the ledger had of these identifiers in these streams, exactly as shown and with nothing left out; the chain has fixed it.",
  },
};
