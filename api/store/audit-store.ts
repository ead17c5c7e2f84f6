/**
 * What the audit reads: the three databases of a ledger as they lie on the disk, beside a server that goes on writing. Nothing of it is
 * trusted, so nothing is refused: a column holds what it holds, a table that is gone is a fault of that table alone.
 *
 * Each file is one snapshot: all reads see the same moment. While a snapshot is open the file's write-ahead log cannot be reused and grows
 * with what is written meanwhile. Reading never takes the lock by which a server owns its files, and writes nothing into them.
 */
import { type ColumnType, ROW_COLUMNS } from "./sqlite/row-macs.ts";

/** What a column can hold, whatever its table says. An integer beyond ±(2^53−1) is a bigint. Text that is no UTF-8 comes as its bytes. */
export type RawValue = null | number | bigint | string | Uint8Array;

/** The columns of one row, in the order of {@link AUDITED}. */
export type RawRow = readonly RawValue[];

/** The columns of a row's primary key, in their order. */
export type RawKey = readonly RawValue[];

export type AuditedFile = "ledger" | "map" | "keys";

export interface AuditedTable {
  /** Rows come in this order. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** These may be NULL. */
  readonly nullable?: readonly string[];
}

const migrations: AuditedTable = {
  key: ["number"],
  columns: { number: "integer", name: "text", sha256: "text" },
};

/** Every table of every file, with all its columns. A test holds it against the migrations. */
export const AUDITED = {
  ledger: {
    migrations,
    meta: {
      key: ["key"],
      columns: { ...ROW_COLUMNS.meta, mac: "blob" },
      nullable: ["number", "mac"],
    },
    counters: { key: ["name"], columns: { ...ROW_COLUMNS.counters, mac: "blob" } },
    entries: { key: ["idx"], columns: { ...ROW_COLUMNS.entries, mac: "blob" }, nullable: ["mac"] },
    streams: {
      key: ["key"],
      columns: { key: "blob", seq: "integer", idx: "integer", leaf_hash: "blob" },
    },
    subjects: {
      key: ["subject"],
      columns: { ...ROW_COLUMNS.subjects, mac: "blob" },
      nullable: ["reference_mac", "number", "mac"],
    },
    records: {
      key: ["idx"],
      columns: {
        idx: "integer",
        id: "text",
        version: "integer",
        kind: "text",
        subject: "text",
        retention_class: "text",
        expiry: "text",
        sealed: "blob",
        content_mac: "blob",
      },
    },
    identities: { key: ["mac"], columns: { mac: "blob", id: "text" } },
    idempotency: {
      key: ["key_mac"],
      columns: { ...ROW_COLUMNS.idempotency, mac: "blob" },
      nullable: ["number", "mac"],
    },
    tiles: {
      key: ["level", "n"],
      columns: { level: "integer", n: "integer", hashes: "blob" },
    },
    checkpoints: {
      key: ["size"],
      columns: { ...ROW_COLUMNS.checkpoints, mac: "blob" },
      nullable: ["number", "mac"],
    },
    cosignatures: {
      key: ["size", "vkey"],
      columns: { ...ROW_COLUMNS.cosignatures, mac: "blob" },
    },
    standings: {
      key: ["key"],
      columns: { ...ROW_COLUMNS.standings, mac: "blob" },
    },
    erased: { key: ["idx"], columns: { ...ROW_COLUMNS.erased, mac: "blob" } },
    closed: {
      key: ["subject", "retention_class", "expiry"],
      columns: { ...ROW_COLUMNS.closed, mac: "blob" },
    },
    vacated: { key: ["name", "number"], columns: { ...ROW_COLUMNS.vacated, mac: "blob" } },
    anchors: {
      key: ["size"],
      columns: { ...ROW_COLUMNS.anchors, mac: "blob" },
      nullable: [
        "transaction_hash",
        "nonce",
        "block",
        "block_hash",
        "block_time",
        "gas_used",
        "previous_size",
        "gas_price",
        "mac",
      ],
    },
  },
  map: {
    migrations,
    pages: { key: ["id"], columns: { id: "integer", bytes: "blob" } },
    versions: {
      key: ["map_size"],
      columns: {
        map_size: "integer",
        map_root: "blob",
        root_page: "integer",
        working: "integer",
        last_page: "integer",
      },
      nullable: ["root_page"],
    },
    garbage: {
      key: ["number"],
      columns: { number: "integer", map_size: "integer", pages: "blob" },
    },
  },
  keys: {
    migrations,
    stream_secrets: {
      key: ["subject"],
      columns: {
        subject: "text",
        personal: "blob",
        consent: "blob",
        statutory: "blob",
        access: "blob",
      },
    },
    sealing_keys: {
      key: ["subject", "retention_class", "expiry"],
      columns: { subject: "text", retention_class: "text", expiry: "text", wrapped: "blob" },
    },
    named_secrets: { key: ["name"], columns: { name: "text", wrapped: "blob" } },
    certificates: {
      key: ["id"],
      columns: { id: "blob", wrapped: "blob" },
      nullable: ["wrapped"],
    },
    erasures: {
      key: ["number"],
      columns: {
        number: "integer",
        id: "text",
        cause: "text",
        state: "text",
        begun_at: "integer",
        done_at: "integer",
        completed_at: "integer",
        root: "integer",
        list_key: "blob",
        list: "blob",
        sealed_list: "blob",
        certificate: "blob",
      },
      nullable: [
        ...["done_at", "completed_at", "root"],
        ...["list_key", "list", "sealed_list", "certificate"],
      ],
    },
    erased_keys: {
      key: ["subject", "retention_class", "expiry"],
      columns: { subject: "text", retention_class: "text", expiry: "text", erasure: "integer" },
    },
    kept_keys: {
      key: ["subject", "retention_class", "expiry"],
      columns: {
        subject: "text",
        retention_class: "text",
        expiry: "text",
        until: "integer",
        ground: "text",
        erasure: "integer",
      },
      nullable: ["until"],
    },
    root_keys: {
      key: ["number"],
      columns: {
        number: "integer",
        id: "text",
        begun_at: "integer",
        retired_at: "integer",
        gone_at: "integer",
      },
      nullable: ["retired_at", "gone_at"],
    },
  },
} as const satisfies Record<AuditedFile, Record<string, AuditedTable>>;

