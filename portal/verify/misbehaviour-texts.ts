/** Everything a person reads of proofs of misbehaviour, in one language: one that lacks a kind does not compile. */
import type { MisbehaviourKind } from "./misbehaviour-kinds.ts";
import type { MisbehaviourCaveat, MisbehaviourWord } from "./misbehaviour-verdict.ts";

/** Sentences of a kind that depend on what it is shown by. */
const SPECIAL_FINDINGS = ["two_leaves", "off_chain_other", "map_ahead_of_all"] as const;
export type SpecialFinding = (typeof SPECIAL_FINDINGS)[number];

export interface MisbehaviourTexts {
  readonly words: Readonly<Record<MisbehaviourWord, string>>;
  /**
   * Who broke what rule. `{origin}`: the ledger; `{a}`, `{b}`, `{c}`: a statement, as `by` has it; `{sizeA}`, `{indexA}`, `{seqA}`, `{mapSizeA}`:
   * of its parts; `{first}`, `{last}`: of a subtree; `{named}`: number of the entry that is named; `{before}`: the number before `{seqA}`;
   * `{earlier}`: index of a state entry.
   */
  readonly findings: Readonly<Record<MisbehaviourKind | SpecialFinding, string>>;
  /** A statement within a finding: of a checkpoint `{size}`, of a receipt `{index}`. */
  readonly by: Readonly<Record<"log" | "receipt", string>>;
  /** A statement for itself: of a checkpoint `{size}` and `{root}`, of a receipt `{index}`, `{leafHash}`, `{time}` and `{deadline}`, of an anchor `{size}`. */
  readonly sides: Readonly<Record<"log" | "receipt" | "anchor" | "stream", string>>;
  /** Behind a checkpoint: `{names}` of auditors. */
  readonly cosigned: string;
  /** `{names}` of auditors. */
  readonly caveats: Readonly<Record<MisbehaviourCaveat, string>>;
}
