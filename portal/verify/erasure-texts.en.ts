import type { ErasureTexts } from "./erasure-texts.ts";
import { en } from "./messages.en.ts";

export const erasureEn: ErasureTexts = {
  words: {
    ...en.words,
    VERIFIED:
      "The firm has declared in its ledger that exactly these entries are erased and kept, and the chain has fixed it.",
    UNPINNED:
      "The certificate agrees with itself, but nothing says which ledger to trust: give a policy to go on.",
    STALE: "The certificate holds, but it is older than your policy allows: ask for a newer one.",
    NOT_REPLAYED:
      "The chain has fixed the declaration, but nobody you trust has replayed the ledger's entries: something that was recorded of it, or entries of a stream, could have been left out.",
  },
  declared:
    "Declared as entry {index} of the log, at {recordedAt} by the ledger's own clock: this person's entries among the first {treeSize}: {count} erased, {kept} kept.",
  reason: "Reason given: {cause}.",
  causes: {
    request: "the person asked for it",
    retention: "the time for which it was to be kept is over",
    order: "an authority or a court ordered it",
    "own-decision": "the firm's own decision",
    other: "“{cause}”",
  },
  since: "The chain has known the declaration since {time} at the latest (block {block}).",
  sinceUnknown: "Since when the chain has known the declaration is not shown.",
  streams: {
    all: "{name}: {erased} erased, {kept} kept. These are all entries of this stream that there were when the list was made.",
    to_here:
      "{name}: {erased} erased, {kept} kept. Nothing is missing from the first one on, but it is not shown that the last one told was the last.",
    some: "{name}: {erased} erased, {kept} kept. These are not all entries of this stream: some before the last one are not told, as when they were erased earlier.",
    none: "{name}: there is no such stream for this identifier.",
  },
  goesOn: "The stream has gone on since.",
  keptUntil: "Kept until the end of {year}: {count} ({kinds}). Ground: {ground}. {text}",
  keptOpen: "Kept as long as the ground lasts: {count} ({kinds}). Ground: {ground}. {text}",
  nothingKept: "The firm declares that it keeps nothing of what is listed.",
  completed:
    "Completed at {time} by the ledger's own clock: the key that had wrapped the destroyed keys is recorded as destroyed, too.",
  notCompleted:
    "Not recorded as completed yet: until the key that had wrapped the destroyed keys is gone, an old backup of both could bring them back.",
  acknowledged: {
    received:
      "{keyName} ({organization}) has signed at {statedAt}, by its own clock, that it was told of the erasure (message {message}).",
    done: "{keyName} ({organization}) has signed at {statedAt}, by its own clock, that it has carried out the erasure (message {message}).",
  },
  nobodyAcknowledged: "No partner's acknowledgement is recorded.",
  caveats: {
    declared_not_done:
      "Not proven: that what was declared was done. No file can show that keys and records are gone; this shows what the firm has declared, and that it can never deny having declared it.",
    copies_may_exist:
      "Not proven: that no copy exists anywhere, such as in backups, print-outs, other systems or with people who had read it.",
    never_recorded:
      "Not spoken of: what the firm holds of this person and never had in this ledger.",
    other_identifiers:
      "Not proven: that this person has no other identifiers than those of the list.",
    one_person:
      "Not proven: that all these identifiers are of one person. That they are is the firm's word.",
    identifiers_without_entries:
      "Of one or more of these identifiers the list has no entry: what is declared says nothing about them.",
    other_streams:
      "Not proven: that nothing was filed under names of streams that are not listed. The ledger chooses such names.",
    streams_in_part: "Not all entries of every stream are told: see the streams.",
    partner_keys:
      "Not proven: that the keys which have signed are the partners' own. That they are is the firm's word: ask the partners.",
    partner_word: "Not proven: that a partner which says that it has erased has done so.",
    message_not_shown:
      "Not shown: that every acknowledgement is about this person. Of some the message is not in the file, or is about an identifier of which the list has no entry.",
    entries_between:
      "Not spoken of: {gap} entries under this checkpoint, from entry {entry} on (entries are counted from 0), which came while the map was being computed.",
    later_entries:
      "Not spoken of: what the ledger recorded later, from its entry {entry} on (entries are counted from 0).",
    holds_secrets:
      "Keep it to yourself: whoever has this file can tell which entries of the log were about you.",
    development_chain: en.caveats.development_chain,
  },
};
