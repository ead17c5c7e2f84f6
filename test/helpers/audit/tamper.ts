/**
 * Somebody at the database with SQL at hand: drops the triggers of a table, changes rows, makes the same triggers again. And by which names the audit may
 * call the rows that were changed.
 */
import Database from "better-sqlite3";
import { prefixOf } from "../../../api/audit/finding.ts";
import {
  AUDITED,
  type AuditedFile,
  type AuditedTable,
  type RawRow,
  type RawValue,
} from "../../../api/store/audit-store.ts";

export interface Tamper {
  readonly file: AuditedFile;
  /** All rows of a table, in the order of its key. Integers that are too large come as they are: bigints. */
  rows(table: string): RawRow[];
  /** Sets a column of the row of this key. Answers `false`, and changes nothing, where a key of that value is there already. */
  set(table: string, key: RawRow, column: string, value: RawValue): boolean;
  insert(table: string, row: RawRow): boolean;
  remove(table: string, key: RawRow): void;
  /** Makes many changes in these tables at once: most of what one takes is putting the triggers out of the way and back. */
  together(tables: ReadonlySet<string>, work: () => void): void;
  /** Runs SQL with the triggers of a table out of the way. */
  exec(table: string, sql: string): void;
  close(): void;
}

export const keyOf = (file: AuditedFile, table: string, row: RawRow): RawRow => {
  const { key, columns } = described(file, table);
  const names = Object.keys(columns);
  return key.map((name) => row[names.indexOf(name)] ?? null);
};

export function described(file: AuditedFile, table: string): AuditedTable {
  const tables: Readonly<Record<string, AuditedTable>> = AUDITED[file];
  return tables[table] as AuditedTable;
}

export const columnsOf = (file: AuditedFile, table: string): string[] =>
  Object.keys(described(file, table).columns);

export function openTamper(file: AuditedFile, path: string): Tamper {
  const client = new Database(path);
  client.pragma("synchronous = OFF");
  client.pragma("foreign_keys = OFF");
  client.pragma("ignore_check_constraints = ON");
  const triggers = client.prepare<[string], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
  );
  const where = (table: string, key: RawRow): string =>
    described(file, table)
      .key.map((column, i) => `"${column}" IS ${hole(table, column, key[i] ?? null)}`)
      .join(" AND ");
  /** Text that is no UTF-8 comes as its bytes. */
  const hole = (table: string, column: string, value: RawValue): string =>
    value instanceof Uint8Array && isText(file, table, column) ? "CAST(? AS TEXT)" : "?";

  let free: ReadonlySet<string> = new Set();

  function together(tables: ReadonlySet<string>, work: () => void): void {
    client.exec("BEGIN IMMEDIATE");
    free = tables;
    try {
      const found = [...tables].flatMap((table) => triggers.all(table));
      for (const { name } of found) client.exec(`DROP TRIGGER "${name}"`);
      work();
      for (const { sql } of found) client.exec(sql);
      client.exec("COMMIT");
    } catch (error) {
      client.exec("ROLLBACK");
      throw error;
    } finally {
      free = new Set();
    }
  }

  /** Answers `false` where a constraint keeps it from being done. */
  function without(table: string, work: () => void): boolean {
    try {
      if (free.has(table)) work();
      else together(new Set([table]), work);
      return true;
    } catch (error) {
      if (error instanceof Database.SqliteError && /UNIQUE|PRIMARYKEY/.test(error.code))
        return false;
      throw error;
    }
  }

  const statements = new Map<string, Database.Statement<RawValue[]>>();
  function run(sql: string, ...values: RawValue[]): number {
    const statement = statements.get(sql) ?? client.prepare<RawValue[]>(sql);
    statements.set(sql, statement);
    return statement.run(...values).changes;
  }

  return {
    file,
    rows(table) {
      const { key } = described(file, table);
      const names = columnsOf(file, table);
      // What is no UTF-8 would come as another text.
      const columns = names.map((column) =>
        isText(file, table, column) ? `CAST("${column}" AS BLOB)` : `"${column}"`,
      );
      const order = key.map((column) => `"${column}"`).join(", ");
      const found = client
        .prepare<[], RawValue[]>(`SELECT ${columns.join(", ")} FROM "${table}" ORDER BY ${order}`)
        .raw()
        .safeIntegers()
        .all();
      return found.map((row) =>
        row.map((value, i) =>
          isText(file, table, names[i] as string) ? textOrBytes(value) : smaller(value),
        ),
      );
    },
    set: (table, key, column, value) =>
      without(table, () => {
        const to = hole(table, column, value);
        const sql = `UPDATE "${table}" SET "${column}" = ${to} WHERE ${where(table, key)}`;
        const changes = run(sql, value, ...key);
        if (changes !== 1) throw new Error(`${table}: ${changes} rows were changed`);
      }),
    insert: (table, row) =>
      without(table, () => {
        const holes = row.map(() => "?").join(", ");
        run(`INSERT INTO "${table}" VALUES (${holes})`, ...row);
      }),
    remove: (table, key) =>
      void without(table, () => {
        run(`DELETE FROM "${table}" WHERE ${where(table, key)}`, ...key);
      }),
    together,
    exec: (table, sql) => void without(table, () => client.exec(sql)),
    close: () => void client.close(),
  };
}

