/**
 * What migration 0003 does to rows that are there already: each gets its number, in the order in which they came as far as that is known, and
 * its authenticator. It runs once, in the transaction of the migration. What somebody had changed before is authenticated as it was found.
 */
import type Database from "better-sqlite3";
import type { ColumnValue, RowMac } from "../row-mac.ts";
import { beginCounters } from "./counters.ts";
import { ANCHORS_BEFORE } from "./gas-price.ts";
import { ROW_COLUMNS } from "./row-macs.ts";

/** Tables of before, with what their rows are counted off by. */
const TABLES = {
  meta: "number",
  entries: "idx",
  subjects: "number",
  idempotency: "number",
  checkpoints: "number",
  anchors: "size",
} as const;

/** In which order they came. `meta` has no times. */
const ORDER = {
  meta: "key",
  subjects: "created_at, subject",
  idempotency: "recorded_at, key_mac",
  checkpoints: "size",
} as const;

const PRIMARY_KEY = {
  meta: "key",
  subjects: "subject",
  idempotency: "key_mac",
  checkpoints: "size",
} as const;

/** Tables whose counters begin here; of later ones with the migrations that make them. */
const COUNTED = [
  "meta",
  "subjects",
  "idempotency",
  "checkpoints",
  "cosignatures",
  "entries",
  "anchors",
] as const;

/** They refuse what must be done here once. */
const TRIGGERS = ["entries_no_update", "checkpoints_no_update"] as const;

export function fillRowMacs(client: Database.Database, rowMac: RowMac): void {
  const restore = without(client, TRIGGERS);
  for (const table of Object.keys(ORDER) as (keyof typeof ORDER)[]) number(client, table);
  for (const table of Object.keys(TABLES) as (keyof typeof TABLES)[]) fill(client, table, rowMac);
  restore();
  beginCounters(client, rowMac, COUNTED);
}

/** Drops these triggers; answers how they come back, word for word. */
function without(client: Database.Database, names: readonly string[]): () => void {
  const text = client
    .prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?")
    .pluck();
  const texts = names.map((name) => text.get(name) ?? "");
  for (const name of names) client.exec(`DROP TRIGGER ${name}`);
  return () => {
    for (const sql of texts) client.exec(sql);
  };
}

function number(client: Database.Database, table: keyof typeof ORDER): void {
  const key = PRIMARY_KEY[table];
  client.exec(
    `UPDATE ${table} SET number = numbered.n
     FROM (SELECT ${key} AS k, row_number() OVER (ORDER BY ${ORDER[table]}) AS n FROM ${table}) AS numbered
     WHERE numbered.k = ${table}.${key}`,
  );
}

/** Rows that are held at once. */
const CHUNK = 4_096;

function fill(client: Database.Database, table: keyof typeof TABLES, rowMac: RowMac): void {
  const by = TABLES[table];
  // As they were then.
  const columns = table === "anchors" ? ANCHORS_BEFORE : Object.keys(ROW_COLUMNS[table]);
  const at = columns.indexOf(by);
  const read = client
    .prepare<[number], ColumnValue[]>(
      `SELECT ${columns.join(", ")} FROM ${table} WHERE ${by} > ? ORDER BY ${by} LIMIT ${CHUNK}`,
    )
    .raw();
  const write = client.prepare(`UPDATE ${table} SET mac = ? WHERE ${by} = ?`);
  for (let last = -1; ; ) {
    const rows = read.all(last);
    for (const row of rows) {
      last = row[at] as number;
      write.run(rowMac(table, row), last);
    }
    if (rows.length < CHUNK) return;
  }
}
