/** A ledger of an earlier version gets the authenticators of its rows: once, all of them or none, and everything else stays as it is. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RowMac } from "../../../../api/store/row-mac.ts";
import { openLedgerFile, openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import {
  beforeErasure,
  beforeGasPrice,
  beforeRowMacs,
  fillEveryTable,
  marked,
} from "../../../helpers/store/every-table.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { everyMacHolds, rowProblems, testRowMac } from "../../../helpers/store/row-mac.ts";
import { subjectOf, unit } from "../../../helpers/store/units.ts";

let directory: string;
let file: string;
let remove: () => void;

beforeEach(async () => {
  ({ directory, remove } = newPlace());
  file = join(directory, "ledger.db");
  const store = await openSqliteStore({ file, rowMac: testRowMac });
  await fillEveryTable(store);
  await store.close();
  inSql(beforeRowMacs);
});
afterEach(() => remove());

function inSql<T>(work: (sql: Database.Database) => T, at = file): T {
  const sql = new Database(at);
  try {
    return work(sql);
  } finally {
    sql.close();
  }
}

const open = (rowMac: RowMac = testRowMac) => openSqliteStore({ file, rowMac });
const schemaOf = (at: string): unknown =>
  inSql(
    (sql) => sql.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").all(),
    at,
  );
const column = (query: string): unknown[] =>
  inSql((sql) => sql.prepare(query).pluck().all() as unknown[]);

describe("a database of the first two migrations, with rows in every table", () => {
  it("has none of it before", () => {
    expect(column("SELECT name FROM migrations")).toEqual(["0001_ledger.sql", "0002_entries.sql"]);
    expect(column("SELECT count(*) FROM pragma_table_info('entries')")).toEqual([5]);
    for (const table of ["meta", "entries", "subjects", "idempotency", "checkpoints", "anchors"])
      expect(column(`SELECT count(*) > 1 FROM ${table}`), table).toEqual([1]);
  });

  it("has valid authenticators, numbers and counters when it was opened, and goes on", async () => {
    const store = await open();
    everyMacHolds(file);
    expect(await store.meta("origin")).toBe("ledger.example/test");
    expect(await store.openAnchors()).toHaveLength(1);
    expect((await store.entry(3))?.index).toBe(3);
    await store.commit([unit("new"), marked("newer")]);
    await store.addSubjects([{ subject: subjectOf("z"), referenceMac: null, createdAt: 99 }]);
    await store.setMeta("new", "value");
    await store.close();
    everyMacHolds(file);
  });

  it("numbers rows in the order in which they came", async () => {
    inSql((sql) => {
      const keys = sql
        .prepare("SELECT key_mac FROM idempotency ORDER BY key_mac DESC")
        .pluck()
        .all();
      const at = sql.prepare("UPDATE idempotency SET recorded_at = ? WHERE key_mac = ?");
      for (const [i, key] of keys.entries()) at.run(i, key);
    });
    await (await open()).close();
    expect(column("SELECT created_at FROM subjects ORDER BY number")).toEqual([4, 5, 9]);
    expect(column("SELECT recorded_at FROM idempotency ORDER BY number")).toEqual([0, 1, 2]);
    expect(column("SELECT size FROM checkpoints ORDER BY number")).toEqual([7, 11]);
    expect(column("SELECT key FROM meta ORDER BY number")).toEqual(["epoch", "origin"]);
  });

  it("has the schema of a new one afterwards, triggers word for word", async () => {
    await (await open()).close();
    const fresh = join(directory, "fresh.db");
    await (await openSqliteStore({ file: fresh, rowMac: testRowMac })).close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });

  it("still refuses to change an entry or a checkpoint", async () => {
    await (await open()).close();
    for (const statement of [
      "UPDATE entries SET mac = NULL WHERE idx = 2",
      "UPDATE checkpoints SET mac = NULL",
    ])
      expect(() => inSql((sql) => sql.exec(statement))).toThrow("never changed");
  });

  it("is as it was where it could not be done to the end", async () => {
    const before = schemaOf(file);
    let rows = 0;
    const failing: RowMac = (table, columns) => {
      rows += 1;
      if (rows === 20) throw new Error("the process ends here");
      return testRowMac(table, columns);
    };
    await expect(open(failing)).rejects.toMatchObject({ name: "StoreFault", operation: "open" });
    expect(schemaOf(file)).toEqual(before);
    expect(column("SELECT count(*) FROM migrations")).toEqual([2]);
    await (await open()).close();
    everyMacHolds(file);
  });

  it("of the third migration gets the counter of what came later", async () => {
    await (await open()).close();
    inSql((sql) => {
      beforeErasure(sql);
      sql.exec(`DROP TABLE standings; DROP TRIGGER counters_no_delete;
        DELETE FROM counters WHERE name = 'standings'; DELETE FROM migrations WHERE number >= 3`);
      beforeGasPrice(sql, testRowMac);
      const text = `CREATE TRIGGER counters_no_delete BEFORE DELETE ON counters
BEGIN SELECT RAISE(ABORT, 'a counter is never deleted'); END`;
      sql.exec(text);
    });
    await (await open()).close();
    everyMacHolds(file);
    expect(column("SELECT value FROM counters WHERE name = 'standings'")).toEqual([0]);
  });

  it("of the fourth gets authenticators over the price of gas, where those of before hold", async () => {
    await (await open()).close();
    inSql((sql) => {
      beforeErasure(sql);
      sql.exec("DELETE FROM migrations WHERE number >= 4");
      beforeGasPrice(sql, testRowMac);
      sql.exec("UPDATE anchors SET gas_used = 1 WHERE size = 11");
    });
    const store = await open();
    expect(await store.anchorFrom(1)).toMatchObject({ size: 7, gasUsed: 72_000, gasPrice: null });
    await expect(store.anchorFrom(8)).rejects.toMatchObject({ code: "damaged" });
    await store.close();
    expect(inSql((sql) => rowProblems(sql, testRowMac))).toEqual(["anchors 11"]);
  });

  it("is never done again: what has none later is damaged", async () => {
    await (await open()).close();
    inSql((sql) => sql.exec("UPDATE meta SET mac = NULL WHERE key = 'origin'"));
    const store = await open();
    await expect(store.meta("origin")).rejects.toMatchObject({
      code: "damaged",
      details: { what: "meta", id: "origin" },
    });
    await expect(store.setMeta("origin", "again")).rejects.toMatchObject({ code: "damaged" });
    await store.close();
    expect(inSql((sql) => rowProblems(sql, testRowMac))).toEqual(["meta origin"]);
  });

  it("takes many rows, a part of them at a time", { timeout: 180_000 }, async () => {
    const store = await open();
    await store.fillWithVoid(10_000, 7);
    await store.close();
    inSql(beforeRowMacs);
    await (await open()).close();
    everyMacHolds(file);
  });
});

describe("a ledger's file before it is opened", () => {
  it("says whose it is, and changes nothing", async () => {
    const before = schemaOf(file);
    const found = await openLedgerFile({ file });
    expect(found.authenticated).toBe(false);
    expect(found.meta("origin")).toBe("ledger.example/test");
    expect(found.meta("nothing")).toBeNull();
    expect(found.firstSubject()).toBe(subjectOf("b"));
    await expect(openLedgerFile({ file })).rejects.toMatchObject({ code: "in_use" });
    found.close();
    found.close();
    expect(schemaOf(file)).toEqual(before);
  });

  it("opens once, under one key for ever", async () => {
    const found = await openLedgerFile({ file });
    const store = await found.open(testRowMac);
    await expect(found.open(testRowMac)).rejects.toMatchObject({ name: "StoreMisuse" });
    await store.close();
    const again = await openLedgerFile({ file });
    expect(again.authenticated).toBe(true);
    await expect(again.open(() => new Uint8Array(16))).rejects.toMatchObject({
      code: "damaged",
      details: { what: "key", id: "row" },
    });
    again.close();
    await (await open()).close();
  });

  it("that is new holds nothing", async () => {
    const found = await openLedgerFile({ file: join(directory, "new.db") });
    expect([found.authenticated, found.meta("origin"), found.firstSubject()]).toEqual([
      false,
      null,
      null,
    ]);
    const store = await found.open(testRowMac);
    expect(await store.size()).toBe(0);
    await store.close();
    everyMacHolds(join(directory, "new.db"));
  });
});
