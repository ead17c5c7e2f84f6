import type { ReportTexts, Words } from "./texts.ts";

export const reportEn: ReportTexts = {
  title: "Audit of a ledger",
  modes: {
    full: "full: everything that is stored was read",
    quick: "quick: two samples of the entries, each entry with all that belongs to it",
    remote: "from outside: tiles, entries and chain",
  },
  words: { clean: "CLEAN", damaged: "DAMAGED", unasked: "CHAIN DID NOT ANSWER" },
  clean: (rows, withChain) =>
    withChain
      ? `Nothing is wrong with any of the ${rows} rows that were checked.`
      : `Nothing is wrong with any of the ${rows} rows that were checked. Whether it is what was anchored is not known: the chain was not asked.`,
  cleanSample: (records) =>
    `Nothing is wrong with the ${records} entries that were drawn, nor with what belongs to them.`,
  cleanRemote: (withChain) =>
    withChain
      ? "What the ledger serves follows the rules, and is what the chain holds."
      : "What the ledger serves follows the rules. Whether it is what was anchored is not known: the chain was not asked.",
  damaged: (things, first, more) =>
    more ? `${things} findings; the first: ${first}` : `One finding: ${first}`,
  unasked:
    "Nothing is wrong with what was checked, but the chain did not answer: whether this is what was anchored is not known.",
  headings: {
    ledger: "What was audited",
    findings: "What is wrong",
    advice: "What to do",
    map: "The log at a glance",
    checked: "What was checked",
    notes: "Worth knowing, and no damage",
    notProven: "What this does not prove",
    resumed: "Read at different times",
  },
  columns: {
    number: "#",
    place: "table",
    key: "row",
    kind: "it is",
    wrong: "what is wrong",
    what: "what",
    checked: "checked",
    of: "of",
    damaged: "findings",
    part: "part",
    readAt: "read at",
    size: "entries then",
    taken: "taken over",
  },
  facts: {
    ledger: "Ledger",
    mode: "Audit",
    chainId: "Chain",
    contract: "Contract",
    ledgerId: "Ledger id",
    chain: "Chain asked",
    snapshot: "As of",
    checkpoint: "Newest checkpoint",
    anchor: "Newest final anchor",
    time: "Time",
    sample: "Sample",
    together: "Looked at",
    drawn: "First sample",
    drawnAgain: "Second sample",
    missed: "Would miss",
    url: "Address",
  },
  chain: {
    asked: "yes",
    left_out: "no, it was left out",
    unreachable: "no, it did not answer",
  },
  entries: (count) => `${count} entries`,
  snapshot: (size, takenAt) => `${takenAt}, ${size} entries`,
  checkpoint: (size, root) => `${size} entries, root ${root}`,
  anchor: (size, block) => `${size} entries, block ${block}`,
  none: "none",
  took: (from, to, seconds) => `${from} to ${to} (${seconds} s)`,
  sample: (count, size, block) =>
    `twice ${count} of the ${size} entries under the anchor in block ${block}`,
  together: (checked) => `${checked} entries together, each with its record`,
  drawnFromBlock: (block, hash) => `the hash of block ${block}, ${hash}`,
  choosable: (drawn) =>
    `drawn from ${drawn}. The ledger's operator runs this chain, and could have chosen this sample; once the block is there, everybody knows it.`,
  byBlock: (drawn) =>
    `drawn from ${drawn}. Whoever runs the audit cannot choose it. Once the block is there, everybody knows it, and can spare it when damaging rows; an operator may anchor again and again until it suits him, and each anchor stays on the chain.`,
  byNonce: (nonce) =>
    `drawn from the same and ${nonce}, random bytes of the machine that ran the audit. Who changed rows before the audit began could not know it. Whoever runs the audit could try until it suits.`,
  missed: (percent) =>
    `damage to one entry in a thousand (at least one), with a probability of ${percent} % for each sample by itself, if whoever did it neither knew nor chose that sample`,
  resumed:
    "The audit was interrupted and went on. These parts were read before, and found sound. Every row that they rest on is still what it was then, byte by byte; they were not opened again.",
  more: (count) => `${count} more`,
  about: (numbers) => ` (findings ${numbers})`,
  strip: {
    label: (size, damaged) =>
      `The log from the first entry to entry ${size}; findings that have a place in it: ${damaged}`,
    span: (from, to) => (from === to ? `entry ${from}` : `entries ${from} to ${to}`),
    whole: "nothing found",
    marks: (count) => `findings with a place in the log: ${count}`,
    sealed: (size) => `signed up to ${size} entries`,
    anchored: (size) => `anchored for good up to ${size} entries`,
    legend: {
      anchored: "anchored for good",
      sealed: "signed",
      open: "not signed yet",
      damaged: "findings",
    },
  },
};

