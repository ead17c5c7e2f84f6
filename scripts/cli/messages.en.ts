import { accountEn } from "./account/messages.en.ts";
import { agreementEn } from "./agreement/messages.en.ts";
import { auditEn } from "./audit/messages.en.ts";
import { auditorEn } from "./auditor/messages.en.ts";
import type { Messages } from "./catalogue.ts";
import { compareEn } from "./compare/messages.en.ts";
import { consentEn } from "./consent/messages.en.ts";
import { exportEn } from "./export/messages.en.ts";
import { importEn } from "./import/messages.en.ts";
import { keyEn } from "./key/messages.en.ts";
import { keysEn } from "./keys/messages.en.ts";
import { partnerEn } from "./partner/messages.en.ts";
import { plainName } from "./plain.ts";
import { receiptEn } from "./receipt/messages.en.ts";
import { recoverEn } from "./recover/messages.en.ts";
import { sharedEn } from "./shared-texts.en.ts";
import { stateEn } from "./state/messages.en.ts";
import { succeedEn } from "./succeed/messages.en.ts";

export const en: Messages = {
  help: {
    titles: {
      "Usage:": "Usage:",
      "Arguments:": "Arguments:",
      "Options:": "Options:",
      "Commands:": "Commands:",
      "Global Options:": "Global options:",
    },
    program: "A customer data ledger that nobody has to believe.",
    help: "show help",
    version: "show the version",
    lang: "language of the output: en or zh (or COUNTERFOIL_LANG, LC_ALL, LANG)",
    server: "address of the ledger (or COUNTERFOIL_URL; http://127.0.0.1:$PORT)",
    reason:
      "what for, in your words: it is recorded and shown to the person; compliance officers must say",
    tokenFile: "file with a key of the ledger (or COUNTERFOIL_TOKEN_FILE; $COUNTERFOIL_KEYS/token)",
    verify: {
      summary:
        "check evidence, a certificate of erasure, a shared record, or a proof of misbehaviour, against a policy and the chain",
      file: "the file, or - for the standard input",
      policy: "what you trust (policy.json of the data directory, if it is there)",
      rpc: "a node of the chain that you trust (or COUNTERFOIL_RPC_URL; the embedded chain)",
      json: "print the verdict as JSON",
      terms: "of a record that was shared with you: the policy of the terms that you signed",
      exit: [
        "Exit codes: 0 VERIFIED, 10 NOT_FINAL, 11 NOT_ANCHORED, 12 NOT_REPLAYED, 13 STALE, 20 CANNOT_TELL,",
        "21 UNPINNED, 30 DIVERGED, 40 INVALID; 2 wrong use or unreadable file, 1 a fault.",
      ].join("\n"),
    },
    evidence: {
      summary: "get an evidence file about a record, or about a stream",
      id: "the record's @id; left out for a file about a stream",
      out: "write to this file (standard output if left out)",
      claim:
        "of a record: record (it is there), current (and it is the newest); of a stream: history (all of it), absent (there is none)",
      fields: "disclose only these fields, joined by commas",
      checkpoint: "final: anchored for good where possible; newest: as fresh as possible",
      subject: "the data subject (@subject) of the stream, or firm",
      stream: "name of the stream, such as customer, order or order/ID",
      from: "history: only what comes after this one, NUMBER:LEAFHASH; state --json shows them",
      at: "history: also what was so at this time, such as 2026-01-31T09:30:00.000Z",
      withhold: "history: show these by their entries alone; all, or numbers joined by commas",
      more: [
        "Of a record:  counterfoil evidence ID [--claim record|current]",
        "Of a stream:  counterfoil evidence --subject ID --stream NAME --claim history|absent",
        "Exit codes: 0 there it is; 2 wrong use, or what the ledger refuses; 1 a fault, or no ledger is there.",
      ].join("\n"),
    },
    status: {
      summary: "show how the ledger is, and whether its promises are kept",
      json: "print the answer as JSON",
      exit: "Exit codes: 0 it works, 4 it works and an alarm is on, 1 it is down or not there.",
    },
    import: {
      summary: "import customers, orders and payments",
      what: "northwind, cdnow or online-retail; with --mapping the CSV file",
      paths: "northwind [DIR], cdnow FILE, online-retail FILE...",
      mapping: "import a CSV file of your own by this mapping file",
      dryRun: "check and count, send nothing",
      more: [
        "Running an import again stores nothing twice.",
        "Exit codes: 0 all taken, 3 something was refused, 2 wrong use or unreadable file, 1 a fault.",
      ].join("\n"),
    },
  },
  usage: {
    unknownOption: (name) => `there is no option ${name}`,
    unknownCommand: (name) => `there is no command ${name}`,
    missingArgument: (name) => `the argument ${name} is missing`,
    missingOption: (name) => `the option ${name} is missing`,
    optionMissingArgument: (name) => `the option ${name} needs a value`,
    excessArguments: "too many arguments",
    invalidArgument: (name) => `${name} does not take this value`,
    other: "the command line cannot be understood",
    seeHelp: "--help shows what there is.",
  },
  errors: {
    prefix: "counterfoil:",
    notAUrl: (text) => `“${text}” is not an address that begins with http:// or https://.`,
    notAllowed: (path) =>
      `${path} may not be read or written here. Run this as the user that the ledger runs as, or name another place.`,
    passwordInUrl: "An address must not hold a user or a password. Tokens come from files.",
    noToken: (file) =>
      `The token file ${file} cannot be read. Name it with --token-file or COUNTERFOIL_TOKEN_FILE.`,
    badToken: (file) => `The file ${file} does not hold a token.`,
    unreadable: (file) => `The file ${file} cannot be read.`,
    unwritable: (file) => `The file ${file} cannot be written.`,
    overInput: (file) =>
      `The file ${file} is itself read here: name another one for the result with --out.`,
    badPolicy: (file, why) => `The policy ${file} cannot be used. ${why}`,
    unreachable: (url) => `The ledger at ${url} cannot be reached. Is it running (npm start)?`,
    unauthorized: (url) => `The ledger at ${url} does not accept this token.`,
    refused: (status, message) => `The ledger refused (${status}). ${message}`,
    badAnswer: (url) => `What answers at ${url} does not speak like a Counterfoil ledger.`,
    badId: (id) => `“${id}” is not the @id of a record.`,
    badSubject: (subject) => `“${subject}” is not the @subject of a data subject.`,
    ofStreams: (option) =>
      `${option} is for files about streams: name one with --subject and --stream, and no record.`,
    ofRecords: (option) =>
      `${option} is for files about records: name one by its @id, and no stream.`,
    notOfAbsence: (option) => `A file about absence knows no ${option}.`,
    aboutWhat:
      "Name what the file is about: a record by its @id, or a stream with --subject and --stream.",
    whichClaim: "Say what the file is to claim of the stream: --claim history or --claim absent.",
    fault: (what) => `A fault in this program: ${what}`,
  },
  verify: {
    otherFiles: {
      pdf: (file) =>
        `${file} is a PDF, to be read. If it is the receipt of a consent, what proves it is attached to it: save history.evidence.json out of it (most PDF readers list attachments in a pane of their own, by the sign of a paper clip), then: counterfoil verify history.evidence.json. One that came early has promise.txt in its place: counterfoil receipt promise.txt.`,
      html: (file) =>
        `${file} is a page, to be read. If it is the receipt of a consent, what proves it comes with it: open it in a browser, save history.evidence.json from “Files with this receipt” at its end, then: counterfoil verify history.evidence.json. One that came early has promise.txt in its place: counterfoil receipt promise.txt.`,
      promise: (file) =>
        `${file} is a promise of the ledger's that evidence will be there, and not the evidence. Whether it was kept: counterfoil receipt ${plainName(file)}`,
    },
    states: { pass: "pass", fail: "fail", unknown: "unknown" },
    record: "Record",
    index: "Entry",
    disclosed: "Disclosed",
    withheld: "Withheld",
    nothing: "nothing",
    checkpoint: "Checkpoint",
    origin: "Ledger",
    size: "Entries",
    root: "Root",
    anchor: "Anchor",
    chain: "Chain id",
    contract: "Contract",
    ledger: "Ledger id",
    block: "Block",
    blockNotFound: "not found",
    time: "Time",
    transaction: "Transaction",
    caveats: "What this does not prove",
    ignored: "Ignored signatures",
    noPolicy: (file) => `No policy: ${file} does not exist, and none was given with --policy.`,
    verdict: "Verdict",
    stream: {
      claim: "Claim",
      claims: {
        record: "This record is in the ledger.",
        current: "This record is the newest version.",
        history: "These are all records of the stream, oldest first, none missing.",
        absent: "There is no such stream.",
      },
      laterClaims: {
        history: (kind) =>
          `These are all later versions of one record, oldest first, none missing. Version 1 is in the stream ${kind}.`,
        absent: (kind) =>
          `There is no later version of this record. Version 1 would be in the stream ${kind}.`,
      },
      continued: (seq) =>
        `These are all records of the stream behind number ${seq}, oldest first, none missing.`,
      title: "Stream",
      name: "Name",
      subject: "Subject",
      class: "Kept as",
      behind: "Behind",
      known: (seq, leafHash) => `number ${seq}, leaf hash ${leafHash}`,
      covers: "Covers",
      coverage: (mapSize, size, gap) =>
        `the first ${mapSize} entries of the log, as of the checkpoint of ${size}${gap === 0 ? "" : ` (not the ${gap} between them and its last)`}`,
      computed: "Computed",
      clock: (time) => `${time} by the ledger's clock`,
      events: "Records",
      noEvents: "none",
      columns: {
        seq: "No.",
        index: "Entry",
        when: "Occurred",
        standing: "By then",
        shown: "Disclosed",
      },
      rest: "Empty fields and the envelope are left out here: --json shows all.",
      hidden: "withheld",
      wholly: "all withheld",
      without: (names) => `withheld: ${names}`,
      at: (time) => `At ${time}`,
      standings: {
        in_log: "in the log",
        not_anchored: "not anchored",
        by_clock: "ledger's clock, not shown",
        by_clock_before: "recorded, by ledger's clock",
        by_clock_after: "only later, by ledger's clock",
      },
    },
  },
  status: {
    server: "Address",
    names: {
      status: "Status",
      store: "Store",
      log: "Log",
      chain: "Chain",
      state: "State",
      size: "Entries",
      sealed: "Sealed entries",
      openEntries: "Open entries",
      openSince: "Open since",
      headSize: "Anchored entries",
      finalizedSize: "Final entries",
      unanchoredEntries: "Entries not anchored",
      unanchoredSince: "Not anchored since",
      lastError: "Last error",
      lagging: "Lagging",
      origin: "Ledger",
      alarms: "Alarms",
      openSeconds: "Open for",
      unanchoredSeconds: "Not anchored for",
      lastAnchor: "Last anchor",
      block: "Block",
      time: "Time",
      promises: "Promises",
      open: "Open",
      nextDeadline: "Next deadline",
      secondsLeft: "Time left",
      overdue: "Overdue",
      cosigners: "Cosigned by",
      kind: "Kind",
      lagEntries: "Entries behind",
      lagSeconds: "Behind by",
    },
    values: {
      ...{ ok: "ok", degraded: "degraded", down: "down", true: "yes", false: "no", null: "–" },
      ...{ starting: "starting", unreachable: "unreachable", failing: "failing" },
      ...{ diverged: "contradicts this ledger", waiting: "waiting", refusing: "refuses" },
      ...{ pending: "on its way", included: "in a block, not final yet", finalized: "final" },
      ...{ kept: "kept", at_risk: "at risk", broken: "broken" },
      ...{ auditor: "auditor", witness: "witness" },
      promises_at_risk: "promises at risk: anchoring takes too long",
      promises_broken: "promises broken: deadlines have passed without an anchor",
      auditor_refuses: "an auditor refuses to cosign: it found something wrong",
      auditor_diverged: "an auditor has seen another history of this ledger",
      terms_unknown: "a partner's terms were agreed on the chain that this ledger does not have",
      agreements_unfollowed: "nobody knows how an agreement with a partner stands on the chain",
    },
    none: "none",
    units: { days: "d", hours: "h", minutes: "min", seconds: "s" },
  },
  import: importEn,
  receipt: receiptEn,
  compare: compareEn,
  misbehaviour: { statements: "Statements", finding: "What they show" },
  shared: sharedEn,
  certificate: {
    declared: "What was declared",
    kept: "What is kept",
    outcomes: "What became of it",
    streams: "Streams",
  },
  recover: recoverEn,
  audit: auditEn,
  auditor: auditorEn,
  state: stateEn,
  consent: consentEn,
  succeed: succeedEn,
  key: keyEn,
  keys: keysEn,
  account: accountEn,
  export: exportEn,
  agreement: agreementEn,
  partner: partnerEn,
};
