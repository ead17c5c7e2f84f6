/** What verifying a copy again finds. */
import type { VerdictWord } from "../../../portal/verify/verdict.ts";
import type { Refused } from "./judging.ts";
import type { Why } from "./not-taken.ts";

/** Records of which it cannot be told for one reason. */
export interface Open {
  readonly why: Why;
  count: number;
}

export interface Found {
  readonly records: number;
  readonly refusals: number;
  readonly refused: readonly Refused[];
  readonly open: readonly Open[];
  readonly word: VerdictWord;
  /** Of the files that a partner works with, those that do not say what the proofs say. */
  readonly differing: readonly string[];
}
