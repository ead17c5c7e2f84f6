/** Standings, as a store keeps them: see store.ts for what holds of every method. */
import type { LeafIndex } from "../../portal/verify/brands.ts";

/**
 * What many are decided by at once: of one stream all that decides, sealed by the caller. It is derived from the stream's records, and kept so that they
 * need not be read.
 */
export interface Standing {
  /** HMAC of subject and stream, 32 bytes. */
  readonly key: Uint8Array;
  /** Names the key that it is sealed under. */
  readonly subject: string;
  readonly sealed: Uint8Array;
  /** Which of the unit's records it ends with. */
  readonly last: number;
}

/** A stored standing. Whether it is that of its key, and of its subject, shows when it is opened. */
export interface StandingRow extends Omit<Standing, "last"> {
  /** Numbered from 1 in the order in which they came first. */
  readonly number: number;
  /** Of the entry that it ends with. */
  readonly index: LeafIndex;
  /** If that entry is the newest of its stream, its number within the stream; `null` where others came behind it without a standing. */
  readonly headSeq: number | null;
}

export interface StandingRows {
  readonly rows: readonly StandingRow[];
  /** How many were left out, because they are not as they were written. */
  readonly damaged: number;
  /** The greatest number that was looked at; `null`: there is none above. */
  readonly last: number | null;
}

export interface StandingReads {
  /**
   * The standings of these keys, in order; `null` where there is none. `damaged`: its row is not as it was written. Nothing rests on it alone, so
   * that is no refusal: what it says is read from the records then, and the next one of its key takes its place.
   */
  standings(keys: readonly Uint8Array[]): Promise<readonly (StandingRow | "damaged" | null)[]>;
  /** Those with a number above `after`, ascending, at most `limit`. */
  standingsAfter(after: number, limit: number): Promise<StandingRows>;
}
