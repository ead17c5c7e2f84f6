/** How good a word is: only what is verified, or kept, is good. */
import type { LayerState, MisbehaviourWord, VerdictWord } from "../../../verify/index.ts";
import type { JudgedComparison, PromiseWord } from "../judge/judged.ts";

export type Tone = "good" | "bad" | "open";

type Word = VerdictWord | MisbehaviourWord | PromiseWord | JudgedComparison["word"];

const BAD: ReadonlySet<Word> = new Set(["INVALID", "DIVERGED", "broken", "invalid"]);

export function toneOf(word: Word): Tone {
  if (word === "VERIFIED" || word === "kept") return "good";
  return BAD.has(word) ? "bad" : "open";
}

export const toneOfState = (state: LayerState): Tone =>
  ({ pass: "good", fail: "bad", unknown: "open" })[state] as Tone;
