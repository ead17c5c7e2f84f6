/** Whatever somebody with SQL at hand changes in a row with an authenticator, it is told which row that is. */
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  COUNTED_TABLES,
  type MacTable,
  NUMBERED_TABLES,
  ROW_COLUMNS,
} from "../../../../api/store/sqlite/row-macs.ts";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import { fillEveryTable } from "../../../helpers/store/every-table.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import {
  authenticateAnew,
  everyMacHolds,
  MAC_TABLES,
  nameOfRow,
  PRIMARY_KEYS,
  rowProblems,
  testRowMac,
} from "../../../helpers/store/row-mac.ts";

let file: string;
let remove: () => void;
let sql: Database.Database;

beforeAll(async () => {
  const place = newPlace();
  remove = place.remove;
  file = join(place.directory, "ledger.db");
  const store = await openSqliteStore({ file, rowMac: testRowMac });
  await fillEveryTable(store);
  await store.close();
  const database = new Database(file);
  for (const name of triggers(database)) database.exec(`DROP TRIGGER ${name}`);
  database.close();
});
beforeEach(() => {
  sql = new Database(file);
  sql.pragma("foreign_keys = OFF");
  sql.pragma("ignore_check_constraints = ON");
  sql.exec("BEGIN");
});
afterEach(() => {
  if (sql.inTransaction) sql.exec("ROLLBACK");
  sql.close();
});
afterAll(() => remove());

const triggers = (database: Database.Database): string[] =>
  database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all();

const problems = (): string[] => rowProblems(sql, testRowMac);

type Value = string | number | Buffer | null;
interface Row {
  readonly where: string;
  readonly key: readonly Value[];
  /** As {@link rowProblems} calls it. */
  readonly name: string;
}

function rowsOf(table: MacTable): Row[] {
  const columns = PRIMARY_KEYS[table];
  return sql
    .prepare<[], Value[]>(`SELECT ${columns} FROM ${table} ORDER BY ${columns}`)
    .raw()
    .all()
    .map((key) => ({
      where: columns.map((column) => `${column} IS ?`).join(" AND "),
      key,
      name: nameOfRow(table, key),
    }));
}

const get = (table: MacTable, column: string, { where, key }: Row): Value =>
  sql
    .prepare<Value[], Value>(`SELECT ${column} FROM ${table} WHERE ${where}`)
    .pluck()
    .get(...key) as Value;

const set = (table: MacTable, column: string, { where, key }: Row, value: Value): void => {
  sql.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(value, ...key);
};

describe("the tables with authenticators", () => {
  const columnsIn = (table: string): [string, string][] =>
    sql
      .prepare<[string], [string, string]>("SELECT name, lower(type) FROM pragma_table_info(?)")
      .raw()
      .all(table);

  it.each(MAC_TABLES)("%s: all columns but the authenticator, in the table's order", (table) => {
    const inSql = columnsIn(table).filter(([name]) => name !== "mac");
    expect(Object.entries(ROW_COLUMNS[table])).toEqual(inSql);
    expect(columnsIn(table).some(([name]) => name === "mac")).toBe(true);
  });

  it("are all but those that the log, a seal or a hash covers", () => {
    const tables = sql
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    const covered = ["identities", "migrations", "records", "streams", "tiles"];
    expect(tables).toEqual([...MAC_TABLES, ...covered].sort());
  });

  it("are numbered where they have a number, and counted", () => {
    const numbered = MAC_TABLES.filter(
      (table) => table !== "vacated" && "number" in ROW_COLUMNS[table],
    );
    expect([...NUMBERED_TABLES].sort()).toEqual(numbered.sort());
    expect([...COUNTED_TABLES, "counters"].sort()).toEqual([...MAC_TABLES].sort());
  });
});

describe("rows that were written by the store", () => {
  it("hold, all of them, and there are at least two in each table", () => {
    sql.exec("ROLLBACK");
    everyMacHolds(file);
    for (const table of MAC_TABLES) expect(rowsOf(table).length, table).toBeGreaterThan(1);
  });

  it("do not hold under another key", () => {
    const other = (): Uint8Array => new Uint8Array(16);
    expect(rowProblems(sql, other)).toEqual(
      MAC_TABLES.flatMap((table) => rowsOf(table).map(({ name }) => name)),
    );
  });

  it("hold again where somebody with the key has changed them", () => {
    sql.exec("UPDATE anchors SET gas_used = 1; UPDATE entries SET due_at = 9 WHERE idx = 3");
    sql.exec("DELETE FROM subjects WHERE number = 2");
    expect(problems()).not.toEqual([]);
    authenticateAnew(sql);
    expect(problems()).toEqual([]);
  });
});

/** Another value of the column, one byte or one step away, or of another type where the table takes it. */
function altered(value: Value, at: number, turn: number): Value {
  if (value === null) return turn % 2 === 0 ? 0 : 1;
  if (typeof value === "number")
    return value + (turn % 2 === 0 ? 1 + (turn >> 1) : -1 - (turn >> 1));
  if (typeof value === "string") {
    if (value === "") return "x";
    const place = at % value.length;
    const code = value.charCodeAt(place) ^ (1 + (turn % 31));
    return value.slice(0, place) + String.fromCharCode(code) + value.slice(place + 1);
  }
  const bytes = Buffer.from(value);
  if (bytes.length === 0) return Buffer.of(0);
  bytes[at % bytes.length]! ^= 1 + (turn % 255);
  return bytes;
}

