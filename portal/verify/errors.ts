/**
 * Why bytes, a text or a value are not what docs/FORMAT.md allows. The code is stable and has a
 * sentence in every language; the details say where, and never carry a field's value.
 */
export const FORMAT_ERROR_CODES = [
  // spelling
  "too_large",
  "bad_utf8",
  "bad_json",
  "too_deep",
  "not_canonical",
  "bad_number",
  "bad_string",
  "bad_value",
  "bad_base64",
  "bad_base64url",
  "bad_hex",
  "bad_length",
  "bad_identifier",
  "bad_time",
  "wrong_shape",
  // records and disclosures (§2, §3)
  "name_count",
  "name_form",
  "name_forbidden",
  "name_order",
  "envelope_missing",
  "envelope_form",
  "stream_not_of_kind",
  "record_too_large",
  "record_fields",
  "disclosure_form",
  "salt_form",
  // entries, proofs (§5, §6)
  "entry_type",
  "entry_length",
  "entry_seq",
  "entry_prev",
  "state_type",
  "index_beyond_size",
  "proof_length",
  "map_terminal_elsewhere",
  "map_sibling_empty",
  "map_mismatch",
  // notes, checkpoints, receipts (§7, §8)
  "note_form",
  "note_characters",
  "note_signature_line",
  "note_too_many_signatures",
  "key_name_form",
  "vkey_form",
  "vkey_type",
  "vkey_id",
  "public_key_form",
  "not_signed",
  "signature_fails",
  "signed_twice",
  "cosignature_fails",
  "cosigned_twice",
  "checkpoint_form",
  "receipt_form",
  "origin_mismatch",
  // policy (§10)
  "policy_no_log_key",
  "policy_same_from_size",
  "policy_log_names",
  "policy_auditor_type",
  "policy_key_type",
  "no_key_for_size",
  // evidence (§11)
  "unknown_format",
  "unknown_claim",
  "field_count",
  "disclosure_misplaced",
  "kind_withheld",
  "schema_withheld",
  "schema_mismatch",
  "record_root_mismatch",
  "inclusion_mismatch",
  "anchor_other_chain",
  "anchor_other_contract",
  "anchor_other_ledger",
  // claims about streams: content and binding (§11.3, S1 to S3)
  "no_events",
  "at_with_from",
  "stream_withheld",
  "subject_withheld",
  "id_withheld",
  "version_withheld",
  "kind_unknown",
  "class_not_of_kind",
  "stream_not_of_layout",
  "own_stream_not_named",
  "subject_mismatch",
  "entry_of_other_stream",
  "record_of_other_subject",
  "record_of_other_stream",
  "id_not_of_layout",
  "version_not_of_layout",
  // inclusion and completeness (S4, S5)
  "state_not_last",
  "state_map_size",
  "beyond_map",
  "history_begins_late",
  "event_missing",
  "event_doubled",
  "events_out_of_order",
  "event_foreign",
  "from_mismatch",
  "index_not_ascending",
  "newer_exists",
  "stream_exists",
  "stream_absent",
  // proofs of misbehaviour (§14)
  "unknown_misbehaviour",
  "statement_form",
  "subtree_incomplete",
  "prefix_mismatch",
  "receipt_entry_mismatch",
  "no_contradiction",
  // what is compared (§14.4)
  "unknown_file",
  "tlog_proof_form",
  // credentials (§18)
  "credential_form",
  "credential_type",
  "credential_algorithm",
  "credential_digest_doubled",
  "credential_other_ledger",
  "credential_unknown_issuer",
  "disclosure_unreferenced",
  "disclosure_doubled",
  "credential_other_kind",
  "credential_not_yet",
  "credential_over",
  "credential_other_terms",
  "credential_purpose",
  "credential_beyond_terms",
  "credential_evidence",
  "credential_other_record",
  "credential_envelope",
  "credential_ahead",
  "credential_outside_period",
  "credential_terms_ledger",
  "shared_fields_withheld",
  "terms_form",
  // the consents of a record that is shared (§18.1, step 9)
  "consent_missing",
  "consent_surplus",
  "consent_evidence",
  "consent_other_person",
  "consent_other_purpose",
  "consent_withheld",
  "consent_not_given",
  "consent_over",
  "consent_old",
  // acknowledgements (§19)
  "acknowledgement_form",
  // certificates of erasure (§20)
  "erasure_order",
  "erasure_empty",
  "erasure_beyond_size",
  "erasure_other_subject",
  "erasure_grounds",
  "erasure_declaration",
  "erasure_field_withheld",
  "erasure_other_declaration",
  "erasure_root_mismatch",
  "erasure_outcome_form",
  "erasure_acknowledgement",
  "erasure_message",
  "erasure_message_other_subject",
  "erasure_streams",
  "erasure_secret_missing",
  "erasure_map_behind",
  "erasure_declared_before",
  "erasure_left_out",
  "erasure_outcome_before",
] as const;

export type FormatErrorCode = (typeof FORMAT_ERROR_CODES)[number];

export interface FormatDetails {
  /** A path of the format's own words, such as `record.fields`: never text out of the file. */
  readonly where?: string;
  /** Which element of a list, counted from 1. */
  readonly position?: number;
  /** The bound that was passed, or the length that was required. */
  readonly limit?: number;
}

export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly code: FormatErrorCode;
  readonly details: FormatDetails;

  constructor(code: FormatErrorCode, details: FormatDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
