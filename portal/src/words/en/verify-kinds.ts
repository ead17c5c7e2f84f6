/** Of what is neither evidence nor refused: proofs of misbehaviour, receipts, texts of the log, several files at once. */
export const kinds = {
  finding: "What is wrong",
  statements: "What was signed",

  certificateIn: "{{file}} is a certificate of erasure.",
  declaredTitle: "What the firm declared",
  declaredLead: "In its ledger, before anything was destroyed. It cannot be taken back.",
  erasedEntries: "Entries erased",
  keptEntries: "Entries kept",
  listMade: "As of",
  why: "Reason given",
  declaredAt: "Declared",
  byClockAsEntry: ", by the ledger's own clock, as entry {{index}} of the log",
  byFirmsClock: ", by the ledger's own clock",
  knownSince: "Known to the chain since",
  sinceUnknown: "not shown: the chain was not asked, or does not say",
  inBlock: ", at the latest (block {{block}})",
  completedAt: "Completed",
  notCompletedYet: "not recorded yet",
  erasureId: "Erasure",
  keptTitle: "What is kept, and why",
  keptLead: "As the firm declares it. When its time is over, it is erased, too.",
  outcomesTitle: "What became of it",
  outcomesLead: "All that was recorded of this erasure as of the checkpoint; nothing is left out.",
  erasedStreams: "What the entries were of",
  erasedStreamsLead:
    "A stream is what a ledger files records under. What was in them a certificate does not show.",
  erasedAndKept: "{{erased}} erased, {{kept}} kept",
  extent_all: "All that there was of this stream.",
  extent_to_here: "From the first on. That there was nothing behind them is not shown.",
  extent_some: "Not all of this stream: some had been erased before, or are not told.",
  extent_none: "There is no such stream.",
  streamGoesOn: " It has gone on since.",

  promiseWord_kept: "Kept",
  promiseWord_not_yet_due: "Not yet due",
  promiseWord_broken: "Broken",
  promiseWord_cannot_tell: "Cannot tell yet",
  promiseWord_unpinned: "No ledger named",
  promiseWord_invalid: "Invalid",
  promise_kept: "The promise was kept: what was promised is entry {{index}}, anchored {{covered}}.",
  promise_running:
    "The ledger has signed that this will be entry {{index}}, and anchored by {{deadline}}. That time has not come.",
  promise_awaiting_final_block:
    "The time has passed ({{deadline}}), but the newest final block is from {{final}}. Look again in a while.",
  promise_no_final_block:
    "The ledger has signed this promise. The chain names no final block, so nothing is certain yet.",
  promise_other_entry_already:
    "Another record is already anchored as entry {{index}}: this promise cannot be kept any more.",
  promise_void_already:
    "Entry {{index}} is already anchored as void: what was promised there is lost.",
  promise_never_anchored:
    "The promise was broken: entry {{index}} was not anchored by {{deadline}}, and later blocks are final ({{final}}).",
  promise_anchored_late:
    "The promise was broken: entry {{index}} was anchored too late ({{covered}}, instead of {{deadline}}).",
  promise_other_entry:
    "The promise was broken: entry {{index}} is another record. Keep this receipt: it proves that the ledger promised one thing and did another.",
  promise_void_entry:
    "The promise was broken: entry {{index}} is void. The ledger has lost what it promised.",
  promise_chain_not_asked:
    "The ledger's key has signed this promise. Whether it was kept is for the chain to say: choose a node or a wallet to ask.",
  promise_chain_other:
    "The ledger's key has signed this promise, but the node that was asked is of another chain.",
  promise_ledger_not_there:
    "The ledger's key has signed this promise, but the chain that was asked has no such ledger.",
  promise_chain_forgets:
    "The ledger's key has signed this promise, but the node that was asked does not know blocks that old.",
  promise_hashes_missing:
    "The ledger's key has signed this promise, and final blocks hold {{size}} entries, so entry {{index}} is among them. That it is the promised one, its evidence shows: ask the ledger for it now.",
  promise_hashes_wrong:
    "The log's hashes do not lead to the root on the chain, so they prove nothing.",
  promise_no_policy:
    "The receipt is well formed, but nothing says whose promise it is: give a policy to go on.",
  promise_not_signed: "This is no receipt of the ledger that you trust.",
  promise_no_receipt: "There is no receipt in this file.",
  promise_answer_differs: "What stands beside the receipt is of another entry.",
  promise_entry_differs: "The entry in this file is not the one that the receipt promises.",
  promise_disclosures_differ:
    "The fields in this file do not make the record that the receipt promises.",
  promised: "The promise",
  promisedLead: "What the ledger's key has signed.",
  promisedContent: "The record that the promise is about, as the file opens it.",
  entry: "Entry",
  leafHash: "Leaf hash",
  taken: "Taken",
  deadline: "To be anchored by",

  checkpointVerified: "The ledger has signed this checkpoint, and the chain has fixed it.",
  proofVerified:
    "This entry is in the log, and the chain has fixed it. What it says is not in this file.",
  proofWithoutEntry:
    "The ledger has signed this checkpoint, and the chain has fixed it. The file leaves out the entry, so it does not show what is in the log.",
  checkpointCaveat: "Not proven: anything of what the entries say.",
  proofCaveat: "Not proven: what the entry says, and that it is the newest of its stream.",

  compareWord_DIVERGED: "They contradict each other",
  compareWord_INVALID: "A file does not hold",
  compareWord_CANNOT_TELL: "Cannot tell",
  compareWord_UNPINNED: "No ledger named",
  compareWord_NOTHING_FOUND: "No contradiction found",
  compare_DIVERGED:
    "These files contradict each other: the ledger's own keys signed what cannot be true of one honest ledger.",
  compare_INVALID:
    "Nothing was found, but a file does not hold, or is not of the ledger you trust.",
  compare_CANNOT_TELL: "Nothing was found in the files, and the chain could not be asked.",
  compare_UNPINNED: "Nothing was compared: nothing says whose signatures count. Give a policy.",
  compare_NOTHING_FOUND: "Nothing in these files contradicts. That does not make anybody honest.",
  saveProof: "Save the proof",
  files: "Files",
  form_evidence: "evidence",
  form_checkpoint: "checkpoint",
  form_receipt: "receipt",
  form_tlog_proof: "tlog-proof",
  form_misbehaviour: "proof of misbehaviour",
  form_unknown: "not known",
  formSizes: " · checkpoints of size {{sizes}}",
  formReceipts: " · receipts for entry {{indexes}}",
  fileFault: "Does not hold as a whole: {{why}}",
  fileRefused: "Not compared: {{why}}",
  compared: "What was compared",
  relation_same: "Size {{a}}: both have the same root.",
  relation_begins: "Sizes {{a}} and {{b}}: the larger tree begins with the smaller one.",
  relation_places_one:
    "Sizes {{a}} and {{b}}: the same in 1 place that both show; of the rest nothing is known.",
  relation_places_other:
    "Sizes {{a}} and {{b}}: the same in {{count}} places that both show; of the rest nothing is known.",
  relation_nothing: "Sizes {{a}} and {{b}}: there is nothing that both show.",
  comparedStreams_one: "1 stream of which both tell something.",
  comparedStreams_other: "{{count}} streams of which both tell something.",
  comparedReceipts_one: "1 receipt whose entry the other file shows.",
  comparedReceipts_other: "{{count}} receipts whose entry the other file shows.",
  chain_agrees: "The chain has the same root for size {{size}}.",
  chain_none: "The chain has no root for size {{size}}.",
  chain_unusable: "The chain could not be asked about size {{size}}.",
  compareCaveat:
    "Not compared: streams of the same person under another identifier, and all that neither file shows.",
} as const;
