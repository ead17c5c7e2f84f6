import type { ReceiptTexts } from "./texts.ts";

export const receiptEn: ReceiptTexts = {
  summary: "tell whether the promise in a receipt was kept, and make proof of it",
  file: "a receipt, the JSON answer of a write, or one line of its NDJSON; - for the standard input",
  log: "where hash tiles and checkpoints are read: a ledger, any mirror of its log, or a directory (the ledger of COUNTERFOIL_URL)",
  out: "write evidence to this file, or a .tlog-proof if the file has no entry and disclosures",
  json: "print the judgement as JSON",
  more: [
    "Nothing of what serves the tiles is believed: they are held against the roots on the chain.",
    "Exit codes: 0 kept, 11 not yet due, 30 broken, 20 cannot tell, 21 no policy, 40 not a receipt of this ledger;",
    "3 kept, but no file could be made for --out, 30 also if the log's checkpoint contradicts the chain then; 2 wrong use or unreadable file, 1 a fault.",
  ].join("\n"),
  title: "Receipt",
  anchorTitle: "On the chain",
  names: {
    ledger: "Ledger",
    index: "Entry",
    leafHash: "Leaf hash",
    taken: "Taken",
    deadline: "Deadline",
    size: "Anchored size over it",
    block: "Block",
    final: "Newest final block",
    there: "At its place",
  },
  words: {
    kept: "KEPT",
    not_yet_due: "NOT YET DUE",
    broken: "BROKEN",
    cannot_tell: "CANNOT TELL",
    unpinned: "UNPINNED",
    invalid: "INVALID",
  },
  block: (number, time) => `block ${number} (${time})`,
  someBlock: (time) => `a block not after ${time}`,
  notAfter: (time) => `not after ${time}; the node does not tell which`,
  places: {
    promised: "the entry that was promised",
    void: "a void entry: what was promised is lost",
    other: "another entry",
    unknown: "could not be seen",
  },
  sentences: {
    kept: ({ by, size, index }) =>
      `The promise was kept: by the deadline ${by} had anchored the first ${size} entries, and entry ${index} among them is the one that was promised.`,
    running: ({ deadline, index }) =>
      `The promise runs until ${deadline}. No final block has anchored entry ${index} so far.`,
    awaiting_final_block: ({ final }) =>
      `The deadline has passed, but the newest final block is not later than it: ${final}. Ask again when a later one is final.`,
    no_final_block: () => "The chain names no final block, so that nothing is settled yet.",
    other_entry_already: ({ by, index, deadline }) =>
      `The promise runs until ${deadline}, but ${by} has anchored another entry as number ${index}. The chain takes nothing that does not extend it: this promise cannot be kept any more.`,
    void_already: ({ by, index, deadline }) =>
      `The promise runs until ${deadline}, but ${by} has anchored a void entry as number ${index}: what was promised there is lost, and this promise cannot be kept any more.`,
    never_anchored: ({ index, final }) =>
      `The promise was broken: no final block has anchored entry ${index}, and the newest of them is later than the deadline: ${final}.`,
    anchored_late: ({ index, by }) =>
      `The promise was broken: by the deadline no block had anchored entry ${index}. It was late: ${by}.`,
    other_entry: ({ index, by }) =>
      `The promise was broken: ${by} anchored another entry as number ${index}. Keep this receipt: it proves that the ledger promised one thing and did another.`,
    void_entry: ({ index, by }) =>
      `The promise was broken: ${by} anchored a void entry as number ${index}. The ledger has lost what it promised.`,
    chain_unreachable: () => "The chain could not be asked.",
    chain_other: () => "The node is of another chain than your policy names.",
    ledger_not_there: () => "The chain does not know the ledger of your policy.",
    chain_forgets: () =>
      "The node tells neither by its logs nor by its old states when the entry was anchored. Name another one with --rpc.",
    tiles_missing: ({ by, log }) =>
      `A size that covers the entry was anchored in time: ${by}. What stands at its place could not be seen, because ${log} does not have the hash tiles. Name another place with --log.`,
    tiles_wrong: ({ by, log }) =>
      `A size that covers the entry was anchored in time: ${by}. But the hash tiles of ${log} do not give the root on the chain, so they prove nothing. Name another place with --log.`,
  },
  lateThere: "It is there now, as it was promised.",
  lateUnseen: "What stands at its place could not be seen without hash tiles.",
  development: "This is a development chain: whoever runs it can rewrite it.",
  unpinned: (file) =>
    `Nothing was checked: ${file} does not exist, no policy was given with --policy, and so nobody says whose promise this is.`,
  invalid: (why) => `This is no receipt of the ledger that you trust. ${why}`,
  faults: {
    no_receipt: "The file is neither a receipt nor the answer of one write that holds a receipt.",
    answer_differs: "What the answer says beside its receipt is of another entry.",
    entry_differs: "The entry in the file is not the one that the receipt promises.",
    disclosures_differ: "The disclosures in the file do not make up the record of the entry.",
  },
  written: {
    record: (file, size) =>
      `Evidence written to ${file}: the record, under the checkpoint of ${size} entries.`,
    "tlog-proof": (file, size) =>
      `A .tlog-proof written to ${file}: the entry, under the checkpoint of ${size} entries. (Evidence of the record needs the answer of the write, with ?disclosures=true.)`,
  },
  notWritten: "No file was written: no final block shows this entry at its place yet.",
  failures: {
    no_checkpoint: (log) =>
      `No file was written: ${log} has no signed checkpoint of a size that is anchored for good.`,
    tiles: (log) =>
      `No file was written: the hash tiles of ${log} do not prove the entry under any checkpoint that is there.`,
    diverges: (log) =>
      `No file was written: a checkpoint of ${log} is signed by the ledger's key, and the chain has another root for its size. Keep it: it proves misconduct.`,
    not_verified: (_, word) => `No file was written: it would have been ${word}.`,
  },
};