export const adviceEn: Words["advice"] = {
  restore:
    "Stop the server and keep everything as it is: it is the only witness. Check the disk, compare with the last backup which of the two differs, and put back a backup that is as new as the last signature. What follows from the log is right again with it.",
  contents:
    "Stop the server, keep everything as it is, and put back a backup that is as new as the last signature. Content that no backup has is lost: send it again from its source, it becomes a new record or the next version. Its entry stays provable.",
  intruder:
    "Somebody other than the server wrote into the database. Stop the server, keep both directories, and find out who could write there before you put anything back. Trust nothing that was recorded since.",
  derived:
    "The map follows from the log. If nothing else is wrong, stop the server, move map.db away (keep it), and start: it is made anew.",
  copy: "If the database's own entry is not among the findings, stop the server, move the second copy's directory away (keep it), and start: a new one is written. Else leave it: it may hold the right entry.",
  keys: "Stop the server and put back keys.db from the newest backup, never an older signer-state.json. A key that no backup has is lost, and all that is sealed with it.",
  behind:
    "A database or a signer state is older than what was signed. Find out what was put back, then: a newer backup, counterfoil recover, else a successor ledger. Never put back an older signer-state.json.",
  misbehaviour:
    "Two things that were signed or anchored cannot both be true. Stop the server, change nothing, keep both directories and data/misbehaviour. Find out whether a directory was put back, whether a second server runs, and who had the key.",
  policy:
    "Do not hand this file out. The server writes it anew at each start; find out who changed it, and tell those who may have pinned it.",
  anchors:
    "The chain decides. Ask a node that you trust whether it says the same; if it does, put back a backup. Evidence that was handed out is checked against the chain and not touched by this.",
  outsider:
    "Keep the log's signed checkpoints and this report. Do not rely on the ledger before its operator has explained it; tell others who follow it, and compare what they were shown (counterfoil compare).",
};

export const notesEn: Words["notes"] = {
  void_entries:
    "{count} indexes are void: promised once and lost in a restore or crash. That is in public, and changes nothing else.",
  recovered:
    "{count} entries came back from the second copy without their records, as was noted when they did.",
  erased:
    "Entries whose records are erased for good: {count}, as the ledger has declared in its log: of these the audit shows only that the entries are there.",
  copy_absent: "There is no second copy of the entries.",
  copy_not_found:
    "The directory that COUNTERFOIL_COPY names, or would name by default, holds no second copy: if there was one, it is lost.",
  chain_left_out: "The chain was not asked, as was wished (--offline, or --remote without --rpc).",
  chain_unreachable: "The chain did not answer.",
  chain_partial:
    "The node does not list all that was anchored: only the newest anchor was compared with it.",
  blocks_untold: "Of {count} anchors the node did not tell the block.",
  server_running:
    "A server works with this ledger; what it wrote since the audit began is not in it.",
  map_absent: "There is no map.db; the next start makes it anew.",
  unsealed: "{count} entries are not signed yet; only authenticators and their chains hold them.",
  unanchored: "{count} entries have no final anchor yet.",
  promises_broken:
    "Promises of receipts were broken: {count} entries, from {from} to {to}. Whoever holds such a receipt can show it.",
  map_unknown:
    "From entry {index} on nobody can say what the map is: an entry is lost, and with it the stream that it moved.",
  undecided: "{count} records belong to entries that are lost: whether they fit nobody can say.",
  unopened: "{count} records could not be opened, because their keys are missing or damaged.",
  unused_secrets:
    "There are secrets of {count} subjects that the ledger does not know: their making was interrupted, or their rows are among the findings.",
  row_key_lost:
    "The key of the rows' authenticators is missing or damaged: changed rows that nothing else covers were not noticed.",
  mac_keys_lost:
    "Keys are missing or damaged by which numbers of sources and remembered requests are recognised: these were not checked.",
  predecessor: "What lies before entry {size} was taken by the ledger that this one succeeded.",
  sample_older:
    "The newest final anchor is of {size} entries, but block {block}, from whose hash its sample will be drawn, is not final yet. The newest anchor that has such a block was taken, of {drawn} entries.",
  sample_beyond: "{count} entries lie behind the sampled anchor, and could not be drawn.",
  marks_unsought:
    "Of {count} drawn entries the remembered request was not looked for: too many others are damaged or missing, or of one moment. A full audit looks at all.",
  links_unsought:
    "Of {count} drawn entries the one before them in their stream was not looked for: too many others are damaged or missing. A full audit looks at all.",
};

export const notProvenEn: Words["notProven"] = {
  truth: "That what was entered is true.",
  completeness: "That everything that happened was entered.",
  identifiers: "That a person has one identifier only.",
  use: "What anybody did with the data after reading them.",
  times:
    "When exactly something was recorded: between two anchors only the ledger's own clock speaks.",
  holder_of_everything:
    "That nobody who holds data, keys and second copy wrote another history before it was anchored. Behind the newest final anchor that person could still do it.",
  tail: "Of entries behind the newest anchor more than that they agree with each other, and with keys that lie on the same machine.",
  own_machine:
    "Anything to somebody else: it was run where the ledger lies, by its operator's program. An outsider audits from outside, or pins an auditor.",
  files_beside:
    "Anything about tokens, backups, files handed out, or the programs themselves: they were not looked at.",
  later: "Anything about what happened after the moment that it speaks of.",
  not_drawn:
    "Anything about entries and records that were not drawn, and rows that belong to none of those drawn: the map, cosignatures, standings of consents, other checkpoints and anchors, rows that were put in or deleted elsewhere, requests that were answered without a new record, the files as such. A full audit reads all of it.",
  contents:
    "Anything about the content of records, or what else the ledger stores: an outsider sees entries and hashes only.",
  chain: "That this is the history that was anchored: the chain was not asked.",
  embedded_chain:
    "Anything against whoever runs this chain: it is the embedded one, and they can rewrite it.",
};