const anyCell = fc.constantFrom(...MAC_TABLES).chain((table) =>
  fc.record({
    table: fc.constant(table),
    row: fc.nat(),
    column: fc.constantFrom(...Object.keys(ROW_COLUMNS[table]), "mac"),
    at: fc.nat(),
    turn: fc.nat(1_000),
  }),
);

describe("a row that was changed", () => {
  it("in any byte of any column, is named", () => {
    fc.assert(
      fc.property(anyCell, ({ table, row, column, at, turn }) => {
        sql.exec("SAVEPOINT change");
        const rows = rowsOf(table);
        const target = rows[row % rows.length]!;
        const before = get(table, column, target);
        const after = altered(before, at, turn);
        try {
          set(table, column, target, after);
        } catch (error) {
          // The table takes no such row; nothing was changed.
          if (!(error instanceof Database.SqliteError)) throw error;
          sql.exec("ROLLBACK TO change; RELEASE change");
          return;
        }
        const isKey = PRIMARY_KEYS[table].includes(column);
        const found = problems();
        if (isKey) expect(found.filter((name) => name.startsWith(`${table} `))).toHaveLength(1);
        else expect(found).toContain(target.name);
        sql.exec("ROLLBACK TO change; RELEASE change");
        expect(problems()).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it.each(MAC_TABLES)("%s: to NULL, where the table takes it, is named", (table) => {
    for (const column of [...Object.keys(ROW_COLUMNS[table]), "mac"]) {
      const [target] = rowsOf(table);
      if (get(table, column, target!) === null) continue;
      sql.exec("SAVEPOINT change");
      try {
        set(table, column, target!, null);
        expect(problems(), column).toContain(target!.name);
      } catch (error) {
        if (!(error instanceof Database.SqliteError)) throw error;
      }
      sql.exec("ROLLBACK TO change; RELEASE change");
    }
  });

  it.each(MAC_TABLES)("%s: with the authenticator of another, both are named", (table) => {
    const [a, b] = rowsOf(table);
    const mac = get(table, "mac", a!);
    set(table, "mac", a!, get(table, "mac", b!));
    set(table, "mac", b!, mac);
    expect(problems()).toEqual([a!.name, b!.name]);
  });

  it.each([
    ["meta", "value"],
    ["entries", "due_at"],
    ["subjects", "created_at"],
    ["idempotency", "body_mac"],
    ["checkpoints", "sealed_at"],
    ["anchors", "nonce"],
    ["counters", "value"],
    ["cosignatures", "line"],
    ["standings", "sealed"],
  ] as const)("%s: for another's %s, both are named", (table, column) => {
    const rows = rowsOf(table);
    const a = rows[0]!;
    const value = get(table, column, a);
    const b = rows.find((row) => String(get(table, column, row)) !== String(value))!;
    set(table, column, a, get(table, column, b));
    set(table, column, b, value);
    expect(problems()).toEqual(expect.arrayContaining([a.name, b.name]));
  });

  it("for another's number, both are named", () => {
    sql.exec(`UPDATE idempotency SET number = -number WHERE number IN (1, 2);
      UPDATE idempotency SET number = 3 + number WHERE number < 0`);
    expect(problems()).toHaveLength(2);
  });
});

describe("a row that is missing, or too many", () => {
  const CHOSEN = ["the first", "the last"] as const;
  const counted = COUNTED_TABLES.flatMap((table) => CHOSEN.map((which) => [table, which] as const));

  it.each(counted)("%s: %s one deleted is noticed", (table, which) => {
    const rows = rowsOf(table);
    const gone = which === "the first" ? rows[0]! : rows.at(-1)!;
    sql.prepare(`DELETE FROM ${table} WHERE ${gone.where}`).run(...gone.key);
    expect(problems()).toContain(`count of ${table}`);
  });

  it("is noticed where the counter was set back as well", () => {
    sql.exec(`DELETE FROM subjects WHERE number = 3;
      UPDATE counters SET value = value - 1 WHERE name = 'subjects'`);
    expect(problems()).toEqual(["counters subjects"]);
  });

  it("is noticed where its counter is gone", () => {
    sql.exec("DELETE FROM counters WHERE name = 'anchors'");
    expect(problems()).toEqual(["count of anchors"]);
  });

  it("put in as a copy of another is named", () => {
    sql.exec(`INSERT INTO subjects (subject, created_at, number, mac)
      SELECT 'copy', created_at, 4, mac FROM subjects WHERE number = 1`);
    expect(problems()).toEqual(["subjects copy", "count of subjects"]);
    sql.exec("UPDATE counters SET value = 4 WHERE name = 'subjects'");
    expect(problems()).toEqual(["subjects copy", "counters subjects"]);
  });
});
