import type { MisbehaviourTexts } from "./misbehaviour-texts.ts";

const RULE = "{origin} broke a rule of its log:";

export const misbehaviourEn: MisbehaviourTexts = {
  words: {
    INVALID: "This file proves no misbehaviour.",
    UNPINNED:
      "These statements contradict each other, but nothing says whose keys signed them: give a policy to go on.",
    CANNOT_TELL:
      "Whether this proves misbehaviour is for the chain to say, and it could not be asked, is another one, or does not know of the anchor (yet).",
    DIVERGED:
      "Proven: the ledger's own keys signed what cannot be true of one honest ledger. Keep this file; whoever has the ledger's policy can check it.",
  },
  findings: {
    two_roots:
      "{origin} signed two different trees of {sizeA} entries: it shows different logs to different people, or has rewritten its log.",
    empty_root:
      "{origin} signed a tree of no entries with a root that a tree of no entries does not have.",
    prefix:
      "{origin} signed a tree of {sizeA} entries, and a tree of {sizeB} entries that does not begin with it: it shows different logs to different people, or has rewritten its log.",
    two_nodes:
      "{origin} signed two trees, of {sizeA} and of {sizeB} entries, that differ in what both hold, among the entries {first} to {last}: it shows different logs to different people, or has rewritten its log.",
    two_leaves:
      "{origin} signed two trees, of {sizeA} and of {sizeB} entries, that differ in entry {first}: it shows different logs to different people, or has rewritten its log.",
    two_receipts: "{origin} promised entry {indexA} to two different records.",
    receipt_leaf:
      "{origin} promised entry {indexA} to one record, and its tree of {sizeB} entries has another there.",
    receipt_void:
      "{origin} promised that a record would be entry {indexA}, and broke the promise: in its tree of {sizeB} entries it is void. So it says openly that it lost the record.",
    entry_form: `${RULE} by {a}, entry {indexA} is of no form that entries have.`,
    seq_beyond: `${RULE} by {a}, entry {indexA} is number {seqA} of its stream, and there is no room for so many before it.`,
    no_state_end: `${RULE} the last entry under its checkpoint of size {sizeA} must be a state entry, and by {b}, entry {indexB} is none.`,
    two_seq: `${RULE} by {a}, entry {indexA} is number {seqA} of a stream, and by {b}, entry {indexB} is number {seqB} of it too.`,
    wrong_prev: `${RULE} by {b}, entry {indexB} is number {seqB} of a stream, and does not follow number {seqA}, which by {a} is entry {indexA}: that history was forked or altered.`,
    foreign_prev: `${RULE} by {a}, entry {indexA} is number {seqA} of a stream, and follows what is not number {before} of it.`,
    order: `${RULE} by {a}, number {seqA} of a stream is entry {indexA}, and by {b}, number {seqB} is entry {indexB}: where they stand does not fit their numbers.`,
    map_beyond: `${RULE} by {a}, the state entry {indexA} speaks of {mapSizeA} entries, more than there are before it.`,
    two_maps: `${RULE} by {a} and by {b}, the state entries {indexA} and {indexB} name different maps over the same {mapSizeA} entries.`,
    map_behind: `${RULE} by {b}, the state entry {indexB} speaks of the first {mapSizeB} entries alone, though by {a} there was a state entry already at {earlier}: it leaves out what it must speak of.`,
    map_absent: `{origin} hides a stream: by {a}, its map over the first {mapSizeA} entries does not have it, and by {b}, entry {indexB} is number {seqB} of it.`,
    map_stale: `{origin} hides the newest of a stream: by {a}, its map over the first {mapSizeA} entries names a number {named} of it, and by {b}, entry {indexB} is number {seqB}.`,
    map_ahead: `${RULE} by {a}, its map over the first {mapSizeA} entries names number {named} of a stream, and by {b}, number {seqB} only comes behind them, as entry {indexB}.`,
    map_ahead_of_all: `${RULE} by {a}, its map over the first {mapSizeA} entries has a stream that by {b} only begins behind them, with entry {indexB}.`,
    map_foreign: `${RULE} by {a}, its map over the first {mapSizeA} entries names as the newest of a stream what is no entry of that stream.`,
    map_lost: `${RULE} by {a}, its map over the first {mapSizeA} entries has a stream that by {b} its map over the first {mapSizeB} does not have; but nothing leaves the log.`,
    map_wrong: `${RULE} by {a}, its map over the first {mapSizeA} entries does not name number {seqB} as the newest of a stream; by {b} that is entry {indexB}, and by {c} it was the newest.`,
    record_layout: `${RULE} by {a}, the record in entry {indexA} is where no record of its kind and version can be.`,
    wrong_stream: `{origin} filed a record out of its subject's sight: by {a}, the record in entry {indexA} says that it is in the subject's stream {name}, but is not under the key of that stream.`,
    off_chain:
      "{origin} signed a tree of {sizeA} entries, and the chain has another root for that size, which only the ledger's anchorer can have put there.",
    off_chain_other:
      "{origin} signed a tree of {sizeA} entries that does not fit the tree of {sizeB} entries on the chain, which only the ledger's anchorer can have put there.",
  },
  by: {
    log: "its checkpoint of size {size}",
    receipt: "its receipt for entry {index}",
  },
  sides: {
    log: "Checkpoint of size {size}, root {root}.",
    receipt: "Receipt for entry {index}, leaf hash {leafHash}, of {time}; due by {deadline}.",
    anchor: "The chain's root for size {size}.",
    stream: "The secret that the subject's identifier commits to.",
  },
  cosigned: "Cosigned by {names}.",
  caveats: {
    key_holder:
      "It shows what was signed, not by whom: whoever holds the ledger's keys could have, and nobody else.",
    broken_promise:
      "A receipt is a promise, and here it cannot be kept any more; whether the ledger lied, lost the record or was put back to an earlier state is not shown.",
    auditor_on_both: "Auditors who cosigned all of it, and should not have: {names}.",
    auditor_vouched:
      "Auditors who cosigned a checkpoint in which a replay finds this, and should not have: {names}.",
    anchorer:
      "It shows that log key and anchorer contradict each other. If one of the two was stolen, it may be the thief's doing.",
    chain_may_move: "The root is on the chain, but not in a final block yet: ask again later.",
    development_chain:
      "This is a development chain: whoever runs it can rewrite it, so this holds only as far as they are trusted.",
    holds_secret:
      "This file holds a secret of the data subject: whoever has it recognises their streams of that class.",
  },
};
