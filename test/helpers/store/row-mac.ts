/** Row authenticators from outside the store: of databases that tests make, change and look through. */
import Database from "better-sqlite3";
import { type ColumnValue, type RowMac, rowMacHolds } from "../../../api/store/row-mac.ts";
import {
  COUNTED_TABLES,
  type MacTable,
  NUMBERED_TABLES,
  ROW_COLUMNS,
} from "../../../api/store/sqlite/row-macs.ts";
import { keyedRowMac } from "../../../api/vault/row-mac.ts";

export const MAC_TABLES = Object.keys(ROW_COLUMNS) as readonly MacTable[];

/** Authenticators under a fixed key. */
export const testRowMac = keyedRowMac(new Uint8Array(32).fill(7));

/** What names a row of each table. */
export const PRIMARY_KEYS: Readonly<Record<MacTable, readonly string[]>> = {
  meta: ["key"],
  entries: ["idx"],
  subjects: ["subject"],
  idempotency: ["key_mac"],
  checkpoints: ["size"],
  anchors: ["size"],
  counters: ["name"],
  cosignatures: ["size", "vkey"],
  standings: ["key"],
  erased: ["idx"],
  closed: ["subject", "retention_class", "expiry"],
  vacated: ["name", "number"],
};

/** With the numbers that are vacated. */
const countOf = (table: MacTable): string =>
  `SELECT (SELECT count(*) FROM ${table}) + (SELECT count(*) FROM vacated WHERE name = '${table}')`;

/** What {@link rowProblems} calls a row. */
export const nameOfRow = (table: MacTable, key: readonly (ColumnValue | undefined)[]): string =>
  [table, ...key.map((v) => (v instanceof Uint8Array ? Buffer.from(v).toString("hex") : v))].join(
    " ",
  );

/** What is wrong with the rows of a database: those that are not as they were written, numbers that are missing, counters that do not fit. */
export function rowProblems(database: Database.Database, rowMac: RowMac): string[] {
  const problems: string[] = [];
  for (const table of MAC_TABLES) {
    const columns = Object.keys(ROW_COLUMNS[table]);
    const rows = database
      .prepare<[], ColumnValue[]>(`SELECT ${columns.join(", ")}, mac FROM ${table}`)
      .raw();
    for (const row of rows.iterate()) {
      const mac = row.pop() as Uint8Array | null;
      if (rowMacHolds(rowMac, table, row, mac)) continue;
      const key = PRIMARY_KEYS[table].map((column) => row[columns.indexOf(column)]);
      problems.push(nameOfRow(table, key));
    }
  }
  const value = database
    .prepare<[string], number>("SELECT value FROM counters WHERE name = ?")
    .pluck();
  for (const table of COUNTED_TABLES) {
    const count = database.prepare(countOf(table)).pluck().get();
    if (value.get(table) !== count) problems.push(`count of ${table}`);
  }
  for (const [table, column] of [
    ...NUMBERED_TABLES.map((name) => [name, "number"] as const),
    ["entries", "idx + 1"] as const,
  ]) {
    const numbers = database
      .prepare<[], number>(
        `SELECT ${column} AS n FROM ${table} UNION ALL SELECT number FROM vacated WHERE name = '${table}' ORDER BY n`,
      )
      .pluck()
      .all();
    if (numbers.some((number, at) => number !== at + 1)) problems.push(`numbers of ${table}`);
  }
  return problems;
}

/** Throws if one does not. To be called when the store is closed, or beside it. */
export function everyMacHolds(file: string, rowMac: RowMac = testRowMac): void {
  const database = new Database(file, { readonly: true });
  try {
    const problems = rowProblems(database, rowMac);
    if (problems.length > 0) throw new Error(`not as they were written: ${problems.join(", ")}`);
  } finally {
    database.close();
  }
}

/** What somebody with the key of the rows does behind a change: all numbers, counters and authenticators fit again. Triggers must be out of the way. */
export function authenticateAnew(database: Database.Database, rowMac: RowMac = testRowMac): void {
  for (const table of NUMBERED_TABLES) {
    const key = PRIMARY_KEYS[table];
    const rows = database
      .prepare<[], ColumnValue[]>(
        `SELECT ${key} FROM ${table} ORDER BY number IS NULL, number, ${key}`,
      )
      .raw()
      .all();
    const where = key.map((column) => `${column} = ?`).join(" AND ");
    const number = database.prepare(`UPDATE ${table} SET number = ? WHERE ${where}`);
    for (const [at, row] of rows.entries()) number.run(-1 - at, ...row);
    const vacated = new Set(
      database
        .prepare<[string], number>("SELECT number FROM vacated WHERE name = ?")
        .pluck()
        .all(table),
    );
    let next = 0;
    for (const row of rows) {
      do next += 1;
      while (vacated.has(next));
      number.run(next, ...row);
    }
  }
  for (const table of COUNTED_TABLES) {
    database.exec(`UPDATE counters SET value = (${countOf(table)}) WHERE name = '${table}'`);
  }
  for (const table of MAC_TABLES) {
    const columns = Object.keys(ROW_COLUMNS[table]);
    const key = PRIMARY_KEYS[table];
    const where = key.map((column) => `${column} = ?`).join(" AND ");
    const write = database.prepare(`UPDATE ${table} SET mac = ? WHERE ${where}`);
    const rows = database
      .prepare<[], ColumnValue[]>(`SELECT ${columns.join(", ")} FROM ${table}`)
      .raw()
      .all();
    for (const row of rows) {
      write.run(rowMac(table, row), ...key.map((column) => row[columns.indexOf(column)]));
    }
  }
}
