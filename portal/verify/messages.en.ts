import type { Catalogue } from "./catalogue.ts";
import { reasons } from "./reasons.en.ts";

export const en: Catalogue = {
  words: {
    INVALID: "This file proves nothing: it is malformed, or not of the ledger you trust.",
    DIVERGED:
      "The ledger's own key signed this, and the chain says otherwise: keep both, this is proof of misconduct.",
    UNPINNED:
      "The file agrees with itself, but nothing says which ledger to trust: give a policy to go on.",
    CANNOT_TELL: "The chain could not be asked, or is another one: no verdict about the anchor.",
    NOT_ANCHORED: "The checkpoint is signed, but the chain does not know it (yet).",
    NOT_FINAL: "The checkpoint is on the chain, but its block is not final yet.",
    NOT_REPLAYED:
      "The chain has fixed this, but nobody you trust has recomputed the ledger's map: something could have been left out of it.",
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
    later_entries:
      "Not spoken of: the entries of the log from map size on, which came after the map was computed.",
    earlier_not_shown:
      "Not shown: the events up to and including the one from which the history goes on; you are taken to know them.",
    development_chain:
      "This is a development chain: whoever runs it can rewrite it, so this holds only as far as they are trusted.",
  },
  asOf: {
    state_made: "At {time} the state was the one that event {seq} had made.",
    state_expired: "At {time} the state was the one that event {seq} had made, expired by then.",
    state_none: "At {time} there was no state yet: nothing had occurred.",
    state_unknown: "What the state was at {time} cannot be told: too much is withheld.",
    ended_by_event: "It lasts until {end}, when event {seq} ends it.",
    ends_by_itself: "It lasts until {end}, when its own validity ends.",
    no_end: "Nothing in this history ends it.",
    between_anchors:
      "The time lies between the anchor of size {beforeSize} (block {beforeBlock}, {beforeTime}) and the next one, of size {afterSize} (block {afterBlock}, {afterTime}).",
    after_anchor:
      "The time lies after the anchor of size {beforeSize} (block {beforeBlock}, {beforeTime}); no later one is named.",
    before_anchor:
      "The time lies before the first anchor, of size {afterSize} (block {afterBlock}, {afterTime}).",
    no_anchors: "No anchor on either side of the time is named.",
    in_log: "Event {seq} was in the log at that time: the chain proves it.",
    not_anchored: "Event {seq} was not anchored at that time, nor by the first anchor after it.",
    by_clock: "When event {seq} came into the log, only the ledger's own clock tells.",
    recorded_after_anchored:
      "Event {seq} was in the log before the time at which it says that it was recorded.",
    recorded_but_not_anchored:
      "Event {seq} says that it had been recorded by then, but the first anchor after that time does not hold it.",
  },
  where: "At: {where}.",
  position: "Element {position}.",
  ignoredSignature: "Signature line of a key that is not pinned, ignored: {name} ({keyId}).",
};
