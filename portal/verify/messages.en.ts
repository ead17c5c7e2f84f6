import type { Catalogue } from "./catalogue.ts";
import { reasons } from "./reasons.en.ts";

export const en: Catalogue = {
  words: {
    INVALID:
      "This file proves nothing: it was altered, is malformed, or is not of the ledger you trust.",
    DIVERGED:
      "The ledger's own key signed this, and the chain says otherwise: keep both, this is proof of misconduct.",
    UNPINNED:
      "The file agrees with itself, but nothing says which ledger to trust: give a policy to go on.",
    CANNOT_TELL: "The chain could not be asked, or is another one: no verdict about the anchor.",
    NOT_ANCHORED: "The checkpoint is signed, but the chain does not know it (yet).",
    NOT_FINAL: "The checkpoint is on the chain, but its block is not final yet.",
    NOT_REPLAYED:
      "The chain has fixed this, but nobody you trust has replayed the ledger's entries: something could have been left out, or put in the place of something else.",
    STALE: "The file holds, but it is older than your policy allows: ask for a newer one.",
  },
  verified: {
    record: "This record is in the ledger, exactly as shown, and the chain has fixed it.",
    current:
      "This record is in the ledger, exactly as shown, and was the newest of its stream; the chain has fixed it.",
    history:
      "This is the stream up to its newest event, exactly as shown and with nothing left out; the chain has fixed it.",
    absent: "The ledger had no such stream for this identifier; the chain has fixed it.",
  },
  special: {
    not_shown: "This file proves nothing: what is in it does not show what it claims.",
    replay_differs:
      "The ledger's own key signed this, and its entries, replayed by you, say otherwise: keep both, this is proof of misconduct.",
    history_of_later_versions:
      "These are the later versions of this record up to the newest, exactly as shown and with nothing left out (version 1 is in the stream {kind}); the chain has fixed it.",
    absent_later_versions:
      "The ledger had no later version of this record for this identifier; whether there is a version 1 is told by the stream {kind}. The chain has fixed it.",
    bound_not_final:
      "The checkpoint is final on the chain, but an anchor beside the time asked about is not yet.",
  },
  layers: {
    content: "Content",
    binding: "Binding",
    inclusion: "Inclusion",
    completeness: "Completeness",
    checkpoint: "Checkpoint signature",
    anchor: "Anchor",
    finality: "Finality",
    time: "Time",
    replay: "Replay",
    age: "Age",
  },
  states: { pass: "holds", fail: "fails", unknown: "unknown" },
  reasons,
  caveats: {
    truth_not_proven: "Not proven: that what was recorded is true.",
    others_may_exist: "Not proven: that the ledger holds nothing else about this person.",
    newer_may_exist: "Not proven: that there is no newer version of this record.",
    other_identifiers:
      "Not proven: that this person has only this one identifier; they may have several.",
    other_streams:
      "Not spoken of: what was filed under another name. The ledger chooses the names of such streams, and this is about one of them.",
    entries_between:
      "Not spoken of: {gap} entries under this checkpoint, from entry {entry} on (entries are counted from 0), which came while the map was being computed.",
    later_entries:
      "Not spoken of: what the ledger recorded later, from its entry {entry} on (entries are counted from 0).",
    earlier_not_shown:
      "Not shown: the events up to and including number {seq}, whose entry has the leaf hash {leafHash}: compare both with what you know.",
    reads_behind:
      "Not proven: that nobody else has read this person's data. Recorded is what was read through the ledger by others than the person; whoever holds the root key and the files of the ledger can read behind it, and leaves no record.",
    development_chain:
      "This is a development chain: whoever runs it can rewrite it, so this holds only as far as they are trusted.",
  },
  asOf: {
    state_made:
      "By what this history says today, event {seq} was in force at {time} (it had occurred by then; when it was recorded is another matter).",
    state_expired:
      "By what this history says today, event {seq} was the last to have occurred by {time}, and its own validity was over by then (when it was recorded is another matter).",
    state_none:
      "By what this history says today, nothing had occurred yet at {time} (when it was recorded is another matter).",
    state_unknown: "What the state was at {time} cannot be told: too much is withheld.",
    state_of_first_version:
      "What the state was at {time} cannot be told from this file: version 1 is in another stream.",
    ended_by_event: "It lasts until {end}, when event {seq} ends it.",
    ends_by_itself: "It lasts until {end}, when its own validity ends.",
    no_end: "Nothing in this history ends it.",
    between_anchors:
      "The time lies between the anchor of size {beforeSize} (block {beforeBlock}, {beforeTime}) and the next one, of size {afterSize} (block {afterBlock}, {afterTime}).",
    before_anchor:
      "The time lies before the first anchor, of size {afterSize} (block {afterBlock}, {afterTime}).",
    in_log: "Event {seq} was in the log at that time: the chain proves it.",
    not_anchored: "Event {seq} was not anchored at that time, nor by the first anchor after it.",
    by_clock:
      "Whether event {seq} was recorded by then, only the ledger's own clock could tell, and it is not shown.",
    by_clock_before:
      "Event {seq} was recorded by then by the ledger's own clock, and by nothing else.",
    by_clock_after: "Event {seq} was recorded only after that time, by the ledger's own clock.",
    recorded_after_anchored:
      "Event {seq} was in the log before the time at which it says that it was recorded.",
    recorded_but_not_anchored:
      "Event {seq} says that it had been recorded by then, but the first anchor after that time does not hold it.",
    recorded_withheld:
      "Event {seq} cannot be compared with the chain: it does not show when it was recorded (withheld, or its content is gone).",
  },
  where: "At: {where}.",
  position: "Element {position}.",
  ignoredSignature: "Signature line of a key that is not pinned, ignored: {name} ({keyId}).",
};
