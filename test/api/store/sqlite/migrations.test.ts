import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterEach, describe, expect, it } from "vitest";
import { type Migration, migrate, readMigrations } from "../../../../api/store/sqlite/migrate.ts";
import * as schema from "../../../../api/store/sqlite/schema.ts";

const FOLDER = join(import.meta.dirname, "../../../../api/store/sqlite/migrations");
const client = () => new Database(":memory:");

/** A released migration is never edited, renamed or reordered: add a new one instead. */
const PINNED = {
  ledger: [
    ["0001_ledger.sql", "a64dfd681638f597727defde939d7b6f004256a08508b99420290d53797cca0b"],
    ["0002_entries.sql", "4982ec7b2a5a564a8d9814c793e31e6f86de8498978d9b16a2eeb60d6d07e578"],
    ["0003_row_macs.sql", "6fbab768eb9f032d1eddb293fdcc3b2655f83183a4dbcf4c6e9ce1f179191434"],
    ["0004_standings.sql", "dcb39b060b66711166c0d06c63417a01babb3cd45c07c1597ceeeff7267da23a"],
    ["0005_gas_price.sql", "5dd8eac82780409245924213a549891a891f6220e37c2e65132a0c783db1250f"],
    ["0006_erasure.sql", "142f79de3bde2ce3828a20b8761efd812b8f213c2c57c35fb0695cdcc6c56384"],
  ],
  keys: [
    ["0001_keys.sql", "5d07f1c27966ff4908bbff1c0e7f629d7949d42b12b02e03d51fd84e1c6a5b0d"],
    ["0002_erasures.sql", "b426caebdee01200070634170846315e6fae5642955e64924424e82a6f367acc"],
  ],
  map: [["0001_map.sql", "db8262488fd7c6e604d620ed39401228275d286b394641123eb5b3b0a42806d0"]],
  accounts: [
    ["0001_accounts.sql", "41e009f08895a6fab220b09010b6bb00d503ecf06e9f3ccca0ddf8e70631a098"],
    ["0002_invitations.sql", "2d1ec314bf820d6c1d46b3dc94bb9ceefd438c11ffdd5da0fab8006f0cb205d0"],
    ["0003_api_keys.sql", "dbdbde49421f6f88c2a7c681a331fd428a5645a002f49c3753366454a46577c8"],
    ["0004_second_factors.sql", "51d11ef1f0fffa7535401858df444f514b4b9da7ae05e8342eaa6c896833f135"],
    ["0005_contacts.sql", "f39a2cea606ce805e57c2ec15b1a76237d1b5144b63d6649790a614492f69790"],
    ["0006_passkeys.sql", "48767eb1a61757ab359565a77a5d97fda631e48792f3a0e25fb842753467acd2"],
    ["0007_single_sign_on.sql", "9c80b9973c3425e79f0fe22f49f5d190d6c0a48f41725c1fe65ba399eec72cf8"],
    [
      "0008_administration_outbox.sql",
      "9dae86ff22712cc89cd0d8da1e939e2cd2b62c1a5a6a13b33ed6bd7b886b0e30",
    ],
    ["0009_organizations.sql", "7da790fadf8ca9cff7189f494fb68965fd0c5dd4754a258c4582c5dba11fc148"],
  ],
  partners: [
    ["0001_partners.sql", "b6304557a19b243e5eea7778d53b31c74a3d401fafde93347444c3abf6d53859"],
    ["0002_webhooks.sql", "515994af662285c0386b671e7d7c19932a60eb28fb31662c7cfb94a129fdf9c5"],
    ["0003_erased.sql", "4cdba2f1abd7cf24e23be08739a4cd4c0e7e839d921090a9f89239c2508bf351"],
    ["0004_held.sql", "5a7e8961ace231120065fb255a851e2c9c99129043b8de6b7ea95e0ff3136435"],
  ],
  cases: [
    ["0001_cases.sql", "2c00368fad0864ef4bead628ef67664f70b2dc8538cf9c547d0b3f8ca35e7611"],
    ["0002_news.sql", "eaa71180ae12434d63aff8381f15f2a766625296a884aa9f4ae937d3d0d003d8"],
    ["0003_late.sql", "d3f9e7085382c91283a27eb7b1da8f1e9a988517d6d702b47c1e986c1cf0c4ed"],
  ],
};

