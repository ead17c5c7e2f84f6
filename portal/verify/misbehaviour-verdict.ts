/** What is said of a proof of misbehaviour (docs/FORMAT.md §14.3): plain data, which survives JSON. */
import type { FormatErrorCode } from "./errors.ts";
import type { MisbehaviourKind } from "./misbehaviour-kinds.ts";
import { EXIT_CODES, type IgnoredSignature, type Params } from "./verdict.ts";

/** The first that applies. DIVERGED: proven. */
export const MISBEHAVIOUR_WORDS = ["INVALID", "UNPINNED", "CANNOT_TELL", "DIVERGED"] as const;
export type MisbehaviourWord = (typeof MISBEHAVIOUR_WORDS)[number];

/** Why it cannot be told: of the chain (§11.1, step 8), and that it has no root of the size that the proof rests on. */
export const CHAIN_CODES = [
  "chain_not_asked",
  "chain_answer_unusable",
  "chain_is_another",
  "ledger_not_on_chain",
  "not_anchored",
] as const;
export type ChainCode = (typeof CHAIN_CODES)[number];

/** What a proof does not say, or what is to be thought of. */
export const MISBEHAVIOUR_CAVEATS = [
  "key_holder",
  "broken_promise",
  "auditor_on_both",
  "auditor_vouched",
  "anchorer",
  "chain_may_move",
  "development_chain",
  "holds_secret",
] as const;
export type MisbehaviourCaveat = (typeof MISBEHAVIOUR_CAVEATS)[number];

/** One of the statements. What it does not have is null. */
export interface SideFacts {
  /** Whose key signed it: that of the log, or of receipts. Null: nobody need sign it. */
  readonly signed: "log" | "receipt" | null;
  /** Of the checkpoint, or that the chain has a root for. */
  readonly size: number | null;
  /** Base64, of the checkpoint. */
  readonly root: string | null;
  /** Pinned auditors who cosigned the checkpoint. */
  readonly cosigned: readonly string[];
  /** Of the entry, the leaf, or the receipt. */
  readonly index: number | null;
  /** Base64, of the leaf that is shown or promised. */
  readonly leafHash: string | null;
  /** Of the entry within its stream. */
  readonly seq: number | null;
  /** Of the state entry. */
  readonly mapSize: number | null;
  /** RFC 3339, of the receipt. */
  readonly time: string | null;
  readonly deadline: string | null;
}

export interface MisbehaviourVerdict {
  readonly word: MisbehaviourWord;
  readonly exitCode: number;
  /** Null: the file is INVALID. */
  readonly kind: MisbehaviourKind | null;
  /** Why the word is not DIVERGED; null: it is. */
  readonly reason: {
    readonly code: FormatErrorCode | ChainCode | "no_policy";
    readonly params: Params;
  } | null;
  /** Of the ledger; null: the file is INVALID. */
  readonly origin: string | null;
  /** In the order a, b, c; empty if the file is INVALID. */
  readonly sides: readonly SideFacts[];
  /** What the kind's sentence needs besides. */
  readonly params: Params;
  readonly ignored: readonly IgnoredSignature[];
  readonly caveats: readonly MisbehaviourCaveat[];
}

export const exitCodeOf = (word: MisbehaviourWord): number => EXIT_CODES[word];
