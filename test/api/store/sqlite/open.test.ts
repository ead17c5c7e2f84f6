import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../../api/store/sqlite/open.ts";
import { openSqliteKeyStore } from "../../../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { testRowMac } from "../../../helpers/store/row-mac.ts";
import { unit } from "../../../helpers/store/units.ts";

let directory: string;
let remove: () => void;
beforeEach(() => {
  ({ directory, remove } = newPlace());
});
afterEach(() => remove());

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const openStore = ({ file }: { readonly file: string }) =>
  openSqliteStore({ file, rowMac: testRowMac });
const SIDES = [
  ["database", openStore],
  ["keys", openSqliteKeyStore],
] as const;

describe.each(SIDES)("opening the %s", (what, open) => {
  it("makes private files in private directories", async () => {
    const file = join(directory, "new", "deep", "file.db");
    const store = await open({ file });
    const made = readdirSync(join(directory, "new/deep"));
    expect(made).toContain("file.db-wal");
    expect(new Set(made.map((name) => mode(join(directory, "new/deep", name))))).toEqual(
      new Set(["600"]),
    );
    expect([mode(join(directory, "new")), mode(join(directory, "new/deep"))]).toEqual([
      "700",
      "700",
    ]);
    await store.close();
  });

  it("narrows the mode of a file and leaves directories as they are", async () => {
    const open755 = join(directory, "open");
    mkdirSync(open755, { mode: 0o755 });
    const file = join(open755, "file.db");
    writeFileSync(file, "", { mode: 0o644 });
    await (await open({ file })).close();
    expect([mode(file), mode(open755)]).toEqual(["600", "755"]);
  });

  it("is refused while it is open, and possible afterwards", async () => {
    const file = join(directory, "file.db");
    const first = await open({ file });
    const refusal = { name: "Refusal", code: "in_use", details: { what } };
    await expect(open({ file })).rejects.toMatchObject(refusal);
    await expect(open({ file })).rejects.toMatchObject(refusal);
    await first.close();
    await (await open({ file })).close();
  });

  it("leaves nothing beside file and lock when it is closed", async () => {
    const file = join(directory, "file.db");
    await (await open({ file })).close();
    expect(readdirSync(directory).sort()).toEqual(["file.db", "file.db.lock"]);
  });

  it.each([
    [
      "another database",
      (file: string) => void new Database(file).exec("CREATE TABLE t (a)").close(),
    ],
    ["no database", (file: string) => writeFileSync(file, "x".repeat(9_000))],
    [
      "a newer version",
      (file: string) => {
        openDatabase(file, what).close();
        const sql = new Database(file);
        sql.exec("INSERT INTO migrations VALUES (99, '0099_later.sql', 'x')");
        sql.close();
      },
    ],
    [
      "an edited migration",
      (file: string) => {
        openDatabase(file, what).close();
        const sql = new Database(file);
        sql.exec("UPDATE migrations SET sha256 = 'x'");
        sql.close();
      },
    ],
    [
      "the other one of the two",
      (file: string) => openDatabase(file, what === "keys" ? "database" : "keys").close(),
    ],
  ])("refuses %s, and lets go of it", async (_, make) => {
    const file = join(directory, "file.db");
    make(file);
    for (const _again of [1, 2]) {
      await expect(open({ file })).rejects.toMatchObject({
        name: "Refusal",
        code: "unknown_schema",
        details: { what },
      });
    }
  });

  it("is a fault without the path where there can be no file", async () => {
    const file = join(directory, "file.db");
    mkdirSync(file);
    const error = await open({ file }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: "StoreFault", operation: "open" });
    expect(String((error as Error).stack)).not.toContain(directory);
  });
});

describe("an open database", () => {
  it.each([
    ["journal_mode", "wal"],
    ["synchronous", 2],
    ["foreign_keys", 1],
    ["secure_delete", 1],
    ["temp_store", 2],
    ["trusted_schema", 0],
    ["busy_timeout", 5000],
  ])("has %s %s", (pragma, value) => {
    const { client, close } = openDatabase(join(directory, "file.db"), "database");
    expect(client.pragma(pragma, { simple: true })).toBe(value);
    close();
  });

  it.each([
    ["database", -65_536],
    ["keys", -16_384],
    ["map", -32_768],
  ] as const)("of %s keeps %i KiB", (what, size) => {
    const { client, close } = openDatabase(join(directory, "file.db"), what);
    expect(client.pragma("cache_size", { simple: true })).toBe(size);
    close();
  });

  it("can be read by others, who must not write while it writes", async () => {
    const file = join(directory, "file.db");
    const store = await openStore({ file });
    await store.commit([unit("a")]);
    const reader = new Database(file, { readonly: true });
    expect(reader.prepare("SELECT count(*) FROM entries").pluck().get()).toBe(1);
    reader.close();
    await store.close();
  });
});

describe("a ledger with a checkpoint beyond its entries", () => {
  it("is refused as damaged", async () => {
    const file = join(directory, "file.db");
    await (await openStore({ file })).close();
    const client = new Database(file);
    client.exec("DROP TRIGGER checkpoints_covered");
    client.exec("INSERT INTO checkpoints VALUES (5, zeroblob(32), 'note', 1, 1, zeroblob(16))");
    client.close();
    await expect(openStore({ file })).rejects.toMatchObject({
      code: "damaged",
      details: { what: "checkpoint", index: 5 },
    });
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});
