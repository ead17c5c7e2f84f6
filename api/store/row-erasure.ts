/** Rows that are erased for good: see store.ts for what holds of every method. */
import type { RetentionClass } from "../../portal/verify/subject.ts";

/** What of one subject goes. */
export interface RowScope {
  readonly subject: string;
  /** Records sealed under these keys. Nothing is ever sealed under them again: a record that names one is refused from then on. */
  readonly keys: readonly { readonly retentionClass: RetentionClass; readonly expiry: string }[];
  /** These classes are over for this subject: no record of them is taken any more, whatever its expiry. */
  readonly closes: readonly RetentionClass[];
}

/** `erased`: for ever, as far as anybody can tell. `barred`: for a moment, to be asked again. */
export type BarAnswer = "erased" | "barred";

/** How much one call has erased: nothing, where it was all done before. */
export interface ErasedRows {
  /** Rows of records that were deleted. */
  readonly records: number;
  /** Entries that are marked as erased since. */
  readonly entries: number;
}

export interface RowErasure {
  /**
   * From now on until it is lifted `commit` answers `answer` (`erased`, where it is left out) for records and standings of these subjects in `closes` and under `keys`, as it does for good after `erase`. In memory, and at once: what
   * was committed before has its entry, what comes later has none. So whoever lists a subject's entries behind it has them all. Answers how to lift it: once, and after `erase` too.
   */
  bar(scopes: readonly RowScope[], answer?: BarAnswer): () => void;
  /**
   * Erases, in one transaction: the records sealed under `keys`, with outer identities and marks of idempotency keys that name no record any more; standings, where class `consent` closes; the
   * reference, where class `personal` closes. The log stays as it is: entries, heads of streams and tiles are not touched. Each entry whose record goes is marked as erased, and so is each of
   * `entries`: those of the subjects whose records were lost before (an entry out of the second copy has none). May be repeated, and then erases what is left: nothing, as a rule. Rejects and erases
   * nothing if one of `entries` is no record entry, or has a record of another scope.
   */
  erase(scopes: readonly RowScope[], entries: readonly number[]): Promise<ErasedRows>;
  /** Of each of these subjects that has some, the classes that are closed for good; nothing of others. */
  closed(subjects: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<RetentionClass>>>;
  /** How many entries are marked as erased. */
  erasedCount(): Promise<number>;
  /** Which of these entries are marked as erased. */
  erasedAmong(indexes: readonly number[]): Promise<ReadonlySet<number>>;
  /**
   * Takes what was deleted off the disk: everything that is committed is copied out of the write-ahead log, and that is truncated to nothing. Pages are overwritten as they become free. False: a reader holds it,
   * so some of it may still be there; to be called again.
   */
  scrub(): Promise<boolean>;
}
