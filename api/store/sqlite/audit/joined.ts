/**
 * Many rows out of one step of SQLite, as they lie in the file: it joins their blobs, their texts and their numbers into one value each, which are taken apart
 * here. A row for each takes three to four times as long. Where a value is not what its column should hold, the rows are read once more, one by one.
 *
 * No value is longer than a bound: SQLite itself fails where rows are longer together than it can hold, and so would all that lies beside one such value.
 */
import { isAscii } from "node:buffer";
import type Database from "better-sqlite3";
import type { AuditedTable, RawRow, RawValue } from "../../audit-store.ts";
import { plain } from "../bytes.ts";
import type { ColumnType } from "../row-macs.ts";

/**
 * Bytes of a value that is read as it is. Four times what the longest true one has, a sealed record; a page of values that are all so long still fits into
 * memory. What is longer comes as so many zeros and one more, which no true value is. Values of keys come whole: by them the next row is found.
 */
export const LONGEST = 1 << 18;

/** An expression, and what it should give. */
export interface JoinedColumn {
  readonly expression: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** @param of name of the table in the statement, where it has one */
export function columnsOf({ columns, nullable = [] }: AuditedTable, of = ""): JoinedColumn[] {
  return Object.entries(columns).map(([name, type]) => ({
    expression: of === "" ? `"${name}"` : `${of}."${name}"`,
    type,
    nullable: nullable.includes(name),
  }));
}

type Joined = [
  count: number,
  good: number,
  blobs: Buffer | null,
  texts: Buffer | null,
  numbers: string | null,
];

/** The rows that a statement has from its FROM on; `null`: some value is too long, or not of its column's type. Only its own order counts. */
export type JoinedReader = (bound: readonly RawValue[]) => RawValue[][] | null;

export function joinedReader(
  client: Database.Database,
  columns: readonly JoinedColumn[],
  from: string,
): JoinedReader {
  const name = (i: number): string => `c${i}`;
  const guard = columns.map(({ type, nullable }, i) =>
    nullable ? `typeof(${name(i)}) IN ('${type}', 'null')` : `typeof(${name(i)}) = '${type}'`,
  );
  // Of an integer itself, nothing for NULL; of all else how many bytes it has, -1 for NULL.
  const numbers = columns.map(({ type }, i) =>
    type === "integer" ? `coalesce(${name(i)}, '')` : `coalesce(octet_length(${name(i)}), -1)`,
  );
  const joined = (type: ColumnType): string => {
    const own = columns.flatMap((column, i) =>
      column.type === type ? [column.nullable ? `coalesce(${name(i)}, x'')` : name(i)] : [],
    );
    return own.length === 0 ? "NULL" : `CAST(group_concat(${own.join(" || ")}, '') AS BLOB)`;
  };
  // What is too long is not even read: it comes as a value of another type.
  const selected = columns.map(({ expression, type }, i) => {
    const bounded =
      type === "integer"
        ? `CASE WHEN typeof(${expression}) IN ('integer', 'null') THEN ${expression} ELSE x'' END`
        : `CASE WHEN octet_length(${expression}) > ${LONGEST} THEN 0 ELSE ${expression} END`;
    return `${bounded} AS ${name(i)}`;
  });
  const read = client
    .prepare<RawValue[], Joined>(
      `SELECT count(*), coalesce(sum(${guard.join(" AND ")}), 0), ${joined("blob")}, ${joined("text")},
         group_concat(${numbers.join(" || ',' || ")}) FROM (SELECT ${selected.join(", ")} ${from})`,
    )
    .raw();
  const types = columns.map(({ type }) => type);

  return (bound) => {
    const [count, good, blobs, texts, text] = readIn(() => read.get(...bound)) ?? NO_ROWS;
    if (count === 0) return [];
    if (good !== count || text === null) return null;
    return taken(types, count, { blobs: blobs ?? NOTHING, texts: texts ?? NOTHING, numbers: text });
  };
}

const NO_ROWS: Joined = [0, 0, null, null, null];
/** Some row, and none that is good. */
const TOO_LARGE: Joined = [1, 0, null, null, null];
const NOTHING = Buffer.alloc(0);

/** Many values that are within the bound may be too much together. */
function readIn(read: () => Joined | undefined): Joined | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "SQLITE_TOOBIG" || code === "SQLITE_NOMEM") return TOO_LARGE;
    throw error;
  }
}

interface Values {
  readonly blobs: Buffer;
  readonly texts: Buffer;
  readonly numbers: string;
}

/** `null` where a number is too large to be one here, or text is no UTF-8. */
function taken(
  types: readonly ColumnType[],
  count: number,
  { blobs, texts, numbers }: Values,
): RawValue[][] | null {
  const said = numbers.split(",");
  if (said.length !== count * types.length) return null;
  // Where all of it is ASCII, which it nearly always is, each text is a part of one.
  const letters = isAscii(texts) ? texts.toString("latin1") : null;
  const rows: RawValue[][] = [];
  let [next, blobAt, textAt] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const row: RawValue[] = [];
    for (const type of types) {
      const own = said[next++] as string;
      const number = Number(own);
      if (type === "integer") {
        if (!Number.isSafeInteger(number)) return null;
        row.push(own === "" ? null : number);
      } else if (number < 0) {
        row.push(null);
      } else if (type === "blob") {
        row.push(blobs.subarray(blobAt, blobAt + number));
        blobAt += number;
      } else {
        const end = textAt + number;
        const value = letters?.slice(textAt, end) ?? decoded(texts.subarray(textAt, end));
        if (value === null) return null;
        row.push(value);
        textAt = end;
      }
    }
    rows.push(row);
  }
  return rows;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Row by row, whatever is in it, up to {@link LONGEST}. */
export function exactReader(
  client: Database.Database,
  { columns, key }: AuditedTable,
  from: string,
): (bound: readonly RawValue[]) => RawRow[] {
  const names = Object.keys(columns);
  // Text as its bytes: what is no UTF-8 would come as another text.
  const selected = names.map((column) => {
    const tooLong = key.includes(column)
      ? ""
      : `WHEN octet_length("${column}") > ${LONGEST} THEN zeroblob(${LONGEST + 1})`;
    return `CASE ${tooLong} WHEN typeof("${column}") = 'text' THEN CAST("${column}" AS BLOB) ELSE "${column}" END`;
  });
  const types = names.map((column) => `typeof("${column}")`).join(" || ',' || ");
  const read = client
    .prepare<RawValue[], RawValue[]>(`SELECT ${selected.join(", ")}, ${types} ${from}`)
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
