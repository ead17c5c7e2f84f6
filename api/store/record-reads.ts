/** Records by what they are called, and of whom they are: see store.ts for what holds of every method. Of rows as the store has them: `RecordRow`. */

/** A record as duplicate detection sees it: its newest version, and the content of all versions. */
export interface KnownRecord<Row> {
  readonly newest: Row;
  readonly contentMacs: readonly { readonly version: number; readonly contentMac: Uint8Array }[];
}

export interface ListQuery {
  readonly subject: string;
  readonly kind: string | null;
  /** Where all kinds are listed: but this one. */
  readonly without?: string;
  /** Only records whose newest version has an index above this; -1 for the first page. */
  readonly after: number;
  readonly limit: number;
}

export interface TimelineQuery {
  readonly subject: string;
  /** Only of these kinds; `null`: of all. */
  readonly kinds: readonly string[] | null;
  /** Only what stands in the log before this index. */
  readonly below: number;
  readonly limit: number;
}

export interface RecordReads<Row> {
  /** Records by outer identity, in order; `null` where there is none. */
  findByIdentity(macs: readonly Uint8Array[]): Promise<readonly (KnownRecord<Row> | null)[]>;
  /** One version of a record (`null`: the newest), or `null` if there is none. */
  record(id: string, version: number | null): Promise<Row | null>;
  /** Newest versions of a subject's records, ascending by the index of that newest version. */
  list(query: ListQuery): Promise<readonly Row[]>;
  /** All versions of all of a subject's records, descending by index. */
  timeline(query: TimelineQuery): Promise<readonly Row[]>;
}
