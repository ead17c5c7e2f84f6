/** The database itself refuses to rewrite the log, whoever asks: here somebody with SQL at hand. */
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../../portal/verify/brands.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { testRowMac } from "../../../helpers/store/row-mac.ts";
import { bytesOf, copyOf, idOf, stateOf, streamOf, unit } from "../../../helpers/store/units.ts";

let store: Store;
let sql: Database.Database;
let remove: () => void;
let file: string;

beforeEach(async () => {
  const place = newPlace();
  file = join(place.directory, "ledger.db");
  remove = place.remove;
  store = await openSqliteStore({ file, rowMac: testRowMac });
  await store.commit([unit("a"), unit("b"), unit("c")]);
  const tile = (n: number, width: number) => ({
    level: 0,
    n,
    hashes: new Uint8Array(32 * width).fill(7),
  });
  await store.seal({
    from: asTreeSize(0),
    tiles: [tile(0, 256), tile(1, 2)],
    checkpoint: { size: asTreeSize(2), root: asRootHash(bytesOf("r")), note: "n", sealedAt: 1 },
  });
  const known = (label: string) => ({ subject: label, referenceMac: null, createdAt: 1 });
  await store.addSubjects([known("a"), known("b")]);
  await store.putCosignatures([{ size: asTreeSize(2), vkey: "v", line: "l" }]);
  sql = new Database(file);
});

afterEach(async () => {
  sql.close();
  await store.close();
  remove();
});

