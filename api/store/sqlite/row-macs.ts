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
} as const satisfies Record<string, Record<string, ColumnType>>;

export type MacTable = keyof typeof ROW_COLUMNS;

/** Their rows are never deleted, and `number` is dense from 1: a number that is missing is a row that was deleted. */
export const NUMBERED_TABLES = [
  "meta",
  "subjects",
  "idempotency",
  "checkpoints",
  "cosignatures",
  "standings",
] as const satisfies readonly MacTable[];
export type NumberedTable = (typeof NUMBERED_TABLES)[number];

/**
 * Of each the table `counters` holds how many rows there are, under the table's name. `entries` are dense by their index; of `anchors` rows
 * are lawfully removed, and then counted no more.
 */
export const COUNTED_TABLES = [
  ...NUMBERED_TABLES,
  "entries",
  "anchors",
] as const satisfies readonly MacTable[];
export type CountedTable = (typeof COUNTED_TABLES)[number];
