/**
 * Pages of rows as they lie in the file. SQLite joins a page into one blob and one text, which is taken apart here: a row for each takes three
 * to four times as long. Where a value is not what its column should hold the page is read once more, row by row.
 */
import type Database from "better-sqlite3";
import type { AuditedTable, PageRange, RawKey, RawRow, RawValue } from "../../audit-store.ts";
import { plain } from "../bytes.ts";

export interface PageReader {
  rows(range: PageRange): RawRow[];
  keys(range: PageRange): RawKey[];
  /** The row of exactly this key, or `null`. */
  row(key: RawKey): RawRow | null;
}

type Bound = RawValue;

export function pageReader(
  client: Database.Database,
  name: string,
  table: AuditedTable,
): PageReader {
  const keyOnly: AuditedTable = {
    key: table.key,
    columns: Object.fromEntries(table.key.map((column) => [column, table.columns[column]!])),
  };
  const whole = byShape((shape) => joinedReader(client, table, source(name, table, shape)));
  const keys = byShape((shape) => joinedReader(client, keyOnly, source(name, table, shape)));
  let exact: ReturnType<typeof exactReader> | null = null;
  return {
    rows: (range) => whole(range)(parameters(range)),
    keys: (range) => keys(range)(parameters(range)),
    row(key) {
      exact ??= exactReader(
        client,
        table,
        `FROM "${name}" WHERE ${compared(table, key.length, "=")}`,
      );
      return exact([...key])[0] ?? null;
    },
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

const parameters = ({ after, upTo, limit }: PageRange): Bound[] => [
  ...(after ?? []),
  ...(upTo ?? []),
  limit,
];

type Reader = (bound: Bound[]) => RawRow[];

function joinedReader(client: Database.Database, table: AuditedTable, from: string): Reader {
  const columns = Object.entries(table.columns).map(([column, type]) => {
    const nullable = table.nullable?.includes(column) === true;
    return { column: `"${column}"`, type, nullable };
  });
  const guard = columns.map(({ column, type, nullable }) =>
    nullable ? `typeof(${column}) IN ('${type}', 'null')` : `typeof(${column}) = '${type}'`,
  );
  // Of an integer itself, nothing for NULL; of all else how many bytes it has, -1 for NULL.
  const numbers = columns.map(({ column, type }) =>
    type === "integer" ? `coalesce(${column}, '')` : `coalesce(octet_length(${column}), -1)`,
  );
  const bytes = columns
    .filter(({ type }) => type !== "integer")
    .map(({ column }) => `coalesce(${column}, x'')`);
  const read = client
    .prepare<Bound[], [count: number, good: number, bytes: Buffer | null, text: string | null]>(
      `SELECT count(*), coalesce(sum(${guard.join(" AND ")}), 0),
         CAST(group_concat(${bytes.join(" || ") || "x''"}, '') AS BLOB),
         group_concat(${numbers.join(" || ',' || ")}) FROM (SELECT * ${from})`,
    )
    .raw();
  let oneByOne: Reader | null = null;

  return (bound) => {
    const [count, good, blob, text] = read.get(...bound) ?? [0, 0, null, null];
    if (count === 0) return [];
    const whole = good === count && text !== null;
    const rows = whole ? taken(columns, count, blob ?? Buffer.alloc(0), text) : null;
    if (rows !== null) return rows;
    oneByOne ??= exactReader(client, table, from);
    return oneByOne(bound);
  };
}

interface Column {
  readonly type: string;
}

/** The rows of a page whose values have the types they should; `null` where a number is too large to be one here, or text is no UTF-8. */
function taken(
  columns: readonly Column[],
  count: number,
  blob: Buffer,
  text: string,
): RawRow[] | null {
  const numbers = text.split(",");
  if (numbers.length !== count * columns.length) return null;
  const rows: RawRow[] = [];
  for (let i = 0, next = 0, at = 0; i < count; i++) {
    const row: RawValue[] = [];
    for (const { type } of columns) {
      const said = numbers[next++] as string;
      const number = Number(said);
      if (type === "integer") {
        if (!Number.isSafeInteger(number)) return null;
        row.push(said === "" ? null : number);
      } else if (number < 0) {
        row.push(null);
      } else {
        const value = type === "blob" ? blob.subarray(at, at + number) : letters(blob, at, number);
        if (value === null) return null;
        row.push(value);
        at += number;
      }
    }
    rows.push(row);
  }
  return rows;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function letters(blob: Buffer, at: number, length: number): string | null {
  for (let i = at; i < at + length; i++) {
    if ((blob[i] as number) > 0x7f) return decoded(blob.subarray(at, at + length));
  }
  return blob.toString("latin1", at, at + length);
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Row by row, whatever is in it. */
function exactReader(client: Database.Database, { columns }: AuditedTable, from: string): Reader {
  const names = Object.keys(columns);
  // Text as its bytes: what is no UTF-8 would come as another text.
  const selected = names.map(
    (column) =>
      `CASE typeof("${column}") WHEN 'text' THEN CAST("${column}" AS BLOB) ELSE "${column}" END`,
  );
  const types = names.map((column) => `typeof("${column}")`).join(" || ',' || ");
  const read = client
    .prepare<Bound[], RawValue[]>(`SELECT ${selected.join(", ")}, ${types} ${from}`)
    .raw()
    .safeIntegers();
  return (bound) =>
    read.all(...bound).map((found) => {
      const of = String(found.at(-1)).split(",");
      return names.map((_, i) => exactValue(found[i] ?? null, of[i] as string));
    });
}

function exactValue(value: RawValue, type: string): RawValue {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (!(value instanceof Uint8Array)) return value;
  const bytes = plain(value);
  return type === "text" ? (decoded(bytes) ?? bytes) : bytes;
}