/** Another log, of a stream that this one does not have. */
async function openFresh(): Promise<Store> {
  const fresh = await openSqliteStore({
    file: join(dirname(file), "fresh.db"),
    rowMac: testRowMac,
  });
  await fresh.commit([unit("d")]);
  return fresh;
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const h = "zeroblob(32)";
/** Entries of the three forms. */
const record = "CAST(x'01' || zeroblob(104) AS BLOB)";
const state = (mapSize: number) =>
  `CAST(x'02' || zeroblob(38) || x'${mapSize.toString(16).padStart(4, "0")}' || zeroblob(8) AS BLOB)`;
const voidEntry = "x'03'";
const full = "zeroblob(8192)";
const m = "zeroblob(16)";

describe("the database refuses", () => {
  it.each([
    ["entry is never changed", "UPDATE entries SET entry = zeroblob(105) WHERE idx = 1"],
    ["entry is never changed", "UPDATE entries SET idx = 9 WHERE idx = 2"],
    ["entry is never changed", "UPDATE entries SET recorded_at = 0"],
    ["entry is never deleted", "DELETE FROM entries WHERE idx = 2"],
    ["entry is never deleted", "DELETE FROM entries"],
    [
      "next index",
      `INSERT OR REPLACE INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (1, ${record}, ${h}, 1, 1)`,
    ],
    [
      "next index",
      `REPLACE INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (2, ${record}, ${h}, 1, 1)`,
    ],
    [
      "next index",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (4, ${voidEntry}, ${h}, 1, 1)`,
    ],
    [
      "next index",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (-1, ${state(0)}, ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, zeroblob(105), ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, x'', ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, NULL, ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, x'01', ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, x'0303', ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, CAST(x'02' || zeroblob(104) AS BLOB), ${h}, 1, 1)`,
    ],
    [
      "record, state or void form",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, CAST(x'01' || zeroblob(48) AS BLOB), ${h}, 1, 1)`,
    ],
    [
      "within the log",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, ${state(4)}, ${h}, 1, 1)`,
    ],
    [
      "within the log",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, ${state(256)}, ${h}, 1, 1)`,
    ],
    [
      "covers the state before",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, ${state(2)}, ${h}, 1, 1), (4, ${state(1)}, ${h}, 1, 1)`,
    ],
    [
      "covers the state before",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, ${state(2)}, ${h}, 1, 1), (4, ${state(3)}, ${h}, 1, 1)`,
    ],
    ["checkpoint is never changed", "UPDATE checkpoints SET note = 'other'"],
    ["checkpoint is never changed", "UPDATE checkpoints SET sealed_at = 0"],
    ["checkpoint is never deleted", "DELETE FROM checkpoints"],
    [
      "larger than the one before",
      `REPLACE INTO checkpoints (size, root, note, sealed_at) VALUES (2, ${h}, 'other', 1)`,
    ],
    [
      "larger than the one before",
      `INSERT INTO checkpoints (size, root, note, sealed_at) VALUES (1, ${h}, 'other', 1)`,
    ],
    [
      "only entries that are there",
      `INSERT INTO checkpoints (size, root, note, sealed_at) VALUES (4, ${h}, 'n', 1)`,
    ],
    ["longer one that begins", `UPDATE tiles SET hashes = ${full} WHERE n = 0`],
    ["longer one that begins", "UPDATE tiles SET n = 5 WHERE n = 0"],
    ["tile is there already", `REPLACE INTO tiles VALUES (0, 0, ${full})`],
    ["tile is there already", `REPLACE INTO tiles VALUES (0, 1, ${full})`],
    ["longer one that begins", `UPDATE tiles SET hashes = ${full} WHERE n = 1`],
    ["longer one that begins", "UPDATE tiles SET hashes = substr(hashes, 1, 32) WHERE n = 1"],
    ["longer one that begins", "UPDATE tiles SET hashes = hashes WHERE n = 1"],
    [
      "longer one that begins",
      "UPDATE tiles SET n = 5, hashes = CAST(hashes || hashes AS BLOB) WHERE n = 1",
    ],
    ["tile is never deleted", "DELETE FROM tiles WHERE n = 0"],
    ["tile is never deleted", "DELETE FROM tiles WHERE n = 1"],
    ["counter is never deleted", "DELETE FROM counters WHERE name = 'entries'"],
    ["cosignature is never changed", "UPDATE cosignatures SET line = 'other'"],
    ["cosignature is never deleted", "DELETE FROM cosignatures"],
    ["cosignature is there already", `REPLACE INTO cosignatures VALUES (2, 'v', 'other', 2, ${m})`],
    ["cosignature is there already", `REPLACE INTO cosignatures VALUES (3, 'w', 'other', 1, ${m})`],
    ["cosignature is there already", `INSERT INTO cosignatures VALUES (2, 'v', 'x', 2, ${m})`],
  ])("%s: %s", (message, statement) => {
    expect(() => sql.exec(statement)).toThrow(message);
  });

  it.each([
    [
      "text for an entry",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, '3', ${h}, 1, 1)`,
    ],
    ["a wrong type", "INSERT INTO meta (key, value) VALUES ('key', x'00')"],
    [
      "a short leaf hash",
      `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (3, ${record}, zeroblob(31), 1, 1)`,
    ],
    ["a short authenticator", "UPDATE subjects SET mac = zeroblob(15)"],
    ["a number twice", "UPDATE subjects SET number = 7"],
    ["an unknown anchor state", "INSERT INTO anchors (size, state, updated_at) VALUES (2, 'x', 1)"],
    [
      "a tile longer than a full one",
      "UPDATE tiles SET hashes = CAST(hashes || zeroblob(32) AS BLOB) WHERE n = 0",
    ],
    ["a record without its entry", "INSERT INTO records VALUES (9,'i',1,'k','s','c','e',x'',x'')"],
  ])("%s", (_, statement) => {
    expect(() => sql.exec(statement)).toThrow(/cannot store|constraint failed/i);
  });

  it("but lets a partial tile grow, and the log", () => {
    sql.exec("UPDATE tiles SET hashes = CAST(hashes || zeroblob(32) AS BLOB) WHERE n = 1");
    for (const [at, entry] of [record, state(3), voidEntry, state(5)].entries()) {
      sql.exec(
        `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at) VALUES (${3 + at}, ${entry}, ${h}, 1, 1)`,
      );
    }
    expect(sql.prepare("SELECT count(*) FROM entries").pluck().get()).toBe(7);
  });
});

