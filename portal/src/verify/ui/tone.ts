/** How good a word is: only what is verified, or kept, is good. */
import type { Layer, LayerResult, MisbehaviourWord, VerdictWord } from "../../../verify/index.ts";
import type { JudgedComparison, PromiseWord } from "../judge/judged.ts";

/** `lent`: good, as far as the firm's word goes. `later`: it was not looked at, since something before it has decided. */
export type Tone = "good" | "lent" | "bad" | "open" | "later";

type Word = VerdictWord | MisbehaviourWord | PromiseWord | JudgedComparison["word"];

const BAD: ReadonlySet<Word> = new Set(["INVALID", "DIVERGED", "broken", "invalid"]);

/** @param isLent what the chain holds was told by the firm that is checked */
export function toneOf(word: Word, isLent: boolean): Tone {
  if (word === "VERIFIED" || word === "kept") return isLent ? "lent" : "good";
  return BAD.has(word) ? "bad" : "open";
}

/** Layers that say what the chain holds. */
const OF_THE_CHAIN: ReadonlySet<Layer> = new Set(["anchor", "finality", "time"]);

export function toneOfLayer({ layer, state, code }: LayerResult, isLent: boolean): Tone {
  if (code === "not_reached") return "later";
  if (state === "pass") return isLent && OF_THE_CHAIN.has(layer) ? "lent" : "good";
  return state === "fail" ? "bad" : "open";
}
