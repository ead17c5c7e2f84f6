import { fieldsEn } from "./fields.en.ts";
import type { ExportWords } from "./words-shape.ts";

export const exportEn: ExportWords = {
  titles: { access: "Your data", portability: "Your data, to take along" },
  states: {
    good: "Everything is here, and nothing is missing",
    open: "Something could not be shown or proven",
  },
  contents: "This is what the ledger held about you on {time}: {events} entries.",
  forms: {
    access:
      "It is everything: each version of each record, who has read it, and what it is used for (GDPR Article 15, PIPL Article 45).",
    portability:
      "It is what you provided and did, in forms that other systems read (GDPR Article 20, PIPL Article 45). What the firm wrote itself is in the export “access”.",
  },
  others:
    "The firm has joined {count} more identifier(s) with yours. A join may be wrong, so what is under them is not here: ask the firm, which gives it out once it has checked.",
  gone: "Of {count} entries the record is not here any more: it was erased, lost or damaged. Their places are listed.",
  damaged:
    "{count} records cannot be read any more, and may belong to a stream that is not listed.",
  unproven:
    "Of {count} streams there is no proof: they were erased, or something of them is damaged.",
  later: "In {count} streams something was added after that time. It will be in the next export.",
  labels: {
    identifiers: "You (identifiers)",
    sealed: "As of",
    size: "Entries of the ledger",
    ledger: "Ledger",
    chain: "Chain",
    contract: "Contract",
    ledgerId: "Ledger id",
    sources: "Where it comes from",
    data: "SHA-256 of data.json",
  },
  sections: {
    purposes: "What it is used for",
    contents: "What is here, and how long it is kept",
    recipients: "Who has received or read it",
    problems: "What could not be shown",
    check: "How to check this without us",
  },
  columns: {
    kind: "Kind",
    events: "Entries",
    retention: "Kept",
    who: "Who",
    organization: "Organization",
    agreement: "Agreement",
    count: "Times",
    last: "Last",
    when: "When",
    record: "What is recorded",
    stream: "Stream",
    problem: "What is so",
  },
  noRecipients: "Nobody is on record as having read it or received it.",
  more: "The newest {shown} of {count}. All of them are in {file}.",
  keptYears: "{years} whole years after the year of recording",
  keptOpen: "until it is erased",
  problems: {
    unproven: "cannot be proven: damaged",
    erased: "erased; whether there was anything cannot be told any more",
    damaged: "record cannot be read",
    later: "{count} newer entries",
    gone: "{count} entries without their records",
  },
  check: [
    "Install the program counterfoil, or let somebody do so whom you trust, and run: counterfoil export verify FILE.zip --policy YOUR-POLICY.json --rpc ADDRESS-OF-A-NODE",
    "It compares every file with manifest.json, checks each proof in evidence against the chain, makes data.json and the tables again out of the proofs, and looks whether a stream is missing.",
    "Each file of the folder evidence also verifies by itself: counterfoil verify FILE, or on the page verifier.html of the ledger, or of a copy that you trust.",
    "YOUR-POLICY.json says which ledger you trust. Take it from somewhere else than here: you saved it earlier, or an auditor or another customer gives it to you. The policy.json in here proves nothing: whoever forges an export forges the policy beside it. With that one alone you learn that the export agrees with itself, and no more.",
  ],
  proves: {
    heading: "What the check proves",
    points: [
      "Every entry that the ledger has under your identifiers in these streams is here, unchanged, and none is missing, as of the time above.",
      "Of each kind, and each purpose that the firm has stated, there is either the whole history or the proof that there is none.",
    ],
  },
  notProven: {
    heading: "What it does not prove",
    points: [
      "That what was entered is true, or that everything the firm knows is in the ledger.",
      "That you have no other identifier: the firm says which ones are yours.",
      "That there are no purposes, requests or signals with names that nobody has told you. Whoever knows a name can ask for proof.",
      "What this page and the part “about” of data.json say of purposes, recipients’ names, retention and rights: that is the firm’s word.",
      "index.html and export.pdf are for reading. What counts is data.json, which the check makes again from the proofs.",
    ],
  },
  kinds: {
    access: "Readings of your data",
    acknowledgement: "Acknowledgements of partners",
    consent: "Consents",
    customer: "Customer data",
    hold: "Legal holds",
    merge: "Joined identifiers",
    order: "Orders",
    payment: "Payments",
    request: "Requests",
    restriction: "Restrictions and objections",
    signal: "Signals of your software",
  },
  roles: {
    administrator: "administrator",
    auditor: "auditor",
    customer: "customer",
    officer: "compliance officer",
    partner: "partner",
    staff: "staff",
    system: "system",
  },
  fields: fieldsEn,
  colon: ": ",
  separator: "; ",
  readme: `YOUR DATA, out of the ledger {origin}
As of {time}

index.html     to be read in a browser; export.pdf the same, to be printed
data.json      all records, in all versions, and what the firm says of their use
csv/           the same records as tables, one for each kind; a text that a program
               for tables would take for a formula begins with an apostrophe
evidence/      one proof for each stream, or that there is none
policy.json    chain, contract, ledger and keys of this ledger, as it states them itself:
               to be compared, not to be trusted
manifest.json  the SHA-256 of every file, and which proof is of which stream

HOW TO CHECK IT WITHOUT US
{check}

WHAT THE CHECK PROVES
{proves}

WHAT IT DOES NOT PROVE
{notProven}
`,
};
