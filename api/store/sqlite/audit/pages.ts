/** Rows of one table, in the order of its key or by their keys (joined.ts). */
import type Database from "better-sqlite3";
import type { AuditedTable, PageRange, RawKey, RawRow, RawValue } from "../../audit-store.ts";
import { columnsOf, exactReader, joinedReader } from "./joined.ts";

export interface PageReader {
  rows(range: PageRange): RawRow[];
  keys(range: PageRange): RawKey[];
  /** The rows of exactly these keys, in order, or `null`. */
  byKeys(keys: readonly RawKey[]): (RawRow | null)[];
}

export function pageReader(
  client: Database.Database,
  name: string,
  table: AuditedTable,
): PageReader {
  const keyOnly: AuditedTable = {
    key: table.key,
    columns: Object.fromEntries(table.key.map((column) => [column, table.columns[column]!])),
  };
  const reader = (columns: AuditedTable) =>
    byShape((shape) => rangeReader(client, columns, source(name, table, shape)));
  const whole = reader(table);
  const keys = reader(keyOnly);
  let byKeys: ReturnType<typeof keyedReader> | null = null;
  return {
    rows: (range) => whole(range)(parameters(range)),
    keys: (range) => keys(range)(parameters(range)),
    byKeys(wanted) {
      if (wanted.length === 0) return [];
      byKeys ??= keyedReader(client, name, table);
      return byKeys(wanted);
    },
  };
}

function rangeReader(client: Database.Database, table: AuditedTable, from: string) {
  const joined = joinedReader(client, columnsOf(table), from);
  let exact: ReturnType<typeof exactReader> | null = null;
  return (bound: readonly RawValue[]): RawRow[] => {
    const rows = joined(bound);
    if (rows !== null) return rows;
    exact ??= exactReader(client, table, from);
    return exact(bound);
  };
}

/** Keys of one statement. Fewer than a few are not worth filling it up. */
const TOGETHER = 64;
const FEW = 4;

/**
 * Looks rows up, many in one step: one by one takes four times as long.
 *
 * @param table `key` may be any columns that are unique together
 */
export function keyedReader(client: Database.Database, name: string, table: AuditedTable) {
  const { key } = table;
  const makeExact = () =>
    exactReader(client, table, `FROM "${name}" WHERE ${compared(table, key.length, "=")}`);
  const places = Array.from({ length: TOGETHER }, (_, n) => `(${n}${", ?".repeat(key.length)})`);
  const same = key.map((column, i) => `t."${column}" = w.column${i + 2}`);
  const makeJoined = () =>
    joinedReader(
      client,
      [...columnsOf(table, "t"), { expression: "w.column1", type: "integer", nullable: false }],
      `FROM (VALUES ${places.join(", ")}) AS w CROSS JOIN "${name}" AS t ON ${same.join(" AND ")}`,
    );
  // Compiling the two takes as long as looking a few hundred rows up, and often one is not needed.
  let exact: ReturnType<typeof exactReader> | null = null;
  let joined: ReturnType<typeof joinedReader> | null = null;

  function together(keys: readonly RawKey[]): (RawRow | null)[] | null {
    if (keys.length < FEW) return null;
    // No key is NULL, so that nothing is found for those that fill it up.
    const bound = new Array<RawValue>(TOGETHER * key.length).fill(null);
    for (const [n, own] of keys.entries()) {
      for (let i = 0; i < key.length; i++) bound[n * key.length + i] = own[i] ?? null;
    }
    joined ??= makeJoined();
    const found = joined(bound);
    if (found === null) return null;
    const rows = new Array<RawRow | null>(keys.length).fill(null);
    for (const row of found) {
      const place = row.pop() as number;
      rows[place] ??= row;
    }
    return rows;
  }

  function alone(key: RawKey): RawRow | null {
    exact ??= makeExact();
    return exact(key)[0] ?? null;
  }

  return (keys: readonly RawKey[]): (RawRow | null)[] => {
    const all: (RawRow | null)[] = [];
    for (let from = 0; from < keys.length; from += TOGETHER) {
      const own = keys.slice(from, from + TOGETHER);
      all.push(...(together(own) ?? own.map(alone)));
    }
    return all;
  };
}

/** Which bounds a range has, how many columns of the key each names, and the order. */
interface Shape {
  readonly after: number;
  readonly upTo: number;
  readonly backwards: boolean;
}

/** Statements are made when they are first asked for: of a table that is missing, nothing else fails. */
function byShape<T>(make: (shape: Shape) => T): (range: PageRange) => T {
  const made = new Map<string, T>();
  return ({ after, upTo, backwards = false }) => {
    const shape = { after: after?.length ?? 0, upTo: upTo?.length ?? 0, backwards };
    const name = `${shape.after} ${shape.upTo} ${backwards}`;
    const value = made.get(name) ?? make(shape);
    made.set(name, value);
    return value;
  };
}

function source(name: string, table: AuditedTable, { after, upTo, backwards }: Shape): string {
  const bounds = [
    ...(after > 0 ? [compared(table, after, backwards ? "<" : ">")] : []),
    ...(upTo > 0 ? [compared(table, upTo, backwards ? ">=" : "<=")] : []),
  ];
  const where = bounds.length === 0 ? "" : `WHERE ${bounds.join(" AND ")}`;
  const order = table.key.map((column) => `"${column}" ${backwards ? "DESC" : "ASC"}`);
  return `FROM "${name}" ${where} ORDER BY ${order.join(", ")} LIMIT ?`;
}

/** The first columns of the key against as many parameters. */
function compared({ key }: AuditedTable, columns: number, how: string): string {
  const names = key.slice(0, columns).map((column) => `"${column}"`);
  return `(${names.join(", ")}) ${how} (${names.map(() => "?").join(", ")})`;
}

const parameters = ({ after, upTo, limit }: PageRange): RawValue[] => [
  ...(after ?? []),
  ...(upTo ?? []),
  limit,
];
