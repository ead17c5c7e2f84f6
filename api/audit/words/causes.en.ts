import type { Causes } from "./texts.ts";

/** `{row}`: the row by its name; `{count}` and the like: the details of the finding. */
export const causesEn: Causes = {
  row_mac:
    "{row} is not as the server wrote it: something in it was changed, or somebody else wrote it.",
  row_form: "{row} holds a value of a form that the server never writes.",
  row_number: "{row} is missing: it was written, and somebody deleted it.",
  rows_counted:
    "{count} more rows were written than are there: they were deleted, and nothing tells which they were.",
  table_unreadable: "{row} could not be read: nothing is known of what it holds.",
  integrity: "SQLite's own check of {row} finds it torn.",

  object_changed: "{row} is defined otherwise than this version makes it.",
  object_missing:
    "{row} is missing: what this version made is not there. A disk does not lose that; somebody took it away.",
  object_inserted:
    "{row} is not of this version: somebody added it, and a trigger can change rows unseen.",
  migration: "{row} is not what this version writes there.",

  entry_missing: "{row} is missing. What was promised for its index cannot be shown any more.",
  entry_bytes: "The bytes of {row} are not those that were hashed into the log.",
  entry_leaf_hash:
    "The hash beside {row} was changed; the entry itself is whole, and gives the hash that was signed.",
  entry_replaced: "{row} was replaced, bytes and hash, by another one than was signed.",
  entry_swapped: "{row} is whole, and stands in another entry's place.",
  entry_inserted: "{row} is no part of the log: somebody put it in.",
  entry_or_tile:
    "{row} and the tile above it contradict each other, and nothing that was signed says which of them is right.",
  entry_form: "{row} was hashed into the log and signed, and has no form that an entry can have.",
  entry_times:
    "The times beside {row}, of recording and of the promise, are not those that were written: its receipt cannot be given out again as it was.",
  state_map_size: "{row} is a state entry over a range of entries that it cannot be over.",
  tile_missing:
    "{row} is missing. It follows from the entries; evidence cannot be made without it.",
  tile_hashes: "{row} holds other hashes than follow from the entries that were signed.",
  tile_inserted: "{row} is of no place in the tree: somebody put it in.",
  checkpoint_missing: "{row} is missing, though the log has a state entry that was signed there.",
  checkpoint_note: "{row} is not signed by the log's key, or is no checkpoint of this ledger.",
  checkpoint_columns: "What stands beside the note of {row} is not what the note says.",
  checkpoint_root:
    "{row} is signed, and the stored entries and tiles do not give the root that it names.",
  checkpoint_end: "{row} does not end with a state entry, as every signed one must.",

  stream_seq:
    "{row} does not have the next number of its stream: the stream was begun again, has a gap, or has two entries of one number.",
  stream_prev:
    "{row} does not follow the newest entry of its stream: something was left out or put in.",
  head_changed:
    "{row} does not name the newest entry of its stream: a fork of the stream could be written.",
  head_missing: "{row} is missing: the stream could be begun a second time.",
  head_inserted: "{row} is of a stream that the log does not have.",
  map_root:
    "{row} names another map than follows from the entries: it hides the newest entry of a stream, or a whole stream.",
  page_hash: "{row} holds another hash than follows from the entries.",
  page_missing: "{row} is missing, though the map points at it.",
  page_unused: "{row} is in no map and in no list of what may be removed: somebody put it in.",
  page_pointer: "{row} points at a page that is not where it should be.",
  page_or_pointer:
    "{row} and the page above it contradict each other, and nothing says which of them was changed.",
  page_swapped: "{row} is whole, and stands in another page's place.",
  version_root: "{row} names another root than the map over so many entries has.",
  version_missing: "{row} is missing, though it is still needed.",
  version_inserted: "{row} is of a size at which no map was made.",
  garbage_pages: "{row} lists other pages than were replaced there.",
  garbage_missing: "{row} is missing: pages would never be used again.",
  garbage_inserted: "{row} was put in: pages that are in use could be overwritten.",

  record_missing:
    "{row} is missing, though the log has its entry, and no recovery and no erasure accounts for it.",
  record_sealed:
    "{row} does not open under its key: its sealed content was changed, or a column that it is bound to (subject, id, version, kind, class, expiry).",
  record_form: "{row} opens, and what is in it is no record of any known form.",
  record_root: "{row} opens, and its fields are not those that were hashed into the log.",
  record_stream: "{row} opens, and belongs to another stream than its entry says.",
  record_place: "{row} opens, and has another place in its stream than its entry says.",
  record_time: "{row} says another time of recording than stands beside its entry.",
  record_expiry: "{row} is sealed until another year than follows from its content.",
  record_content_mac:
    "The mark by which the content of {row} is recognised when it is sent again was changed.",
  record_inserted: "{row} has no record entry in the log: somebody put it in.",
  record_swapped: "{row} is whole, and belongs to another entry: two rows were exchanged.",
  record_kind: "What stands in clear beside {row} is not what its content says.",
  own_record:
    "{row}, which names chain, contract and keys of this ledger, says something else than this ledger is.",
  identity_changed:
    "{row}, by which a source's number is found again, leads to another record than has this number.",
  identity_missing:
    "{row} is missing: what a source sends again under its number would become a second record.",
  identity_inserted: "{row} belongs to no record that is there.",
  idempotency_record:
    "{row} remembers another answer than was given: it names another record or time.",
  idempotency_body: "{row} remembers another request than the one that made its record.",
  subject_form: "{row} is no identifier of a subject, or has a reference of no known form.",
  standing_sealed: "{row} does not open: it is not what was sealed for this stream of this person.",
  standing_differs: "{row} says something else of its stream than the records say.",
  standing_behind: "{row} is older than the newest record of its stream.",
  standing_missing: "{row} is missing: the records of its stream are there.",
  standing_inserted: "{row} is of no stream that there is.",

  erased_there: "{row} is noted, and the record is there.",
  erased_entry: "{row} is noted, and the log has no record there.",
  erased_count:
    "{row} notes {count} entries whose records are erased, and the ledger has declared {declared} in its log: a record was taken away, or kept, without a declaration.",
  row_erased: "{row} went with an erasure, and is there again.",
  record_closed: "{row} was recorded behind an erasure that had closed its class for this person.",
  closed_missing:
    "{row} is missing, though an erasure has closed it: something could be recorded of who is erased.",

  key_wrapped:
    "{row} does not open under the root key: it was changed, and what is sealed with it cannot be read.",
  key_missing: "{row} is missing: what was sealed with it cannot be read.",
  key_unknown: "{row} has a name that this version does not use.",
  secrets_commitment:
    "{row} opens, and is not what the identifier commits to: it belongs to another subject, or was replaced.",
  secrets_missing:
    "{row} is missing: nothing more of this subject can be recorded, read or proven.",

  signer_form: "{row} is missing, or has no form that the server writes.",
  signer_behind:
    "{row} knows of less than was signed: it is an older one, and indexes could be given out twice.",
  signer_root: "{row} remembers another root than was signed at its size.",
  log_behind:
    "{row} is of more entries than the database has: the database is an older one, or its end was cut off.",
  meta_value: "{row} does not fit the rest of the ledger.",
  meta_missing: "{row} is missing.",
  policy_differs:
    "{row} says something else than this ledger is: readers would pin something false.",
  copy_mark:
    "{row}, which says whose copy it is, is missing, or does not name this ledger: after a loss of the database nothing could be put back from it.",
  copy_entry: "{row} is not the entry that was signed.",
  copy_missing: "{row} is missing: after a loss of the database it could not be put back.",
  copy_times: "{row} are missing, or not those that stand in the database.",
  copy_note: "{row} is missing, or another one than was signed.",

  cosignature_line: "{row} is kept, and does not fit the checkpoint: its signature fails.",
  anchor_checkpoint: "{row} was anchored, and is not stored any more.",
  anchor_not_on_chain: "{row} is noted as final, and the chain does not have it.",
  anchor_block:
    "{row} names another block, or another time of it, than the chain has for this anchor.",
  anchor_root: "{row} has another root on the chain than the log's key has signed: two histories.",
  anchor_missing: "{row} is on the chain, or named by the next one, and is not noted here.",
  anchor_state: "{row} is noted as final, and its block is not final yet.",
  chain_head_ahead:
    "{row} holds more entries than this ledger has signed: the database is older, or somebody else anchors with its key.",
  chain_ledger: "{row} does not know this ledger, or knows it as another's.",

  remote_two_roots:
    "The log's key has signed two different trees of the same size: it shows two histories.",
  remote_prefix:
    "The log's key has signed a tree that does not begin with one that it signed before: its history was rewritten, or it shows two.",
  remote_entry_form: "{row} has no form that an entry can have.",
  remote_seq:
    "{row} does not have the next number of its stream: the stream was begun again, has a gap, or has two entries of one number.",
  remote_prev:
    "{row} does not follow the newest entry of its stream: something was left out or put in.",
  remote_map_beyond: "{row} speaks of a map over entries that are not before it.",
  remote_map_behind: "{row} speaks of a map that leaves out what was sealed before it.",
  remote_map_root:
    "{row} names another map than follows from the entries: it hides the newest entry of a stream, or a whole stream.",
  remote_end: "{row} does not end with a state entry.",
  remote_chain_diverged: "The chain holds another history than the log shows.",
  remote_chain_rewritten:
    "The chain does not have any more what was final on it before: it was rewritten.",
  remote_dropped_tail:
    "The log does not serve what the chain holds, or what its key has signed: its newest entries were dropped.",
  remote_served_edge:
    "{row} does not have the root that the tiles give which are served at the edge of its tree.",
  remote_served_tile: "{row} is served with other hashes than the signed checkpoint commits to.",
  remote_served_entries:
    "{row}, or one of those in its bundle, is served as another than the signed checkpoint commits to.",
};
