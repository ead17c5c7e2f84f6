/** Reading whatever lies in the files, beside whoever writes to them. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  AUDITED,
  type AuditedFile,
  type AuditedTable,
  type PageRange,
  type RawKey,
  type RawRow,
  type RawValue,
} from "../../../../../api/store/audit-store.ts";
import { StoreFault } from "../../../../../api/store/fault.ts";
import { expectedSchema } from "../../../../../api/store/sqlite/audit/expected.ts";
import { joinedReader, LONGEST } from "../../../../../api/store/sqlite/audit/joined.ts";
import {
  openLedgerSnapshot,
  openSnapshot,
} from "../../../../../api/store/sqlite/audit/snapshot.ts";
import { openSqliteKeyStore } from "../../../../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteMapStore } from "../../../../../api/store/sqlite/sqlite-map-store.ts";
import { newPlace } from "../../../../helpers/store/places.ts";

let directory: string;
let remove: () => void;

beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());

const files: readonly AuditedFile[] = ["ledger", "map", "keys"];

/** A file as the migrations make it, without the triggers that keep it whole. */
function emptyFile(file: AuditedFile): { readonly path: string; readonly sql: Database.Database } {
  const path = join(directory, `${file}.db`);
  const sql = new Database(path);
  sql.pragma("journal_mode = WAL");
  sql.pragma("ignore_check_constraints = ON");
  sql.pragma("foreign_keys = OFF");
  for (const { type, name, sql: text } of ordered(expectedSchema(file).objects)) {
    if (text !== null && type !== "trigger" && !name.startsWith("sqlite_")) sql.exec(text);
  }
  return { path, sql };
}

const ordered = <T extends { readonly type: string }>(objects: readonly T[]): T[] =>
  [...objects].sort((a, b) => Number(a.type !== "table") - Number(b.type !== "table"));

describe("the audited tables", () => {
  it.each(files)("are all tables of the %s, with all their columns", (file) => {
    const client = new Database(":memory:");
    for (const { type, sql } of ordered(expectedSchema(file).objects)) {
      if (type === "table" && sql !== null) client.exec(sql);
    }
    const found = client
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    const described: Readonly<Record<string, AuditedTable>> = AUDITED[file];
    expect(Object.keys(described).sort()).toEqual(found);
    for (const [table, { key, columns, nullable }] of Object.entries(described)) {
      const rows = client.pragma(`table_info(${table})`) as {
        readonly name: string;
        readonly type: string;
        readonly notnull: number;
        readonly pk: number;
      }[];
      expect(Object.entries(columns)).toEqual(rows.map((r) => [r.name, r.type.toLowerCase()]));
      const keys = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      expect(key).toEqual(keys.map(({ name }) => name));
      const open = rows.filter(({ notnull, pk }) => notnull === 0 && pk === 0);
      expect([...(nullable ?? [])]).toEqual(open.map(({ name }) => name));
    }
    client.close();
  });

  it("are what the stores make", async () => {
    const map = await openSqliteMapStore({ file: join(directory, "map.db") });
    const keys = await openSqliteKeyStore({ file: join(directory, "keys.db") });
    for (const file of ["map", "keys"] as const) {
      const snapshot = openSnapshot(file, join(directory, `${file}.db`));
      expect(await snapshot.objects()).toEqual(snapshot.expectedObjects());
      const rows = await snapshot.page("migrations", { after: null, limit: 10 });
      expect(rows).toEqual(snapshot.expectedMigrations());
      expect(await snapshot.integrity()).toEqual([]);
      await snapshot.close();
    }
    await map.close();
    await keys.close();
  });
});

const blob = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const all = { after: null, limit: 100 } as const;

/** Bytes may come as the driver's own kind. */
const plainly = (rows: readonly RawRow[]): RawRow[] =>
  rows.map((row) => row.map((v) => (v instanceof Uint8Array ? Uint8Array.from(v) : v)));