export type TableOf<F extends AuditedFile> = keyof (typeof AUDITED)[F] & string;

/** A table, index or trigger, with the SQL that made it (`null`: an index that a key brings along). */
export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string | null;
}

/** Where a page of rows begins and ends. Keys compare as the database compares them. */
export interface PageRange {
  /** Rows behind this key only; `null`: from the first one. A shorter key stands before all that begin with it. */
  readonly after: RawKey | null;
  /** Rows up to this key, which is included; `null` or left out: to the last one. */
  readonly upTo?: RawKey | null;
  readonly limit: number;
  /** From the last to the first; `after` then means before. */
  readonly backwards?: boolean;
}

/**
 * One file at one moment. Every method rejects with `StoreFault` where the database itself cannot be read (its code begins with `SQLITE_`):
 * a table that is missing, a file that is torn.
 */
export interface AuditSnapshot<F extends AuditedFile = AuditedFile> {
  readonly file: F;
  /** All that the schema holds, by name. */
  objects(): Promise<readonly SchemaObject[]>;
  /** What the schema of this version holds, by name. */
  expectedObjects(): readonly SchemaObject[];
  /** What the table of migrations must hold. */
  expectedMigrations(): readonly RawRow[];
  /** SQLite's own check of the whole file; empty if it finds nothing. The texts hold no value of a row. Takes as long as reading the file. */
  integrity(): Promise<readonly string[]>;
  /** Bytes of the file. */
  bytes(): Promise<number>;
  page(table: TableOf<F>, range: PageRange): Promise<readonly RawRow[]>;
  /** The same, with the key columns alone. */
  keys(table: TableOf<F>, range: PageRange): Promise<readonly RawKey[]>;
  /** The rows of these keys, in order; `null` where there is none. */
  rows(table: TableOf<F>, keys: readonly RawKey[]): Promise<readonly (RawRow | null)[]>;
  /** How many rows there are. Takes as long as reading the smallest index. */
  count(table: TableOf<F>): Promise<number>;
  close(): Promise<void>;
}

/** What the audit asks of the ledger's database besides. */
export interface LedgerSnapshot extends AuditSnapshot<"ledger"> {
  /** Index of the row of `records` of this id and version, in order; `null` where there is none. */
  recordIndexes(
    names: readonly (readonly [id: RawValue, version: RawValue])[],
  ): Promise<readonly (RawValue | null)[]>;
  /**
   * Records of these kinds, by the index of subjects and in its order: of each the bytes of subject and kind, and the index. Those behind such a key; `null`:
   * from the first one.
   */
  recordsOfKinds(
    kinds: readonly string[],
    after: RawKey | null,
    limit: number,
  ): Promise<readonly RawKey[]>;
  /** Of a subject's records, in the order of the log: index, class and expiry. */
  recordsOf(subject: string): Promise<readonly RawRow[]>;
  /** Index of the newest record entry of a stream below an index; `null`: the rows have none. */
  newestOfStream(key: Uint8Array, below: number): Promise<number | null>;
  /** Index of the last state entry below an index; `null`: the rows have none. */
  stateBefore(below: number): Promise<number | null>;
  /** Keys of the rows of `idempotency` with these numbers, in order; `null` where there is none. */
  markKeys(numbers: readonly number[]): Promise<readonly (RawValue | null)[]>;
  /** The largest number of a row of `idempotency`; 0: none has one. */
  newestMark(): Promise<number>;
}

/** The three files, each at one moment: the ledger's first, so that keys and map are not behind it. */
export interface AuditSnapshots {
  readonly ledger: LedgerSnapshot;
  /** What follows from the log need not be there, nor be readable. */
  readonly map: AuditSnapshot<"map"> | "missing" | "unreadable";
  readonly keys: AuditSnapshot<"keys">;
  close(): Promise<void>;
}
