/** The proof kernel for those outside: every public name, spelled out. */
export {
  asContractAddress,
  asFieldDigest,
  asHex32,
  asLeafHash,
  asLeafIndex,
  asLedgerId,
  asNodeHash,
  asPublicKey,
  asRecordId,
  asRecordRoot,
  asRootHash,
  asSecretHash,
  asStreamKey,
  asStreamSecret,
  asStreamSeq,
  asSubjectId,
  asTreeSize,
  type ContractAddress,
  type FieldDigest,
  type Hex32,
  type LeafHash,
  type LeafIndex,
  type LedgerId,
  type NodeHash,
  type PublicKey,
  type RecordId,
  type RecordRoot,
  type RootHash,
  type SecretHash,
  type StreamKey,
  type StreamSecret,
  type StreamSeq,
  type SubjectId,
  type TreeSize,
} from "./brands.ts";
export {
  base64Decode,
  base64Encode,
  base64UrlDecode,
  base64UrlEncode,
  concat,
  equalBytes,
  hexDecode,
  hexEncode,
  isWellFormed,
  readU64,
  u16,
  u64,
  utf8Decode,
  utf8Encode,
} from "./bytes.ts";
export type { Catalogue } from "./catalogue.ts";
export type { AnchorAnswer, AnchorEvent, AnchorQuestion, AskChain } from "./chain.ts";
export { type Checked, checkEvidence, type OfflineCheck } from "./check.ts";
export {
  type Checkpoint,
  formatCheckpointText,
  parseCheckpoint,
  parseDecimal,
} from "./checkpoint.ts";
export type { Content, DisclosedField } from "./content.ts";
export {
  type Disclosure,
  decodeDisclosure,
  disclosureDigest,
  encodeDisclosure,
  SALT_LENGTH,
} from "./disclosure.ts";
export { isPublicKey, SIGNATURE_LENGTH, verifyEd25519 } from "./ed25519.ts";
export {
  decodeEntry,
  ENTRY_TYPE_RECORD,
  encodeRecordEntry,
  NO_PREV,
  RECORD_ENTRY_LENGTH,
  type RecordEntry,
} from "./entry.ts";
export {
  FORMAT_ERROR_CODES,
  type FormatDetails,
  FormatError,
  type FormatErrorCode,
} from "./errors.ts";
export {
  EVIDENCE_FORMAT,
  type Evidence,
  type EvidenceAnchor,
  type EvidenceField,
  type EvidenceRecord,
  encodeEvidence,
  MAX_EVIDENCE_BYTES,
  parseEvidence,
} from "./evidence.ts";
export { hmacSha256, sha256 } from "./hash.ts";
export {
  canonicalBytes,
  canonicalJson,
  type JsonObject,
  type JsonValue,
  MAX_DEPTH,
  parseCanonical,
  parseRelaxed,
} from "./jcs.ts";
export {
  type ConsistencyProof,
  EMPTY_ROOT,
  type InclusionProof,
  leafHash,
  nodeHash,
  rootFromInclusionProof,
  rootOfHashes,
  type TreeHash,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
export { catalogue, LANGUAGES, type Language } from "./messages.ts";
export {
  formatNote,
  formatVkey,
  isKeyName,
  keyId,
  MAX_NOTE_BYTES,
  MAX_SIGNATURES,
  type Note,
  type NoteSignature,
  parseNote,
  parseVkey,
  type VerifiedNote,
  type VerifierKey,
  verifyNote,
} from "./note.ts";
export {
  formatPolicy,
  KEY_ROLES,
  type KeyRole,
  logKeyFor,
  MAX_POLICY_BYTES,
  POLICY_FORMAT,
  type Policy,
  type PolicyKey,
  parsePolicy,
  policyOrigin,
  receiptKeyFor,
} from "./policy.ts";
export {
  formatReceiptText,
  parseReceipt,
  type Receipt,
  type ReceiptFacts,
  type ReceiptStatus,
  receiptKeyName,
  receiptStatus,
  verifyReceipt,
} from "./receipt.ts";
export {
  checkEnvelopeField,
  checkName,
  checkNames,
  checkRecord,
  checkValue,
  ENVELOPE_NAMES,
  type EnvelopeName,
  FORBIDDEN_NAMES,
  isFieldName,
  isKind,
  isStreamName,
  isStreamOfKind,
  MAX_FIELDS,
  MAX_RECORD_BYTES,
  recordRoot,
  schemaHash,
} from "./record.ts";
export { type RenderedLayer, type RenderedVerdict, renderReason, renderVerdict } from "./render.ts";
export {
  RETENTION_CLASSES,
  type RetentionClass,
  secretHash,
  streamKey,
  subjectId,
} from "./subject.ts";
export { formatTime, isTime, parseTime } from "./time.ts";
export {
  type AnchorFacts,
  CAVEATS,
  type CaveatCode,
  type CheckpointFacts,
  DEVELOPMENT_CHAINS,
  decide,
  decidingLayer,
  EXIT_CODES,
  type IgnoredSignature,
  LAYERS,
  type Layer,
  type LayerResult,
  type LayerState,
  OPEN_CODES,
  type OpenCode,
  PASS_CODES,
  type Params,
  type PassCode,
  REASON_CODES,
  type ReasonCode,
  VERDICT_WORDS,
  type Verdict,
  type VerdictWord,
} from "./verdict.ts";
export { type VerifyOptions, verifyEvidence } from "./verify.ts";
