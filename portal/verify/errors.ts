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
  "checkpoint_form",
  "receipt_form",
  "origin_mismatch",
  // policy (§10)
  "policy_no_log_key",
  "policy_same_from_size",
  "policy_log_names",
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
