/** Everything a person reads of certificates of erasure, in one language: one that lacks a code does not compile. */
import type { Acknowledged } from "./acknowledgement.ts";
import type { StreamExtent } from "./erasure-streams.ts";
import type { ErasureCaveat } from "./erasure-verdict.ts";
import type { VerdictWord } from "./verdict.ts";

export interface ErasureTexts {
  readonly words: Readonly<Record<VerdictWord, string>>;
  /** `{erasureId}`, `{index}`, `{recordedAt}`, `{treeSize}`, `{count}`, `{kept}`. */
  readonly declared: string;
  /** By the firm's word: `{cause}`, one of `causes`. */
  readonly reason: string;
  /** `{cause}` where it is another. */
  readonly causes: Readonly<
    Record<"request" | "retention" | "order" | "own-decision" | "other", string>
  >;
  /** `{time}`, `{block}`. */
  readonly since: string;
  /** The chain was not asked, or does not say. */
  readonly sinceUnknown: string;
  /** `{name}`, `{erased}`, `{kept}`. */
  readonly streams: Readonly<Record<StreamExtent, string>>;
  /** Behind a stream of which entries came later. */
  readonly goesOn: string;
  /** `{count}`, `{year}`, `{ground}`, `{text}`, `{kinds}`. */
  readonly keptUntil: string;
  readonly keptOpen: string;
  readonly nothingKept: string;
  /** `{time}` */
  readonly completed: string;
  readonly notCompleted: string;
  /** `{keyName}`, `{organization}`, `{statedAt}`, `{message}`. */
  readonly acknowledged: Readonly<Record<Acknowledged, string>>;
  readonly nobodyAcknowledged: string;
  /** `{entry}`, `{gap}`: as of evidence. */
  readonly caveats: Readonly<Record<ErasureCaveat, string>>;
}
