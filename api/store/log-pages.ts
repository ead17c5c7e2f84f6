/** Batches and anchors, as they are looked through and added up: see store.ts for what holds of every method. */
/** A sealed batch as it is listed. */
export type SealedBatch<Checkpoint> = Checkpoint & {
  /** Size of the checkpoint before; 0: there is none. */
  readonly from: number;
};

/** What there was before a time. */
export interface SealedBy {
  readonly batches: number;
  /** Entries that they cover. */
  readonly size: number;
}

/** What publishing took within a time. */
export interface AnchorSum {
  readonly anchors: number;
  /** Gas of those of which the price is known too. */
  readonly gas: number;
  /** In wei; of as many digits as a double has. */
  readonly fee: number;
  /** Anchors whose gas or price is not known: they are in neither sum. */
  readonly unknown: number;
}

/** Of rows as the store has them: `AnchorRow`, `StoredCheckpoint`. */
export interface LogPageReads<Anchor, Checkpoint> {
  /** Batches whose checkpoint has a size below `below`, the newest first, at most `limit`. Each is as it was written, or `damaged` (`checkpoint`). */
  batchesBelow(below: number, limit: number): Promise<readonly SealedBatch<Checkpoint>[]>;
  /** The checkpoint of the least size above `size`, or `null`. */
  checkpointAbove(size: number): Promise<Checkpoint | null>;
  /**
   * Of each of these times (milliseconds since 1970), in order, what was sealed before it. In O(log n) each. A clock that stepped back makes it as wrong as the step.
   */
  sealedBefore(times: readonly number[]): Promise<readonly SealedBy[]>;
  /** Anchors of a size below `below`, whatever their state, the greatest first, at most `limit`. */
  anchorsBelow(below: number, limit: number): Promise<readonly Anchor[]>;
  /** The anchor of the least size that is at least `size`, whatever its state; `null`: there is none. */
  anchorFrom(size: number): Promise<Anchor | null>;
  /**
   * Of each time with the one behind it (ascending, seconds since 1970), what the anchors in blocks from the one up to, not including, the other took: one sum less than there are
   * times. Takes as long as reading those rows; they are added up as they stand there, without being checked.
   */
  anchorSums(times: readonly number[]): Promise<readonly AnchorSum[]>;
}
