import type { Catalogue } from "./catalogue.ts";

export const reasons: Catalogue["reasons"] = {
  content_holds:
    "{disclosed} disclosed and {withheld} withheld fields make up exactly this record.",
  events_hold:
    "Events of the history, all of which hold together: {events}; wholly withheld of them: {withheld}.",
  form_holds: "The file has the form of its claim.",
  stream_bound:
    "The stream {name} is that of the identifier named, and all that is shown lies in it.",
  state_included:
    "The state entry is the last of the {size} entries under the checkpoint; it speaks of the first {mapSize}, and no record from beyond them is shown.",
  state_included_with_gap:
    "The state entry is the last of the {size} entries under the checkpoint; it speaks of the first {mapSize}, not of the {gap} between them and itself, and no record from beyond the first {mapSize} is shown.",
  newest_shown: "The map over the first {mapSize} entries knows of nothing newer in this stream.",
  history_complete:
    "Without a gap from the first to the newest that the map over the first {mapSize} entries knows; events: {events}.",
  history_continued:
    "Without a gap from behind number {seq} to the newest that the map over the first {mapSize} entries knows; events: {events}.",
  absence_shown: "The map over the first {mapSize} entries has no such stream.",
  included: "The record is entry {index} of the {size} entries under the checkpoint.",
  checkpoint_signed: "The pinned key of {origin} has signed the checkpoint of size {size}.",
  anchored: "The chain holds the same root for size {size}.",
  final: "The chain counts it as final (final block: {block}).",
  bounds_hold: "{time} lies between exactly these anchors, and they are final.",
  cosigned:
    "Cosigned by pinned auditors, who vouch for having replayed all entries under the checkpoint: {names}.",
  replayed: "Your own replay of the {size} entries under the checkpoint gives the same map.",
  fresh: "Anchored at {time}, which your policy allows.",
  root_differs:
    "The chain has another root for size {size} than the one this ledger signed: {found}.",
  final_root_differs:
    "In its final blocks the chain has another root for size {size} than the one this ledger signed: {found}.",
  replay_differs:
    "Your own replay of the first {mapSize} entries gives another map than the one that this ledger signed: {found}.",
  replay_entry_form: "Your own replay found that entry {index} is of no form that entries have.",
  replay_seq:
    "Your own replay found that entry {index} does not have the number behind the newest of its stream: there is another of its number, or one is missing.",
  replay_prev: "Your own replay found that entry {index} does not follow the newest of its stream.",
  replay_map_beyond:
    "Your own replay found that the state entry {index} speaks of more entries than there are before it.",
  replay_map_behind:
    "Your own replay found that the state entry {index} does not speak of all up to the state entry before it.",
  replay_map_root:
    "Your own replay found that the state entry {index} commits to another map than that of the entries.",
  replay_end: "Your own replay found that the last entry, {index}, is no state entry.",
  anchor_event_missing: "Block {block} does not hold the anchoring that the file speaks of.",
  anchor_event_differs: "Block {block} holds another anchoring than the file speaks of.",
  bounds_out_of_order: "The anchor before the time is not smaller than the one after it.",
  bound_beyond_checkpoint:
    "An anchor of size {found} is named, and the checkpoint has size {size} only.",
  anchored_beyond_map:
    "By that time {anchored} entries were anchored, and the map speaks of the first {mapSize} only.",
  bound_not_anchored:
    "The chain does not know the anchor of size {size} that the file names beside the time.",
  bound_event_missing:
    "Block {block} does not hold the anchoring of size {size} that the file names beside the time.",
  bound_event_differs:
    "Block {block} holds another anchoring than that of size {size} which the file names beside the time.",
  before_too_late: "Block {block} is named as before {time}, but is after it.",
  after_too_early: "Block {block} is named as after {time}, but is not.",
  bounds_not_adjacent: "Between the two anchors named there is another one.",
  no_policy: "Not checked: no policy was given.",
  chain_not_asked: "The chain could not be asked.",
  chain_answer_unusable: "What came back from the chain is not a usable answer.",
  chain_is_another: "The chain asked is number {found}, the policy names number {chainId}.",
  anchor_event_unavailable:
    "The events of block {block} could not be read: whether it holds the anchoring is open.",
  ledger_not_on_chain: "The chain does not have this contract, or the contract not this ledger.",
  not_anchored: "The chain has no root for size {size} (yet).",
  not_final: "No final block holds the root for size {size} yet.",
  bound_not_final: "The anchor of size {size}, named beside the time, is not final yet.",
  not_replayed:
    "No pinned auditor has cosigned this checkpoint, and you have not replayed its entries yourself: something could have been left out, or put in the place of something else.",
  too_old: "Anchored at {time}; your policy allows at most {limit} seconds of age.",
  age_unknown:
    "When it was anchored could not be found out; your policy allows at most {limit} seconds of age.",
  not_reached: "Not checked: an earlier step has decided.",
  too_large: "Larger than allowed (at most {limit}).",
  bad_utf8: "These bytes are not valid UTF-8.",
  bad_json: "This is not JSON.",
  too_deep: "Nested more than {limit} levels deep.",
  not_canonical: "The JSON is not written in its one canonical form.",
  bad_number: "A number is not an integer within the allowed range.",
  bad_string: "A text holds half of a character pair.",
  bad_value: "A value is of a type that records do not have.",
  bad_base64: "This is not base64 in its one spelling.",
  bad_base64url: "This is not base64url in its one spelling.",
  bad_hex: "This is not lower-case hexadecimal.",
  bad_length: "Must be exactly {limit} bytes.",
  bad_identifier: "An identifier does not have its form.",
  bad_time: "This is not a time of the form 2026-11-22T09:30:00.000Z.",
  wrong_shape: "A member is missing, surplus or of the wrong type.",
  name_count: "A record has 1 to {limit} fields.",
  name_form: "A field name does not have its form.",
  name_forbidden: "A field has a name that is reserved.",
  name_order: "The field names are not strictly ascending.",
  envelope_missing: "A field of the envelope is missing from the name list.",
  envelope_form: "A field of the envelope does not have its form.",
  stream_not_of_kind: "The stream does not belong to the kind.",
  record_too_large: "The record is larger than {limit} bytes.",
  record_fields: "The record does not have exactly the fields of its kind.",
  disclosure_form: "A disclosure is not a list of salt, name and value.",
  salt_form: "A salt does not have 16 bytes.",
  entry_type: "The entry is not a record entry.",
  entry_length: "A record entry has {limit} bytes.",
  entry_seq: "The entry's number within its stream is out of range.",
  state_type: "The entry is not a state entry.",
  entry_prev: "Only the first entry of a stream has no predecessor.",
  index_beyond_size: "The index lies beyond the checkpoint's size.",
  proof_length: "The proof is too short or too long for its index and size.",
  map_terminal_elsewhere: "The map proof ends in a place where this stream cannot be.",
  map_sibling_empty: "The map proof is longer than the map is deep.",
  map_mismatch: "The map proof does not lead to the map that the state entry commits to.",
  note_form: "This is not a signed note.",
  note_characters: "The note holds control characters.",
  note_signature_line: "A signature line does not have its form.",
  note_too_many_signatures: "The note has more than {limit} signature lines.",
  key_name_form: "A key name is empty, too long, or holds blanks or “+”.",
  vkey_form: "This is not a verifier key.",
  vkey_type: "The verifier key is of a type that is not used here.",
  vkey_id: "The key id does not belong to name and key.",
  public_key_form: "This is not a usable Ed25519 public key.",
  not_signed: "The pinned key has not signed this.",
  signature_fails: "A signature in the name of the pinned key does not hold.",
  signed_twice: "One key has signed twice.",
  cosignature_fails: "A cosignature in the name of a pinned auditor does not hold.",
  cosigned_twice: "One auditor has cosigned twice.",
  checkpoint_form: "This is not a checkpoint of three lines.",
  receipt_form: "This is not a receipt.",
  origin_mismatch: "The origin is not that of the pinned key.",
  policy_no_log_key: "The policy names no log key.",
  policy_same_from_size: "Two keys of one role begin at the same size.",
  policy_log_names: "The log keys of the policy have different names.",
  policy_auditor_type: "An auditor's key must be one that cosigns (type 4).",
  policy_key_type: "Only an auditor's key may be one that cosigns (type 4).",
  no_key_for_size: "The policy has no key for this size.",
  unknown_format: "This is not a file of this format and version.",
  unknown_claim: "This claim is not known to this verifier.",
  field_count: "There are not as many fields as names.",
  disclosure_misplaced: "A disclosure carries another name than its place demands.",
  kind_withheld: "The record's kind is not disclosed.",
  schema_withheld: "The record's schema is not disclosed.",
  schema_mismatch: "The name list is not the one that the record commits to.",
  record_root_mismatch: "The fields are not those that the entry commits to.",
  inclusion_mismatch: "The entry is not in the tree of this checkpoint at this place.",
  anchor_other_chain: "The file names another chain than the policy.",
  anchor_other_contract: "The file names another contract than the policy.",
  anchor_other_ledger: "The file names another ledger than the policy.",
  no_events: "The history has no events, and does not go on from a known one.",
  at_with_from:
    "What was so at a time is told by a whole history only, not by one that goes on from a known event.",
  stream_withheld: "A record's stream is not disclosed.",
  subject_withheld: "A record's subject is not disclosed.",
  id_withheld: "The record's identifier is not disclosed.",
  version_withheld: "The record's version is not disclosed.",
  kind_unknown:
    "This verifier does not know the stream's kind, so cannot say under which secret it must be.",
  class_not_of_kind: "The stream's kind belongs to another retention class.",
  stream_not_of_layout: "Records of this kind are never in a stream of this name.",
  own_stream_not_named:
    "Whether this record is the newest version is told by the stream of its own versions, which the file does not name.",
  subject_mismatch:
    "The identifier does not commit to this secret: it is invented, or somebody else's.",
  entry_of_other_stream: "The entry belongs to another stream.",
  record_of_other_subject: "The record names another subject than the file.",
  record_of_other_stream: "The record names another stream than the file.",
  id_not_of_layout: "The record's identifier is not the one that its stream is for.",
  version_not_of_layout: "The record's version does not fit its place in the stream.",
  state_not_last: "The state entry is not the last entry under this checkpoint.",
  state_map_size: "The state entry speaks of more entries than there are before it.",
  beyond_map: "The entry lies behind the first {limit} entries, of which alone the map speaks.",
  history_begins_late: "The history does not begin with the first event.",
  event_missing: "An event is missing before this one.",
  event_doubled: "This event, or one of its number, was there before.",
  events_out_of_order: "The events are not in their order.",
  event_foreign: "This event does not follow the one before it.",
  from_mismatch: "The first event does not follow the known one.",
  index_not_ascending: "This event lies in the log before the one that it follows.",
  newer_exists:
    "The map shows another entry as the newest: there is something newer than the file shows.",
  stream_exists: "The map has this stream: it is not absent.",
  stream_absent: "The map does not have this stream.",
  unknown_misbehaviour: "This kind of misbehaviour is not known to this verifier.",
  statement_form: "This kind of misbehaviour is not shown by statements of this form.",
  subtree_incomplete: "The subtree reaches beyond the checkpoint's size.",
  prefix_mismatch: "The hashes do not lead to the root of the larger tree.",
  receipt_entry_mismatch: "The entry is not the one that the receipt was given for.",
  no_contradiction: "What the file shows can all be true of one honest ledger.",
  unknown_file:
    "This is no evidence, checkpoint, receipt, answer of a write, tlog-proof or proof of misbehaviour.",
  tlog_proof_form: "This is not a tlog-proof.",
  credential_form: "This is not a credential.",
  credential_type: "The credential says that it is of another type than dc+sd-jwt.",
  credential_algorithm: "The credential names another algorithm than the one that is allowed.",
  credential_digest_doubled: "The credential holds one digest twice.",
  credential_other_ledger: "The credential is of another ledger than the policy.",
  credential_unknown_issuer:
    "The policy has no issuer's key of the name that the credential says has signed it.",
  disclosure_unreferenced:
    "The credential brings a disclosure whose digest is not among those that were signed.",
  disclosure_doubled: "The credential brings one disclosure twice.",
  credential_other_kind: "The credential is of another kind of record than the one it discloses.",
  credential_not_yet: "The terms under which the credential was given have not begun.",
  credential_over: "The terms under which the credential was given are over.",
  credential_other_terms: "The credential was given under other terms than these.",
  credential_purpose: "The terms have no such purpose.",
  credential_beyond_terms: "The credential discloses a field that the terms do not name.",
  credential_evidence: "The evidence beside the credential does not hold, or is about no record.",
  credential_other_record: "The evidence beside the credential is about another record.",
  credential_envelope:
    "The credential discloses more of the record's envelope than credentials ever do.",
  credential_ahead: "The credential was issued more than {limit} seconds ahead of your clock.",
  credential_outside_period:
    "The credential was issued at a time at which the terms that it names do not hold.",
  credential_terms_ledger: "The terms are of another ledger than the credential.",
  shared_fields_withheld:
    "The credential withholds something that the terms name, or that says which record of whom it is.",
  terms_form: "These are no terms of sharing in the one form that there is for what they say.",
  consent_missing: "There are fewer proofs of consents than the terms ask for.",
  consent_surplus: "There are more proofs of consents than the terms ask for.",
  consent_evidence:
    "The evidence of a consent does not hold, or does not show the newest event or all events.",
  consent_other_person: "The consent is another identifier's than the record.",
  consent_other_purpose: "The consent is for another purpose than the terms ask for here.",
  consent_withheld: "The evidence of the consent withholds what decides.",
  consent_not_given: "There was no consent when the credential was issued.",
  consent_over:
    "The consent was over when the credential was issued, or has an end that cannot be read.",
  consent_old:
    "The evidence of the consent is as of more than {limit} seconds before the credential was issued.",
  acknowledgement_form: "This is not an acknowledgement with one signature.",
  erasure_listed:
    "The list of {count} erased and {kept} kept entries is exactly the one that the firm has declared.",
  erasure_bound:
    "All entries lie in streams of the person's identifiers (identifiers: {identifiers}; streams: {streams}); the declaration and what is recorded of it are the firm's.",
  erasure_included:
    "All entries are among the first {treeSize} of the {size} under the checkpoint; the declaration is entry {index}, behind them.",
  erasure_streams_shown:
    "Streams of which all that there was is told: {whole} of {streams}. Nothing that was recorded of this erasure among the first {mapSize} entries is left out; records: {outcomes}.",
  erasure_known_since:
    "The chain has known the declaration since {time} at the latest: the anchor of size {size} covers it.",
  since_before_declaration:
    "The anchor of size {found} does not cover the declaration, which is entry {index}.",
  erasure_order:
    "The list of an erasure is not strictly ascending: something is in it twice, or out of place.",
  erasure_empty: "The list of the erasure names no entry.",
  erasure_beyond_size:
    "The list names an entry that was not in the log yet when the list was made.",
  erasure_other_subject: "The list has an entry of an identifier that it does not name.",
  erasure_grounds: "The grounds named are not exactly those that entries are kept on.",
  erasure_declaration: "The record that should declare the erasure is no declaration of one.",
  erasure_field_withheld: "A record of the firm withholds a field: nothing in it may be withheld.",
  erasure_other_declaration:
    "The declaration is of another erasure, or of other numbers, than the list.",
  erasure_root_mismatch:
    "The list is not the one that was declared: an entry, what became of it, its salt, an identifier or a ground is another.",
  erasure_outcome_form:
    "What is recorded as having become of the erasure is of another erasure, or nothing that can become of one.",
  erasure_acknowledgement: "The partner has signed something else than the record says.",
  erasure_message:
    "The message shown is not the one that the partner acknowledged, or does not ask to erase anybody.",
  erasure_message_other_subject:
    "The message that the partner acknowledged is about somebody else.",
  erasure_streams:
    "The streams named are not those of the entries: one is missing, or nothing is shown of one.",
  erasure_secret_missing:
    "The secret of the stream's class is missing, so whose stream it is cannot be shown.",
  erasure_map_behind:
    "The map does not speak of all entries that there were when the list was made.",
  erasure_declared_before: "The declaration is older than the list that it declares.",
  erasure_left_out:
    "An entry of this stream was in the log when the list was made, and is not in the list.",
  erasure_outcome_before: "Something is recorded as an outcome before the erasure was declared.",
};