describe.each(["ledger", "keys", "map", "accounts", "partners", "cases"] as const)(
  "the migrations of the %s",
  (side) => {
    const migrations = readMigrations(join(FOLDER, side));

    it("are the pinned ones in the pinned order", () => {
      expect(migrations.map(({ name, hash }) => [name, hash])).toEqual(PINNED[side]);
    });

    it("are numbered without gaps, and nothing else lies there", () => {
      const names = readdirSync(join(FOLDER, side)).sort();
      const numbers = names.map((name) => Number(/^(\d{4})_[a-z_]+\.sql$/.exec(name)?.[1]));
      expect(numbers).toEqual(names.map((_, at) => at + 1));
    });

    it("make STRICT tables only", () => {
      const db = client();
      migrate(db, migrations, "database");
      const loose = db
        .prepare(
          "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict",
        )
        .pluck()
        .all();
      expect(loose).toEqual(["sqlite_schema"]);
    });
  },
);

describe("migrate", () => {
  const step = (name: string, sql: string): Migration => ({ name, sql, hash: `hash of ${sql}` });
  const one = step("0001_a.sql", "CREATE TABLE a (x INTEGER) STRICT");
  const two = step("0002_b.sql", "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO a VALUES (1)");
  const tables = (db: Database.Database) =>
    db.prepare("SELECT name FROM sqlite_schema ORDER BY name").pluck().all();
  let db: Database.Database;
  afterEach(() => db.close());

  it("applies each once, in order, the later ones later", () => {
    db = client();
    migrate(db, [one], "keys");
    migrate(db, [one, two], "keys");
    migrate(db, [one, two], "keys");
    expect(tables(db)).toEqual(["a", "b", "migrations"]);
    expect(db.prepare("SELECT count(*) FROM a").pluck().get()).toBe(1);
  });

  it("applies all or nothing", () => {
    db = client();
    const bad = step("0002_bad.sql", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)");
    expect(() => migrate(db, [one, bad], "keys")).toThrow();
    expect(tables(db)).toEqual([]);
    migrate(db, [one, two], "keys");
    expect(tables(db)).toContain("b");
  });

  it.each([
    ["edited", [step(one.name, "CREATE TABLE a (y INTEGER) STRICT"), two]],
    ["renamed", [step("0001_z.sql", one.sql), two]],
    ["missing", [two]],
    ["gone", [one]],
    ["inserted before", [step("0000_0.sql", "SELECT 1"), one, two]],
    ["swapped", [two, one]],
  ])("refuses when an applied migration is %s", (_, migrations) => {
    db = client();
    migrate(db, [one, two], "keys");
    expect(() => migrate(db, migrations, "keys")).toThrow("unknown_schema");
  });
});

describe("the tables that drizzle knows", () => {
  const db = client();
  migrate(db, readMigrations(join(FOLDER, "ledger")), "database");
  const tables = Object.values(schema as Record<string, SQLiteTable>).map(getTableConfig);

  it.each(tables.map((table) => [table.name, table] as const))("%s is as in SQL", (name, table) => {
    const inSql = db
      .prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?)')
      .all(name);
    const together = table.primaryKeys.flatMap(({ columns }) => columns.map((c) => c.name));
    const inDrizzle = table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      // An INTEGER PRIMARY KEY is the row id: never null without being declared so.
      notnull: column.notNull && !(column.primary && column.getSQLType() === "integer") ? 1 : 0,
      pk: column.primary ? 1 : together.indexOf(column.name) + 1,
    }));
    expect(inDrizzle).toEqual(inSql);
  });
});
