import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../../api/store/sqlite/open.ts";
import {
  openSqliteMapReader,
  openSqliteMapStore,
} from "../../../../api/store/sqlite/sqlite-map-store.ts";
import { asMapRoot, asTreeSize } from "../../../../portal/verify/brands.ts";
import { mapStoreConformance } from "../../../helpers/store/map-conformance.ts";
import { newPlace } from "../../../helpers/store/places.ts";

mapStoreConformance("the SQLite map store", async () => {
  const place = newPlace();
  const file = join(place.directory, "map.db");
  let store = await openSqliteMapStore({ file });
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await openSqliteMapStore({ file });
      return store;
    },
    reader: () => openSqliteMapReader({ file }),
    async dispose() {
      await store.close();
      place.remove();
    },
  };
});

describe("the map's file", () => {
  let file: string;
  let directory: string;
  let remove: () => void;
  beforeEach(() => {
    ({ directory, remove } = newPlace());
    file = join(directory, "map.db");
  });
  afterEach(() => remove());

  const bytes = new Uint8Array(100).fill(0xab);
  const version = (mapSize: number, rootPage: number) => ({
    mapSize: asTreeSize(mapSize),
    mapRoot: asMapRoot(new Uint8Array(32)),
    rootPage,
    working: false,
  });

  async function filled(pages = 3): Promise<void> {
    const store = await openSqliteMapStore({ file });
    const added = Array.from({ length: pages }, (_, i) => ({ id: i + 1, bytes }));
    await store.write({ version: version(1, 1), added, replaced: [] });
    await store.close();
  }

  it("is private, and belongs to one writer", async () => {
    const store = await openSqliteMapStore({ file });
    const names = readdirSync(directory);
    expect(names).toContain("map.db-wal");
    for (const name of names) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
    const refusal = { code: "in_use", details: { what: "map" } };
    await expect(openSqliteMapStore({ file })).rejects.toMatchObject(refusal);
    await store.close();
    expect(readdirSync(directory).sort()).toEqual(["map.db", "map.db.lock"]);
  });

  it.each([
    ["synchronous", 1],
    ["secure_delete", 1],
    ["journal_mode", "wal"],
    ["cache_size", -32_768],
  ])("is opened with %s %s", (pragma, value) => {
    const { client, close } = openDatabase(file, "map");
    expect(client.pragma(pragma, { simple: true })).toBe(value);
    close();
  });

  it("is refused when it is another database", async () => {
    openDatabase(file, "keys").close();
    const refusal = { code: "unknown_schema", details: { what: "map" } };
    await expect(openSqliteMapStore({ file })).rejects.toMatchObject(refusal);
  });

  it("has no page changed, by whatever statement", async () => {
    await filled();
    const sql = new Database(file);
    expect(() => sql.exec("UPDATE pages SET bytes = x'00' WHERE id = 1")).toThrow("never changed");
    sql.close();
  });

  it("is a damaged map where it is torn, and whole again after it was cleared", async () => {
    await filled(2_000);
    const torn = readFileSync(file);
    torn.fill(0x5a, 8 * 4_096);
    writeFileSync(file, torn);
    const store = await openSqliteMapStore({ file });
    const all = Array.from({ length: 2_000 }, (_, i) => i + 1);
    await expect(store.pages(all)).rejects.toMatchObject({
      code: "damaged",
      details: { what: "map", index: -1, id: "map.db" },
    });
    await store.clear();
    await store.write({ version: version(1, 1), added: [{ id: 1, bytes }], replaced: [] });
    expect(await store.pages([1])).toEqual([bytes]);
    await store.close();
    const check = new Database(file);
    expect(check.pragma("integrity_check", { simple: true })).toBe("ok");
    check.close();
  });

  it("reads nothing where there is no file, and makes none", async () => {
    await expect(openSqliteMapReader({ file })).rejects.toMatchObject({ name: "StoreFault" });
    expect(readdirSync(directory)).toEqual([]);
  });
});
