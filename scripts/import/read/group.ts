/**
 * Rows of one group (an invoice's lines) need not follow each other. A first reading counts them by group, so that the second
 * knows when a group is whole: memory holds the numbers of the file's groups and the rows of groups still open, whatever the order.
 */
import type { CsvRow } from "./csv.ts";

export interface Group {
  readonly key: string;
  readonly rows: readonly CsvRow[];
}

export interface GroupedRows {
  /** Called for each reading; both must give the same rows. */
  readonly open: (reading: "count" | "use") => AsyncIterable<CsvRow>;
  /** The group of a row, or `null` for one that belongs to none: it is handed to `loose` and left out. */
  readonly keyOf: (row: CsvRow) => string | null;
}

/** Groups in the order in which they end in the file; rows of no group in between. */
export async function* groupRows(source: GroupedRows): AsyncGenerator<Group | CsvRow> {
  const missing = new Map<string, number>();
  for await (const row of source.open("count")) {
    const key = source.keyOf(row);
    if (key !== null) missing.set(key, (missing.get(key) ?? 0) + 1);
  }
  const open = new Map<string, CsvRow[]>();
  for await (const row of source.open("use")) {
    const key = source.keyOf(row);
    if (key === null) {
      yield row;
      continue;
    }
    const rows = open.get(key) ?? [];
    rows.push(row);
    const left = (missing.get(key) ?? 1) - 1;
    missing.set(key, left);
    if (left > 0) open.set(key, rows);
    else {
      open.delete(key);
      yield { key, rows };
    }
  }
}

export const isGroup = (item: Group | CsvRow): item is Group => "key" in item;
