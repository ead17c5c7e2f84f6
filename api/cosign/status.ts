/** What is known of those who are asked for cosignatures. Names and sizes only, all of them public: health and metrics show it. */

/** An `auditor` has replayed what it cosigns (FORMAT §7). A `witness` promises consistency alone, and counts for no verdict. */
export type CosignerKind = "auditor" | "witness";

/**
 * - `starting`: no round has ended yet.
 * - `ok`: its cosignature of the newest final size is kept.
 * - `waiting`: it answers as agreed, but that cosignature is not there yet.
 * - `unreachable`: it does not answer.
 * - `failing`: it answers, but not as agreed (`lastError`).
 * - `refusing`: it says of itself that it cosigns nothing more: it found something wrong with this ledger. Lasts until it says otherwise.
 * - `diverged`: it has shown a checkpoint that our log key signed and that contradicts our log. Lasts as long as the process.
 */
export type CosignerState =
  | "starting"
  | "ok"
  | "waiting"
  | "unreachable"
  | "failing"
  | "refusing"
  | "diverged";

export interface CosignerStatus {
  /** Of its key. */
  readonly name: string;
  readonly kind: CosignerKind;
  readonly state: CosignerState;
  /** Newest final size whose cosignature is kept; 0 if there is none. */
  readonly size: number;
  /** From `size` to the newest final size: entries; 0 if there is none to cosign. */
  readonly lagEntries: number;
  /** Seconds since the block of `size`; 0 while nothing newer is final, `null` if it has cosigned nothing final. */
  readonly lagSeconds: number | null;
  /** The last trouble, also when it is over; `at` is milliseconds since 1970. */
  readonly lastError: { readonly code: string; readonly at: number } | null;
}
