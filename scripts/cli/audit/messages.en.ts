import type { AuditTexts } from "./texts.ts";

export const auditEn: AuditTexts = {
  summary: "re-read a whole ledger and name everything that is not what it should be",
  offline: "leave the chain out",
  rpc: "a node of the chain that you trust (or COUNTERFOIL_RPC_URL; the embedded chain)",
  policy: "what you pinned; without one what the ledger itself says is taken",
  json: "write the report as JSON to this file, or - for the standard output",
  html: "write the report as one HTML file",
  work: "directory for what does not fit into memory, from which an audit that was interrupted goes on the next time; emptied at the end",
  noRecord: "do not have the ledger record that it was audited",
  more: [
    "Works on the files of the ledger, by the settings of the server, which may run meanwhile. Changes nothing in them, but notes beside them, for the server to record, that it was run and what came of it (not with --no-record, and not with --remote).",
    "One that was interrupted, also by a kill, goes on within a day if both times the same --work is named: records whose rows are still the same are not opened again.",
    "Exit codes: 0 clean, 30 something is damaged, 20 nothing is, but the chain did not answer; 2 wrong use, 1 a fault.",
  ].join("\n"),
  progress: (percent, step, left) => `${percent} % | ${step}${left}`,
  left: (time) => ` | about ${time} left`,
  time: {
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
  },
  interrupted:
    "Interrupted. Nothing was changed; run it again at any time. (With --work DIRECTORY a full audit can go on from where it was.)",
  interruptedKept: (directory) =>
    `Interrupted. Nothing was changed in the ledger. Run it again within a day with --work ${directory}, and it goes on from the records that were read.`,
  notPrivate: (directory) =>
    `${directory} is no directory that is yours alone (it is a link, somebody else's, or open to others: its mode must be 0700). Others could have an audit write and read what they like. Look at what lies there, remove it, or name another directory with --work`,
  unused: {
    damaged:
      "What an interrupted audit had left in the work directory is damaged, or of another ledger: the audit began anew.",
    other:
      "What an interrupted audit had left in the work directory is of other files, keys or options, or of another version: the audit began anew.",
    old: "What an interrupted audit had left in the work directory is older than a day: the audit began anew.",
  },
  notNoted:
    "The ledger will not record that this audit was run: accounts.db in the data directory cannot be written to.",
  written: (file) => `Report written to ${file}`,
  sameFile: "--json and --html must name two files",
  insideLedger: (file) =>
    `${file} lies among the ledger's own files: name a place outside of its directories for the report`,
  noReport: (file) =>
    `${file} is there already and is no such report of an audit: name another file, so that nothing is lost`,
  unopened: (code) =>
    `The database or the keys cannot be opened at all (${code}): see “Damaged” in docs/OPERATING.md`,
  quick: {
    quick:
      "look at two samples only: twice so many entries, 4,603 if none are named, each with all that belongs to it",
    more: [
      "With --quick one sample is drawn from the hash of the first final block at or after the newest anchor's block + 32 (on the embedded chain its own block): whoever runs the",
      "audit cannot choose it, but everybody knows it afterwards. Another one is drawn from random bytes of this machine besides: nobody who changed rows before can have known it. The",
      "report says with which probability each misses damage to one entry in a thousand. 20: nothing could be drawn yet. Takes seconds.",
    ].join("\n"),
    notACount: (text, most) => `--quick ${text}: name a whole number from 1 to ${most}`,
    notTogether: (option) =>
      `--quick and ${option} exclude each other: a sample is drawn from a block of the chain, and looked up in the ledger's files`,
    noSample: {
      left_out:
        "No sample can be drawn without the chain. Leave --offline away, or audit everything: without --quick.",
      unreachable:
        "The chain did not answer, and without it no sample can be drawn. Start the server if it runs the embedded chain, name a node (--rpc), or audit everything: without --quick.",
      not_listed:
        "The node does not list what was anchored, so that no sample can be drawn. Name another node (--rpc), or audit everything: without --quick.",
      no_anchor:
        "The chain has no final anchor of anything that lies here, so that no sample can be drawn. Wait for one, or audit everything: without --quick.",
    },
    notFinal: (awaited, final) =>
      `A sample is drawn from the hash of block ${awaited}, which is not final yet (final: ${final}). Wait for it, or audit everything: without --quick.`,
  },
  remote: {
    remote:
      "audit the ledger at this address from outside: from tiles, entries and chain alone; with --policy and --token-file",
    tokenFile: "file with a key for auditors, which the ledger's operator gives you (--remote)",
    directory:
      "keep what was taken here, and go on from there the next time; what is found is kept below refusals/ (--remote)",
    more: [
      "With --remote nothing of this machine's ledger is read: it replays all entries that are served, compares every hash tile with those that follow from them,",
      "every size that was anchored with the chain (--rpc), and the log's own checkpoint of it. 20: it could not be told, because log or chain did not answer.",
    ].join("\n"),
    needsPolicy:
      "--remote needs --policy: what a ledger says of itself is nothing to audit it by. Pin its policy, got on another way than its address",
    needsToken: "--remote needs --token-file: the entries are for auditors alone",
    onlyRemote: (option) => `${option} has a meaning only together with --remote`,
    interrupted:
      "Interrupted. Run it again at any time. (With --directory DIRECTORY what was taken stays, and the next one goes on from it.)",
    interruptedKept: (directory) =>
      `Interrupted. Run it again with --directory ${directory}, and it goes on from what was taken.`,
    untold: (why) => `It could not be told: ${why}. Nothing is said of the ledger by that.`,
    log: {
      unreachable: (path) => `the log does not answer (${path})`,
      timeout: (path) => `the log does not answer in time (${path})`,
      redirected: (path) => `the log names another address for ${path}, which is not followed`,
      unauthorized: (path) => `the log does not take this token (${path})`,
      missing: (path) => `the log does not serve ${path}, which its signed checkpoint covers`,
      too_large: (path) => `what the log serves as ${path} is too large to be that`,
      bad_answer: (path) =>
        `what the log serves as ${path} is no such thing, or not signed by the key of the policy`,
    },
    kept: (file) => `All that shows it is kept in ${file}`,
  },
};