const isText = (file: AuditedFile, table: string, column: string): boolean =>
  described(file, table).columns[column] === "text";

function textOrBytes(value: RawValue): RawValue {
  if (!(value instanceof Uint8Array)) return value;
  const text = Buffer.from(value).toString("utf8");
  return Buffer.from(text).equals(value) ? text : value;
}

const smaller = (value: RawValue): RawValue =>
  typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** The value with one byte of it changed: of an integer one of its eight, of text one of its UTF-8, which may make it none. */
export function withByte(value: RawValue, at: number, flip: number): RawValue {
  if (typeof value === "number" || typeof value === "bigint") {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(value));
    bytes[at] = (bytes[at] as number) ^ flip;
    return smaller(bytes.readBigInt64BE());
  }
  if (value === null) return null;
  const bytes = Buffer.from(value as Uint8Array | string);
  bytes[at] = (bytes[at] as number) ^ flip;
  if (typeof value !== "string") return bytes;
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : bytes;
}

export function lengthOf(value: RawValue): number {
  if (typeof value === "number" || typeof value === "bigint") return 8;
  if (value === null) return 0;
  return typeof value === "string" ? Buffer.byteLength(value) : value.length;
}

const count = (value: RawValue | undefined): string | number =>
  typeof value === "bigint" ? String(value) : typeof value === "number" ? value : "null";

/** Every name by which the audit may call a row. */
export function namesOf(file: AuditedFile, table: string, row: RawRow): string[] {
  const at = (column: string): RawValue => row[columnsOf(file, table).indexOf(column)] ?? null;
  const named = (place: string, ...members: [string, string | number][]): string =>
    `${place} ${members.map(([name, value]) => `${name}=${value}`).join(" ")}`;
  const place = file === "ledger" || table === "migrations" ? table : `${file}.${table}`;
  const number = named(place, ["number", count(at("number"))]);
  switch (`${file} ${table}`) {
    case "ledger meta":
    case "ledger counters":
    case "keys named_secrets": {
      const key = table === "named_secrets" || table === "counters" ? at("name") : at("key");
      const name = shownWord(typeof key === "string" ? key.replaceAll("\0", ".") : key);
      return [named(place, ["name", name]), ...(table === "meta" ? [number] : [])];
    }
    case "ledger entries":
    case "ledger records":
      return [named(place, ["index", count(at("idx"))])];
    case "ledger tiles":
      return [named(place, ["level", count(at("level"))], ["n", count(at("n"))])];
    case "ledger checkpoints":
      return [named(place, ["size", count(at("size"))]), number];
    case "ledger anchors":
      return [named(place, ["size", count(at("size"))])];
    case "ledger standings":
      return [number, named(place, ["prefix", prefixOf(at("key"))])];
    case "ledger cosignatures":
      return [number, named(place, ["size", count(at("size"))])];
    case "ledger streams":
      return [named(place, ["prefix", prefixOf(at("key"))])];
    case "ledger identities":
      return [named(place, ["prefix", prefixOf(at("mac"))])];
    case "ledger subjects":
      return [number, named(place, ["prefix", prefixOf(at("subject"))])];
    case "ledger idempotency":
      return [number, named(place, ["prefix", prefixOf(at("key_mac"))])];
    case "map pages":
      return [named(place, ["page", count(at("id"))])];
    case "map versions":
      return [named(place, ["size", count(at("map_size"))])];
    case "map garbage":
      return [number];
    case "keys stream_secrets":
      return [named(place, ["prefix", prefixOf(at("subject"))])];
    case "keys sealing_keys":
      return [
        named(
          place,
          ["prefix", prefixOf(at("subject"))],
          ["class", shownWord(at("retention_class"))],
          ["expiry", shownWord(at("expiry"))],
        ),
      ];
    default:
      return [named(place, ["file", file], ["number", count(at("number"))])];
  }
}

const shownWord = (value: RawValue): string =>
  typeof value === "string" && /^[A-Za-z0-9_.-]{1,64}$/.test(value) ? value : prefixOf(value);
