import type Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { CountedTable, NumberedTable } from "./row-macs.ts";

/** The counters as one transaction moves them. A counter that was changed behind our back is refused as `damaged`: moving it would hide that. */
export interface Count {
  /** The number of a row that is about to be inserted. */
  next(table: NumberedTable): number;
  /** So many rows came, or, below zero, went. */
  add(table: CountedTable, rows: number): void;
  /** To be called once, at the end of the transaction: each counter that moved is written. */
  write(): void;
}

/** Begins a transaction's count. */
export function counting(client: Database.Database, rowMac: RowMac): () => Count {
  const read = client
    .prepare<[string], [value: number, mac: Uint8Array]>(
      "SELECT value, mac FROM counters WHERE name = ?",
    )
    .raw();
  const move = client.prepare("UPDATE counters SET value = ?, mac = ? WHERE name = ?");

  function held(table: CountedTable): number {
    const [value, mac] = read.get(table) ?? [0, null];
    if (rowMacHolds(rowMac, "counters", [table, value], mac)) return value;
    throw new Refusal("damaged", { what: "counter", index: -1, id: table });
  }

  return () => {
    const values = new Map<CountedTable, number>();
    function add(table: CountedTable, rows: number): number {
      const value = (values.get(table) ?? held(table)) + rows;
      values.set(table, value);
      return value;
    }
    return {
      next: (table) => add(table, 1),
      add(table, rows) {
        if (rows !== 0) add(table, rows);
      },
      write() {
        for (const [table, value] of values) {
          move.run(value, rowMac("counters", [table, value]), table);
        }
      },
    };
  };
}

/** Begins the counters of these tables at what they hold. */
export function beginCounters(
  client: Database.Database,
  rowMac: RowMac,
  tables: readonly CountedTable[],
): void {
  const insert = client.prepare("INSERT INTO counters (name, value, mac) VALUES (?, ?, ?)");
  for (const table of tables) {
    const value = client.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    insert.run(table, value, rowMac("counters", [table, value]));
  }
}

/** @throws Refusal `damaged` (`key`) if no counter was written under this key: then it is not the key of this database */
export function assertRowKey(client: Database.Database, rowMac: RowMac): void {
  const rows = client
    .prepare<[], [name: string, value: number, mac: Uint8Array]>(
      "SELECT name, value, mac FROM counters",
    )
    .raw()
    .all();
  const some = rows.some(([name, value, mac]) =>
    rowMacHolds(rowMac, "counters", [name, value], mac),
  );
  if (!some) throw new Refusal("damaged", { what: "key", index: -1, id: "row" });
}
