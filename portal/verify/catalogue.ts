import type { Claim } from "./evidence.ts";
import type { CaveatCode, Layer, LayerState, ReasonCode, VerdictWord } from "./verdict.ts";

/** Words that mean something else for this reason, or in these layers, than they do elsewhere. */
export const SPECIAL_WORDS = [
  "not_shown",
  "replay_differs",
  "bound_not_final",
  "history_of_later_versions",
  "absent_later_versions",
] as const;
export type SpecialWord = (typeof SPECIAL_WORDS)[number];

/** What there is to say about a time (docs/FORMAT.md §11.4). */
export const AS_OF_SENTENCES = [
  "state_made",
  "state_expired",
  "state_none",
  "state_unknown",
  "state_of_first_version",
  "ended_by_event",
  "ends_by_itself",
  "no_end",
  "between_anchors",
  "before_anchor",
  "in_log",
  "not_anchored",
  "by_clock",
  "by_clock_before",
  "by_clock_after",
  "recorded_after_anchored",
  "recorded_but_not_anchored",
  "recorded_withheld",
] as const;
export type AsOfSentence = (typeof AS_OF_SENTENCES)[number];

/** Everything a person reads, in one language: one that lacks a code does not compile. */
export interface Catalogue {
  /** What the verdict means, in one sentence. */
  readonly words: Readonly<Record<Exclude<VerdictWord, "VERIFIED">, string>>;
  /** What VERIFIED means for each claim. */
  readonly verified: Readonly<Record<Claim, string>>;
  /** `{kind}`: the stream that version 1 is in, where the claim's own holds later versions only. */
  readonly special: Readonly<Record<SpecialWord, string>>;
  /** The name of each layer. */
  readonly layers: Readonly<Record<Layer, string>>;
  readonly states: Readonly<Record<LayerState, string>>;
  /** One sentence each; `{name}` stands for a parameter that the code always comes with. */
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  /**
   * `{entry}`: the first entry that the map is not over; `{gap}`: how many of these are under the checkpoint. `{seq}`, `{leafHash}`:
   * of the event that the history goes on from.
   */
  readonly caveats: Readonly<Record<CaveatCode, string>>;
  readonly asOf: Readonly<Record<AsOfSentence, string>>;
  /** Behind a reason that has a place: `{where}`, `{position}`. */
  readonly where: string;
  readonly position: string;
  readonly ignoredSignature: string;
}
