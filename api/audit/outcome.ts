/** What the parts of an audit counted and could not do: what its report is made of. */
import type { PromiseCounts } from "./log/promises.ts";
import type { ResumedPart } from "./report.ts";

/** What was read, each with how much of it. */
export type OutcomeCount =
  | "entries"
  | "records"
  | "recordEntries"
  | "states"
  | "voids"
  | "recovered"
  | "erased"
  | "tiles"
  | "checkpoints"
  | "cosignatures"
  | "anchors"
  | "streams"
  /** Rows of the table of streams. */
  | "heads"
  | "maps"
  | "pages"
  | "versions"
  | "subjects"
  | "secrets"
  | "unusedSecrets"
  | "sealingKeys"
  | "namedKeys"
  | "identities"
  | "idempotency"
  | "standings"
  | "copiedCheckpoints"
  | "blocks";

/** What this audit could not do. */
export type Limit =
  | "offline"
  | "chain_unavailable"
  | "chain_not_listed"
  | "blocks_untold"
  | "no_copy"
  | "copy_not_found"
  | "no_map"
  | "row_key_lost"
  | "mac_keys_lost"
  | "records_unopened"
  | "records_undecided"
  | "marks_unsought"
  | "links_unsought"
  | "map_unknown";

export interface LimitFound {
  readonly limit: Limit;
  /** How many; of `map_unknown` the index from which on. */
  readonly count?: number;
}

export interface Outcome {
  /** What was taken over from an audit that was interrupted. */
  readonly resumed: readonly ResumedPart[];
  readonly log: {
    readonly entries: number;
    /** Entries under the newest checkpoint. */
    readonly sealed: number;
    /** Entries under the newest anchor that is final, as far as it is stored. */
    readonly anchored: number;
  };
  readonly counts: Readonly<Partial<Record<OutcomeCount, number>>>;
  readonly promises: PromiseCounts;
}
