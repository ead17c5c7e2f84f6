/**
 * Which tables of the ledger's database have row authenticators, over which columns, in which order. A reader of raw rows computes the
 * same: the store when it writes and where it rests on a row, the audit of all rows.
 */

export type ColumnType = "integer" | "text" | "blob";

/** All columns but `mac`, in the tables' order, which is the authenticated one. */
export const ROW_COLUMNS = {
  meta: { key: "text", value: "text", number: "integer" },
  entries: {
    idx: "integer",
    entry: "blob",
    leaf_hash: "blob",
    recorded_at: "integer",
    due_at: "integer",
  },
  subjects: { subject: "text", reference_mac: "blob", created_at: "integer", number: "integer" },
  idempotency: {
    key_mac: "blob",
    body_mac: "blob",
    outcome: "text",
    id: "text",
    version: "integer",
    recorded_at: "integer",
    number: "integer",
  },
  checkpoints: {
    size: "integer",
    root: "blob",
    note: "text",
    sealed_at: "integer",
    number: "integer",
  },
  anchors: {
    size: "integer",
    state: "text",
    transaction_hash: "text",
    nonce: "integer",
    block: "integer",
    block_hash: "text",
    block_time: "integer",
    gas_used: "integer",
    updated_at: "integer",
    previous_size: "integer",
    gas_price: "integer",
  },
  counters: { name: "text", value: "integer" },
  cosignatures: { size: "integer", vkey: "text", line: "text", number: "integer" },
  standings: { key: "blob", subject: "text", idx: "integer", sealed: "blob", number: "integer" },
  erased: { idx: "integer" },
  closed: { subject: "text", retention_class: "text", expiry: "text", size: "integer" },
  vacated: { name: "text", number: "integer" },
} as const satisfies Record<string, Record<string, ColumnType>>;

export type MacTable = keyof typeof ROW_COLUMNS;

/**
 * `number` is dense from 1, and rows are deleted by an erasure alone, which leaves the number in `vacated`: one that is missing otherwise is a row that was
 * deleted.
 */
export const NUMBERED_TABLES = [
  "meta",
  "subjects",
  "idempotency",
  "checkpoints",
  "cosignatures",
  "standings",
] as const satisfies readonly MacTable[];
export type NumberedTable = (typeof NUMBERED_TABLES)[number];

/** What erasures leave behind: rows of these only ever come. */
export const ERASURE_TABLES = [
  "erased",
  "closed",
  "vacated",
] as const satisfies readonly MacTable[];

/**
 * Of each the table `counters` holds how many rows there are (of numbered ones, how many there ever were), under the table's name. `entries` are dense by their
 * index; of `anchors` rows are lawfully removed, and then counted no more.
 */
export const COUNTED_TABLES = [
  ...NUMBERED_TABLES,
  "entries",
  "anchors",
  ...ERASURE_TABLES,
] as const satisfies readonly MacTable[];
export type CountedTable = (typeof COUNTED_TABLES)[number];