describe("what somebody broke all the same", () => {
  it("is noticed when leaf hashes are read over a hole", async () => {
    sql.exec(
      "PRAGMA foreign_keys = OFF; DROP TRIGGER entries_no_delete; DELETE FROM entries WHERE idx = 1",
    );
    for (const method of ["leafHashes", "moves", "entries"] as const) {
      await expect(store[method](0, 3)).rejects.toMatchObject({
        code: "damaged",
        details: { what: "entry", index: 1 },
      });
      expect((await store[method](2, 3)).length).toBeGreaterThan(0);
    }
  });

  it("is noticed wherever in a long range the hole is", async () => {
    await store.fillWithVoid(9_000, 1);
    sql.exec("PRAGMA foreign_keys = OFF; DROP TRIGGER entries_no_delete");
    for (const hole of [8_998, 4_096, 4_095, 0]) {
      sql.exec(`DELETE FROM entries WHERE idx = ${hole}`);
      for (const method of ["leafHashes", "moves"] as const) {
        await expect(store[method](0, 9_000)).rejects.toMatchObject({ details: { index: hole } });
      }
    }
  });

  it("is noticed when a record is said to be of an entry that is none of a record", async () => {
    await store.appendState(stateOf(3));
    sql.exec("UPDATE records SET idx = 3 WHERE idx = 2");
    const damaged = { code: "damaged", details: { what: "entry", index: 3 } };
    await expect(store.recordsAt([3])).rejects.toMatchObject(damaged);
    await expect(store.record(idOf("c"), null)).rejects.toMatchObject(damaged);
  });

  it("is noticed when a stream's head is said to be a state entry", async () => {
    await store.appendState(stateOf(3));
    sql.exec("UPDATE streams SET idx = 3");
    const damaged = { code: "damaged", details: { what: "stream", index: 3 } };
    await expect(store.streamHeads([streamOf("a")])).rejects.toMatchObject(damaged);
    const next = await store.commit([unit("a", { version: 2 })]);
    expect(next).toEqual([{ ok: false, conflict: "head_damaged" }]);
  });

  it("is noticed when a stream's head is set back, or taken away", async () => {
    await store.commit([unit("a", { version: 2 })]);
    await store.close();
    const [back, gone] = [
      "UPDATE streams SET (seq, idx, leaf_hash) = (SELECT 1, idx, leaf_hash FROM entries WHERE idx = 0) WHERE idx = 3",
      "DELETE FROM streams WHERE seq = 1 AND idx = 0",
    ];
    for (const [statement, index] of [
      [back, 0],
      [gone, 3],
    ] as const) {
      sql.exec(statement);
      store = await openSqliteStore({ file, rowMac: testRowMac });
      await expect(store.streamHeads([streamOf("a")])).rejects.toMatchObject({
        code: "damaged",
        details: { what: "stream", index },
      });
      expect((await store.streamHeads([streamOf("b")]))[0]).not.toBeNull();
      const next = await store.commit([unit("a", { version: 3 })]);
      expect(next).toEqual([{ ok: false, conflict: "head_damaged" }]);
      expect(await store.size()).toBe(4);
      await store.close();
    }
    store = await openSqliteStore({ file, rowMac: testRowMac });
  });

  it("is refused when a stream is to go on from there out of the second copy", async () => {
    const copy = (await copyOf(store)).slice(0, 1);
    sql.exec("UPDATE streams SET seq = 7");
    await expect(store.restore(3, copy)).rejects.toMatchObject({
      code: "damaged",
      details: { what: "stream" },
    });
    expect(await store.size()).toBe(3);
  });

  it("is refused when a stream is to begin out of the second copy that has entries, or a head, already", async () => {
    const [copy] = await copyOf(store);
    const fresh = await openFresh();
    try {
      const other = (await copyOf(fresh)).slice(0, 1);
      // The head of a stream that has an entry is gone.
      sql.exec("DELETE FROM streams WHERE idx = 0");
      await expect(store.restore(3, [copy!])).rejects.toMatchObject({
        details: { what: "stream", index: 0 },
      });
      // A head stands there of a stream that has no entry.
      sql.exec(`INSERT INTO streams SELECT substr(x'${hex(other[0]!.entry)}', 34, 32), 1, 1, ${h}`);
      await expect(store.restore(3, other)).rejects.toMatchObject({
        details: { what: "stream", index: 1 },
      });
    } finally {
      await fresh.close();
    }
    expect(await store.size()).toBe(3);
  });

  it("is a fault without words from the statement", async () => {
    sql.exec("DROP TABLE records");
    const error = await store.record("secret-parameter", null).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: "StoreFault", code: "SQLITE_ERROR" });
    expect(String((error as Error).stack)).not.toContain("secret-parameter");
  });
});
