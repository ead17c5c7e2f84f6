import type { CaveatCode, Layer, LayerState, ReasonCode, VerdictWord } from "./verdict.ts";

/** Everything a person reads, in one language: one that lacks a code does not compile. */
export interface Catalogue {
  /** What the verdict means, in one sentence. */
  readonly words: Readonly<Record<VerdictWord, string>>;
  /** The name of each layer. */
  readonly layers: Readonly<Record<Layer, string>>;
  readonly states: Readonly<Record<LayerState, string>>;
  /** One sentence each; `{name}` stands for a parameter that the code always comes with. */
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  readonly caveats: Readonly<Record<CaveatCode, string>>;
  /** Behind a reason that has a place: `{where}`, `{position}`. */
  readonly where: string;
  readonly position: string;
  readonly ignoredSignature: string;
}