async function walk(
  read: (range: PageRange) => Promise<readonly RawRow[]>,
  keyOf: (row: RawRow) => RawKey,
  limit: number,
  backwards = false,
): Promise<RawRow[]> {
  const found: RawRow[] = [];
  for (let after: RawKey | null = null; ; ) {
    const page = await read({ after, limit, backwards });
    expect(page.length).toBeLessThanOrEqual(limit);
    found.push(...plainly(page));
    const last = page.at(-1);
    if (last === undefined) return found;
    after = keyOf(last);
  }
}

describe("a snapshot", () => {
  it("hands out rows as they are, in pages of any length, forwards and backwards", async () => {
    const { path, sql } = emptyFile("ledger");
    const insert = sql.prepare(
      "INSERT INTO subjects (subject, reference_mac, created_at) VALUES (?, ?, ?)",
    );
    const rows: RawRow[] = Array.from({ length: 23 }, (_, i) => [
      `${String.fromCharCode(65 + i)}·王${"x".repeat(i)}`,
      i % 3 === 0 ? null : blob(i, i),
      i - 7,
    ]);
    for (const row of rows) insert.run(...row);
    const snapshot = openLedgerSnapshot(path);
    for (const limit of [1, 2, 5, 22, 23, 24]) {
      const read = (range: PageRange) => snapshot.page("subjects", range);
      const cut = (found: RawRow[]) => found.map((row) => row.slice(0, 3));
      expect(cut(await walk(read, (row) => [row[0] ?? null], limit))).toEqual(rows);
      const back = await walk(read, (row) => [row[0] ?? null], limit, true);
      expect(cut(back.reverse())).toEqual(rows);
      const keys = await walk(
        (range) => snapshot.keys("subjects", range),
        (row) => row,
        limit,
      );
      expect(keys).toEqual(rows.map(([name]) => [name]));
    }
    expect(await snapshot.count("subjects")).toBe(23);
    const [found, none] = await snapshot.rows("subjects", [[rows[4]![0] ?? null], ["nobody"]]);
    expect(plainly([found ?? []])[0]?.slice(0, 3)).toEqual(rows[4]);
    expect(none).toBeNull();
    await snapshot.close();
    sql.close();
  });

  it("looks rows up as they are asked for, however many, in any order and more than once", async () => {
    const { path, sql } = emptyFile("ledger");
    const insert = sql.prepare("INSERT INTO tiles (level, n, hashes) VALUES (?, ?, ?)");
    for (let n = 0; n < 200; n++) insert.run(n % 3, n, blob(n));
    const snapshot = openLedgerSnapshot(path);
    for (const count of [0, 1, 3, 4, 5, 63, 64, 65, 130, 400]) {
      const asked = Array.from({ length: count }, (_, i): RawKey => {
        if (i % 9 === 8) return [null, i];
        return i % 7 === 6 ? [3, i] : [((i * 11) % 200) % 3, (i * 11) % 200];
      });
      const found = await snapshot.rows("tiles", asked);
      expect(found).toHaveLength(count);
      const known = (level: RawValue, n: RawValue) =>
        level === null || level === 3 ? null : [level, n, blob(Number(n))];
      expect(found.map((row) => (row === null ? null : plainly([row])[0]))).toEqual(
        asked.map(([level = null, n = null]) => known(level, n)),
      );
    }
    await snapshot.close();
    sql.close();
  });

  it("looks rows up one by one where something in them is of the wrong type", async () => {
    const { path, sql } = emptyFile("ledger");
    sql.exec("DROP TABLE identities");
    sql.exec("CREATE TABLE identities (mac PRIMARY KEY, id)");
    const insert = sql.prepare("INSERT INTO identities VALUES (?, ?)");
    const keys = Array.from({ length: 20 }, (_, i) => blob(i));
    for (const [i, key] of keys.entries()) insert.run(key, i === 7 ? 1.5 : `id ${i} 王`);
    insert.run("a text", null);
    const snapshot = openLedgerSnapshot(path);
    const asked: RawKey[] = [["a text"], ...keys.map((key) => [key]), [blob(99)], [7]];
    const found = await snapshot.rows("identities", asked);
    expect(found.map((row) => row?.[1])).toEqual([
      null,
      ...keys.map((_, i) => (i === 7 ? 1.5 : `id ${i} 王`)),
      undefined,
      undefined,
    ]);
    await snapshot.close();
    sql.close();
  });

  it("keeps the bounds of a page, also of a key of several columns", async () => {
    const { path, sql } = emptyFile("ledger");
    const insert = sql.prepare("INSERT INTO tiles (level, n, hashes) VALUES (?, ?, ?)");
    for (let level = 0; level < 3; level++)
      for (let n = 0; n < 4; n++) insert.run(level, n, blob(level * 16 + n));
    const snapshot = openLedgerSnapshot(path);
    const names = async (range: PageRange) =>
      (await snapshot.page("tiles", range)).map(([level, n]) => `${level}/${n}`);
    expect(await names({ after: [0, 2], upTo: [1, 1], limit: 9 })).toEqual(["0/3", "1/0", "1/1"]);
    expect(await names({ after: [1], limit: 2 })).toEqual(["2/0", "2/1"]);
    expect(await names({ after: null, upTo: [0], limit: 9 })).toEqual(["0/0", "0/1", "0/2", "0/3"]);
    expect(await names({ after: [1, 0], upTo: [0, 3], limit: 9, backwards: true })).toEqual([
      "0/3",
    ]);
    await snapshot.close();
    sql.close();
  });

  it("hands out what is in the wrong place, of the wrong type or not to be read as what it is", async () => {
    const { path, sql } = emptyFile("ledger");
    // A table without STRICT, as whoever edits the schema would make it.
    sql.exec("DROP TABLE entries");
    sql.exec(
      "CREATE TABLE entries (idx INTEGER PRIMARY KEY, entry, leaf_hash, recorded_at, due_at, mac)",
    );
    const insert = sql.prepare(
      "INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (?, ?, ?, ?, ?)",
    );
    const huge = 2n ** 62n;
    const rows: [bigint | number, ...unknown[]][] = [
      [-(2n ** 61n), blob(1), blob(2), 3, 4],
      [-1, null, "a text", 1.5, blob(4)],
      [0, blob(0, 0), "", huge, -huge],
      [7, "王", blob(9), 0, 0],
      [huge, blob(1), blob(2), 3, 4],
    ];
    for (const row of rows) insert.run(...row);
    sql.exec(
      "INSERT INTO entries (idx, entry) VALUES (8, CAST(x'61ff62' AS TEXT)), (9, CAST(x'6100' AS TEXT))",
    );
    const snapshot = openLedgerSnapshot(path);
    const read = (range: PageRange) => snapshot.page("entries", range);
    for (const limit of [1, 3, 50]) {
      const found = await walk(read, (row) => [row[0] ?? null], limit);
      expect(found.map((row) => row.slice(0, 5))).toEqual([
        ...rows.slice(0, 4),
        [8, Uint8Array.of(0x61, 0xff, 0x62), null, null, null],
        [9, "a\0", null, null, null],
        rows[4],
      ]);
    }
    const [row] = await snapshot.rows("entries", [[huge]]);
    expect(plainly([row ?? []])[0]?.slice(0, 2)).toEqual([huge, blob(1)]);
    await snapshot.close();
    sql.close();
  });

  it("hands out nothing longer than a bound, but what is as long", async () => {
    const { path, sql } = emptyFile("ledger");
    const insert = sql.prepare(
      "INSERT INTO checkpoints (size, root, note, sealed_at) VALUES (?, zeroblob(?), printf('%.*c', ?, 'x'), 1)",
    );
    const lengths = [LONGEST, 32, LONGEST + 1, 32, 4 * LONGEST, 1];
    for (const [size, length] of lengths.entries()) insert.run(size, length, length);
    const snapshot = openLedgerSnapshot(path);
    const expected = lengths.map((length) => Math.min(length, LONGEST + 1));
    const keys = lengths.map((_, size) => [size]);
    for (const rows of [
      await snapshot.page("checkpoints", all),
      await snapshot.rows("checkpoints", keys),
      await snapshot.rows("checkpoints", keys.slice(0, 3)),
    ]) {
      const found = rows.map((row): RawRow => row ?? []);
      const own = expected.slice(0, found.length);
      expect(found.map(([, root]) => (root as Uint8Array).length)).toEqual(own);
      // Of what is too long, nothing that stood there.
      const letters = (note: string): string => `${[...new Set(note)].join("")} ${note.length}`;
      expect(found.map(([, , note]) => letters(note as string))).toEqual(
        own.map((length) => `${length > LONGEST ? "\0" : "x"} ${length}`),
      );
    }
    await snapshot.close();
    sql.close();
  });

  it("reads one by one what SQLite cannot hold together", () => {
    const client = new Database(":memory:");
    const column = (expression: string) => ({ expression, type: "blob", nullable: false }) as const;
    const of = (expression: string) => joinedReader(client, [column(expression)], "")([]);
    expect(of("zeroblob(2)")).toEqual([[Buffer.alloc(2)]]);
    expect(of("zeroblob(2000000000)")).toBeNull();
    expect(() => of("abs(-9223372036854775807 - 1)")).toThrow("integer overflow");
    client.close();
  });

  it("sees one moment, whatever is written meanwhile, and keeps nobody from writing", async () => {
    const { path, sql } = emptyFile("ledger");
    sql.exec("INSERT INTO identities VALUES (x'01', 'a')");
    const snapshot = openLedgerSnapshot(path);
    sql.exec("DELETE FROM identities");
    sql.exec("INSERT INTO identities VALUES (x'02', 'b')");
    sql.exec("DROP TABLE meta");
    expect(plainly(await snapshot.page("identities", all))).toEqual([[blob(1, 1), "a"]]);
    expect(await snapshot.page("meta", all)).toEqual([]);
    await snapshot.close();
    const later = openLedgerSnapshot(path);
    expect(plainly(await later.page("identities", all))).toEqual([[blob(2, 1), "b"]]);
    await later.close();
    sql.close();
  });

  it("finds records by their names", async () => {
    const { path, sql } = emptyFile("ledger");
    sql.exec("INSERT INTO records VALUES (5, 'id', 2, 'k', 's', 'c', 'e', x'', x'')");
    const snapshot = openLedgerSnapshot(path);
    const asked = [
      ["id", 2],
      ["id", 1],
      ["other", 2],
      [null, 2n ** 61n],
    ] as const;
    expect(await snapshot.recordIndexes(asked)).toEqual([5, null, null, null]);
    const many = Array.from({ length: 70 }, () => asked).flat();
    expect(await snapshot.recordIndexes(many)).toEqual(many.map((_, i) => (i % 4 ? null : 5)));
    await snapshot.close();
    sql.close();
  });

  it("tells what SQLite's own check finds", async () => {
    const { path, sql } = emptyFile("ledger");
    sql.exec("CREATE TABLE extra (value TEXT)");
    sql.exec("INSERT INTO extra VALUES (NULL)");
    sql.unsafeMode();
    sql.pragma("writable_schema = ON");
    sql.exec(
      "UPDATE sqlite_schema SET sql = 'CREATE TABLE extra (value TEXT NOT NULL)' WHERE name = 'extra'",
    );
    sql.close();
    const snapshot = openLedgerSnapshot(path);
    expect((await snapshot.integrity()).join()).toContain("NULL value in extra.value");
    await snapshot.close();
  });

  it("fails by table and not as a whole, with a fault that names no value", async () => {
    const { path, sql } = emptyFile("ledger");
    sql.exec("DROP TABLE identities");
    sql.exec("INSERT INTO tiles VALUES (0, 0, x'00')");
    const snapshot = openLedgerSnapshot(path);
    const error: unknown = await snapshot.page("identities", all).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StoreFault);
    expect((error as StoreFault).code).toBe("SQLITE_ERROR");
    expect(await snapshot.page("tiles", all)).toHaveLength(1);
    await snapshot.close();
    sql.close();
  });

  it("is not opened over what is no database, or not there", () => {
    expect(() => openSnapshot("keys", join(directory, "keys.db"))).toThrow(StoreFault);
    const { sql } = emptyFile("keys");
    sql.close();
    expect(() => openSnapshot("keys", directory)).toThrow(StoreFault);
  });
});
