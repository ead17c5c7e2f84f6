/** How good a word is: only what is verified, or kept, is good. */
import type { LayerState, MisbehaviourWord, VerdictWord } from "../../../verify/index.ts";
import type { JudgedComparison, PromiseWord } from "../judge/judged.ts";

/** `lent`: good, as far as the firm's word goes. */
export type Tone = "good" | "lent" | "bad" | "open";

type Word = VerdictWord | MisbehaviourWord | PromiseWord | JudgedComparison["word"];

const BAD: ReadonlySet<Word> = new Set(["INVALID", "DIVERGED", "broken", "invalid"]);

/** @param isLent what the chain holds was told by the firm that is checked */
export function toneOf(word: Word, isLent: boolean): Tone {
  if (word === "VERIFIED" || word === "kept") return isLent ? "lent" : "good";
  return BAD.has(word) ? "bad" : "open";
}

export const toneOfState = (state: LayerState): Tone =>
  ({ pass: "good", fail: "bad", unknown: "open" })[state] as Tone;
