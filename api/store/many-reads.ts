/** Many rows at once, wherever they lie: see store.ts for what holds of every method. */

/** With the index of its entry. */
export type Placed<T> = T & { readonly index: number };

/** Of rows as the store has them: `RecordRow`, `StoredEntry`. */
export interface ManyReads<Row, Entry> {
  /** The records whose entries are at these indexes, in order; `null` where there is none: a state or void entry, a record that was lost or erased, no entry at all. */
  recordsAt(indexes: readonly number[]): Promise<readonly (Row | null)[]>;
  /** The newest versions of these records, in order; `null` for one that there is not. */
  newestRecords(ids: readonly string[]): Promise<readonly (Row | null)[]>;
  /** The entries at these indexes, in order; `null` where there is none. */
  entriesAt(indexes: readonly number[]): Promise<readonly (Entry | null)[]>;
}
