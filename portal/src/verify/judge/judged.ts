/** What becomes of what a visitor brings. */
import type { ErasureVerdict } from "../../../verify/erasure.ts";
import type {
  AnchorFacts,
  Checkpoint,
  Compared,
  Content,
  Cosignature,
  Evidence,
  FileForm,
  FormatError,
  IgnoredSignature,
  LayerResult,
  MisbehaviourVerdict,
  Policy,
  Receipt,
  TlogProof,
  Verdict,
  VerdictWord,
} from "../../../verify/index.ts";
import type { FileKind } from "../input/recognise.ts";

export interface Brought {
  /** As the visitor's file is called; it may come out of another one. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Who signed a checkpoint beside the log, by the policy's keys; null: a line of theirs does not hold. */
export type Cosigners = readonly Cosignature[] | null;

export interface JudgedEvidence {
  readonly kind: "evidence";
  readonly file: Brought;
  readonly verdict: Verdict;
  /** For what is drawn; null: it is INVALID, and nothing of it is shown. */
  readonly evidence: Evidence | null;
  readonly cosigners: Cosigners;
  readonly policy: Policy | null;
}

export interface JudgedMisbehaviour {
  readonly kind: "misbehaviour";
  readonly file: Brought;
  readonly verdict: MisbehaviourVerdict;
}

/** A certificate of erasure. */
export interface JudgedCertificate {
  readonly kind: "certificate";
  readonly file: Brought;
  readonly verdict: ErasureVerdict;
  readonly cosigners: Cosigners;
}

/** A checkpoint by itself, or with the way of an entry to it. */
export interface JudgedLogText {
  readonly kind: "log_text";
  readonly file: Brought;
  readonly word: VerdictWord;
  readonly layers: readonly LayerResult[];
  /** Null: it is INVALID. */
  readonly checkpoint: Checkpoint | null;
  /** Null: there is none, or it is INVALID. */
  readonly proof: TlogProof | null;
  readonly anchor: AnchorFacts | null;
  readonly cosigners: Cosigners;
  readonly ignored: readonly IgnoredSignature[];
}

export type PromiseWord =
  | "kept"
  | "not_yet_due"
  | "broken"
  | "cannot_tell"
  | "unpinned"
  | "invalid";

/** Why the word is what it is. */
export type PromiseCode =
  | "kept"
  | "running"
  | "awaiting_final_block"
  | "no_final_block"
  | "other_entry_already"
  | "void_already"
  | "never_anchored"
  | "anchored_late"
  | "other_entry"
  | "void_entry"
  | "chain_not_asked"
  | "chain_other"
  | "ledger_not_there"
  | "chain_forgets"
  | "hashes_missing"
  | "hashes_wrong"
  | "no_policy"
  | "not_signed"
  | "no_receipt"
  | "answer_differs"
  | "entry_differs"
  | "disclosures_differ";

export interface JudgedPromise {
  readonly kind: "promise";
  readonly file: Brought;
  readonly word: PromiseWord;
  readonly code: PromiseCode;
  /** Of the kernel, where a form does not hold. */
  readonly fault: FormatError | null;
  /** Null: it is invalid. */
  readonly receipt: Receipt | null;
  /** The record that the promise is of, if the file opens it. */
  readonly content: Content | null;
  /** Unix seconds, of the anchor that covers it and of the newest final block; null: not known. */
  readonly coveredAt: number | null;
  readonly finalTime: number | null;
  /** Of the anchor that covers it. */
  readonly coverSize: number | null;
}

export interface ComparedFile {
  readonly name: string;
  readonly form: FileForm | null;
  /** Why it could not be compared. */
  readonly refused: FormatError | null;
  /** Why it does not hold as a whole, though parts of it do. */
  readonly fault: FormatError | null;
  readonly sizes: readonly number[];
  readonly receipts: readonly number[];
}

export interface JudgedComparison {
  readonly kind: "comparison";
  readonly word: "DIVERGED" | "INVALID" | "CANNOT_TELL" | "UNPINNED" | "NOTHING_FOUND";
  readonly files: readonly ComparedFile[];
  /** Of the first two. */
  readonly compared: Compared | null;
  readonly proof: Uint8Array | null;
  readonly verdict: MisbehaviourVerdict | null;
  /** What the chain has for the sizes that the files are of; null: it was not asked. */
  readonly onChain:
    | readonly { readonly size: number; readonly seen: "agrees" | "none" | "unusable" }[]
    | null;
}

/** Nothing that could be judged: what it is, and so what to do. */
export interface Refused {
  readonly kind: "refused";
  readonly file: Brought;
  readonly why: Exclude<
    FileKind,
    "evidence" | "certificate" | "misbehaviour" | "promise" | "tlog_proof" | "checkpoint"
  >;
}

export type Judged =
  | JudgedEvidence
  | JudgedCertificate
  | JudgedMisbehaviour
  | JudgedLogText
  | JudgedPromise
  | JudgedComparison
  | Refused;
