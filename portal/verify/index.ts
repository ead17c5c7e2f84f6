/** The proof kernel for those outside: every public name, spelled out. */
export { type Acknowledgement, messageBodyHash, verifyAcknowledgement } from "./acknowledgement.ts";
export {
  type AsOf,
  type AsOfEvent,
  type AsOfQuestion,
  asOf,
  type Discrepancy,
  type EventAt,
  type Standing,
  type StateAt,
  type StateKind,
  stateAt,
} from "./as-of.ts";
export {
  asContractAddress,
  asFieldDigest,
  asHex32,
  asLeafHash,
  asLeafIndex,
  asLedgerId,
  asMapHash,
  asMapRoot,
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
  type MapHash,
  type MapRoot,
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
export {
  AS_OF_SENTENCES,
  type AsOfSentence,
  type Catalogue,
  SPECIAL_WORDS,
  type SpecialWord,
} from "./catalogue.ts";
export type { AnchorAnswer, AnchorEvent, AnchorQuestion, AskChain } from "./chain.ts";
export { type Checked, type CheckedStream, checkEvidence, type OfflineCheck } from "./check.ts";
export { checkMisbehaviour, type MisbehaviourCheck, type Signers } from "./check-misbehaviour.ts";
export {
  type Checkpoint,
  formatCheckpointText,
  parseCheckpoint,
  parseDecimal,
} from "./checkpoint.ts";
export {
  type Compared,
  type ComparedTrees,
  compared,
  TREE_RELATIONS,
  type TreeRelation,
} from "./compared.ts";
export type { CheckedEvent } from "./completeness.ts";
export type { Content, DisclosedField } from "./content.ts";
export { contradiction } from "./contradiction.ts";
export {
  type Cosignature,
  cosignatureLine,
  cosignatureMessage,
  verifyCosignatures,
} from "./cosignature.ts";
export {
  type Credential,
  type CredentialClaims,
  type CredentialTerms,
  credentialInput,
  formatCredential,
  MAX_CREDENTIAL_BYTES,
  parseCredential,
} from "./credential.ts";
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
  decodeStateEntry,
  ENTRY_TYPE_RECORD,
  ENTRY_TYPE_STATE,
  ENTRY_TYPE_VOID,
  type EntryType,
  encodeRecordEntry,
  encodeStateEntry,
  entryType,
  NO_PREV,
  RECORD_ENTRY_LENGTH,
  type RecordEntry,
  STATE_ENTRY_LENGTH,
  type StateEntry,
  VOID_ENTRY,
} from "./entry.ts";
export {
  FORMAT_ERROR_CODES,
  type FormatDetails,
  FormatError,
  type FormatErrorCode,
} from "./errors.ts";
export {
  type AbsentEvidence,
  CLAIMS,
  type Claim,
  type CurrentEvidence,
  EVIDENCE_FORMAT,
  type Evidence,
  type EvidenceAnchor,
  type EvidenceAt,
  type EvidenceBound,
  type EvidenceContent,
  type EvidenceEntry,
  type EvidenceEvent,
  type EvidenceField,
  type EvidenceFrom,
  type EvidenceMap,
  type EvidenceRecord,
  type EvidenceState,
  type EvidenceStream,
  encodeEvidence,
  type HistoryEvidence,
  MAX_EVIDENCE_BYTES,
  parseEvidence,
  type RecordEvidence,
  type StreamEvidence,
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
  isOfLaterVersions,
  isStreamOfLayout,
  KIND_NAMES,
  type KindForm,
  kindForm,
  kindOfStream,
  type Layout,
} from "./kinds.ts";
export {
  EMPTY_MAP,
  EMPTY_MAP_ROOT,
  MAX_MAP_DEPTH,
  type MapLeaf,
  type MapProof,
  mapBit,
  mapLeafHash,
  mapNodeHash,
  provenValue,
  rootFromMapProof,
} from "./map.ts";
export {
  type ConsistencyProof,
  EMPTY_ROOT,
  type InclusionProof,
  leafHash,
  nodeHash,
  type PrefixProof,
  rootFromInclusionProof,
  rootOfHashes,
  rootsFromPrefix,
  type TreeHash,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
export { catalogue, LANGUAGES, type Language } from "./messages.ts";
export {
  encodeMisbehaviour,
  MAX_MISBEHAVIOUR_BYTES,
  MISBEHAVIOUR_FORMAT,
  type Misbehaviour,
  misbehaviour,
  parseMisbehaviour,
} from "./misbehaviour.ts";
export {
  MISBEHAVIOUR_KINDS,
  type MisbehaviourKind,
  PROOF_SHAPES,
  type Presence,
  type ProofShape,
} from "./misbehaviour-kinds.ts";
export {
  CHAIN_CODES,
  type ChainCode,
  MISBEHAVIOUR_CAVEATS,
  MISBEHAVIOUR_WORDS,
  type MisbehaviourCaveat,
  type MisbehaviourVerdict,
  type MisbehaviourWord,
  type SideFacts,
} from "./misbehaviour-verdict.ts";
export {
  type CosignerKey,
  formatNote,
  formatSignatureLine,
  formatVkey,
  isKeyName,
  KEY_TYPE_COSIGNATURE,
  KEY_TYPE_SIGNATURE,
  type KeyType,
  keyId,
  MAX_NOTE_BYTES,
  MAX_SIGNATURES,
  type Note,
  type NoteSignature,
  parseAnyVkey,
  parseCosignerVkey,
  parseNote,
  parseVkey,
  type VerifiedNote,
  type VerifierKey,
  verifyNote,
} from "./note.ts";
export {
  auditorKeysFor,
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
export { parseSharingTerms } from "./read-sharing-terms.ts";
export { MAX_STATEMENT_BYTES, type RefusedStatements, statementsOf } from "./read-statements.ts";
export {
  formatReceiptText,
  parseReceipt,
  type Receipt,
  type ReceiptAnchor,
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
export {
  type RenderedLayer,
  type RenderedVerdict,
  renderAsOf,
  renderReason,
  renderVerdict,
} from "./render.ts";
export { type RenderedMisbehaviour, renderMisbehaviour } from "./render-misbehaviour.ts";
export {
  type BrokenReplay,
  LogReplay,
  REPLAY_BREAKS,
  type Replay,
  type ReplayBreak,
  replayLog,
  type SoundReplay,
} from "./replay-log.ts";
export {
  type AnchorStatement,
  type CheckpointStatement,
  type EntryStatement,
  type MapStatement,
  type NodeStatement,
  type PromisedRecordStatement,
  type PromisedStatement,
  type ReceiptStatement,
  type RecordStatement,
  STATEMENT_FORMS,
  type Statement,
  type StatementForm,
  type StreamStatement,
} from "./statement.ts";
export { FILE_FORMS, type FileForm, type KnownTree, type Statements } from "./statements.ts";
export {
  firmSecret,
  firmSubject,
  RETENTION_CLASSES,
  type RetentionClass,
  secretHash,
  streamKey,
  subjectId,
} from "./subject.ts";
export {
  completeSubtrees,
  MAX_LEVEL,
  prefixHashes,
  prefixRanges,
  type Range,
  type ReadSubtrees,
  rootFromSubtreeProof,
  type SubtreeId,
  type SubtreeProof,
} from "./subtree.ts";
export { formatTime, isTime, parseTime } from "./time.ts";
export { formatTlogProof, parseTlogProof, type TlogProof } from "./tlog-proof.ts";
export {
  type AnchorFacts,
  type AsOfFacts,
  type BoundFacts,
  CAVEATS,
  type CaveatCode,
  type CheckpointFacts,
  DEVELOPMENT_CHAINS,
  decide,
  decidingLayer,
  type EventFacts,
  EXIT_CODES,
  type IgnoredSignature,
  LAYERS,
  type Layer,
  type LayerResult,
  type LayerState,
  layersOf,
  OPEN_CODES,
  type OpenCode,
  PASS_CODES,
  type Params,
  type PassCode,
  REASON_CODES,
  type ReasonCode,
  type StreamFacts,
  VERDICT_WORDS,
  type Verdict,
  type VerdictWord,
} from "./verdict.ts";
export { type VerifyOptions, verifyEvidence } from "./verify.ts";
export {
  type CredentialOptions,
  issuerKeyName,
  verifyCredential,
} from "./verify-credential.ts";
export { type MisbehaviourOptions, verifyMisbehaviour } from "./verify-misbehaviour.ts";
export { checkSharedRecord, verifySharedRecord } from "./verify-shared-record.ts";
