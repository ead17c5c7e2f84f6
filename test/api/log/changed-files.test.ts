/** Somebody who can write to the data directory, but has no key, and what the next start makes of it: nothing of his is signed. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { type Committer, createCommitter } from "../../../api/log/committer.ts";
import { openStreamMap } from "../../../api/log/map/open-stream-map.ts";
import type { StreamMap } from "../../../api/log/map/stream-map.ts";
import { createSealer, type Sealer } from "../../../api/log/sealer.ts";
import { checkLog } from "../../../api/log/self-check.ts";
import { createSignerFile, fileSignerState } from "../../../api/log/signer-file.ts";
import { newSignerRecord } from "../../../api/log/signer-state.ts";
import type { MapStore } from "../../../api/store/map-store.ts";
import { openSqliteMapStore } from "../../../api/store/sqlite/sqlite-map-store.ts";
import { openSqliteStore } from "../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../api/store/store.ts";
import { asMapRoot, asStreamSeq, asTreeSize } from "../../../portal/verify/brands.ts";
import {
  decodeEntry,
  decodeStateEntry,
  encodeRecordEntry,
  encodeStateEntry,
  entryType,
  NO_PREV,
  type RecordEntry,
} from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { type ReferenceLeaf, referenceMapRoot } from "../../helpers/reference-map.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { authenticateAnew, testRowMac } from "../../helpers/store/row-mac.ts";
import { bytesOf, sealedRecord, streamOf, unit } from "../../helpers/store/units.ts";
import { flipBit, newSigner, ORIGIN, rejection } from "./fixtures.ts";

let directory: string;
let remove: () => void;
interface Running extends Sealer, Pick<Committer, "commitMany"> {
  readonly store: Store;
  readonly map: StreamMap;
  readonly pages: MapStore;
  check(): Promise<unknown>;
}
let server: Running | null = null;

const signer = newSigner(ORIGIN);
const clock = { now: () => 1_795_340_000_000 };
const path = (name: string): string => join(directory, name);

beforeEach(async () => {
  ({ directory, remove } = newPlace());
  await createSignerFile(path("signer-state.json"), newSignerRecord(systemRandom()));
});
afterEach(async () => {
  await stop();
  remove();
});

/** What a process builds when it starts; nothing is checked yet. */
async function start(): Promise<Running> {
  const store = await openSqliteStore({ file: path("ledger.db"), rowMac: testRowMac });
  const pages = await openSqliteMapStore({ file: path("map.db") });
  const map = openStreamMap({ store: pages, moves: (from, to) => store.moves(from, to) });
  const signerState = fileSignerState(path("signer-state.json"));
  const { commitMany } = createCommitter({ store, signerState, maxUnits: 5_000 });
  const sealing = { store, signer, signerState, origin: ORIGIN, clock, map, copy: null };
  const check = () => checkLog({ store, signer, signerState, map });
  server = { store, map, pages, commitMany, check, ...createSealer(sealing) };
  return server;
}

async function stop(): Promise<void> {
  await server?.map.close();
  await server?.store.close();
  server = null;
}

/** With the server stopped, and without any of its rules, by somebody who holds the key of the rows. */
async function tamper(file: "ledger.db" | "map.db", change: (sql: Database.Database) => void) {
  await stop();
  const sql = new Database(path(file));
  for (const name of sql
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all())
    sql.exec(`DROP TRIGGER ${name}`);
  change(sql);
  if (file === "ledger.db") authenticateAnew(sql);
  sql.close();
}

/** The map over the first entries, by the reference. */
async function trueRoot(size: number): Promise<Uint8Array> {
  const newest = new Map<string, ReferenceLeaf>();
  for (const stored of await server!.store.entries(0, size)) {
    if (entryType(stored.entry) !== "record") continue;
    const { streamKey: key } = decodeEntry(stored.entry);
    newest.set(Buffer.from(key).toString("hex"), { key, value: stored.leafHash });
  }
  return referenceMapRoot([...newest.values()]);
}

/** Every state entry under the newest checkpoint is what an auditor finds. */
async function expectTrueStates(): Promise<void> {
  const { store } = server!;
  const size = (await store.newestCheckpoint())!.size;
  let found = 0;
  for (const { index, entry } of await store.entries(0, size)) {
    if (entryType(entry) !== "state") continue;
    const { mapRoot, mapSize } = decodeStateEntry(entry);
    expect(Buffer.from(mapRoot), `state entry ${index}`).toEqual(
      Buffer.from(await trueRoot(mapSize)),
    );
    found += 1;
  }
  expect(found).toBeGreaterThan(0);
}

const labels = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => unit(`other ${from + i}`));

/** A victim's two entries, others, and a checkpoint. */
async function sealed(): Promise<number> {
  const { commitMany, seal, check } = await start();
  await check();
  await commitMany([unit("victim"), ...labels(0, 60)]);
  await commitMany([unit("victim", { version: 2 })]);
  return (await seal())!.size;
}

/** A version of the map in which the victim's newest entry is the first. */
async function forgeVersion(size: number): Promise<void> {
  const { store } = server ?? (await start());
  const first = (await store.entry(0))!;
  await stop();
  const pages = await openSqliteMapStore({ file: path("map.db") });
  const moves = async () => new Uint8Array([...streamOf("victim"), ...first.leafHash]);
  const map = openStreamMap({ store: pages, moves });
  await map.advance(size);
  await map.close();
}

const damaged = (what: string, index: number) => ({ code: "damaged", details: { what, index } });

describe("a version that was appended to the map", () => {
  it.each([0, 1, 40])("is dropped, with %i entries behind the checkpoint", async (more) => {
    const size = await sealed();
    await server!.commitMany(labels(100, 100 + more));
    await forgeVersion(size + more);
    const { check, commitMany, seal, map } = await start();
    await check();
    expect(await map.size()).toBe(size - 1);
    await commitMany([unit("later")]);
    await seal();
    await expectTrueStates();
  });

  it("is dropped where nothing was signed yet", async () => {
    const { check, commitMany } = await start();
    await check();
    await commitMany([unit("victim"), ...labels(0, 9)]);
    await forgeVersion(10);
    const { check: again, seal } = await start();
    await again();
    await seal();
    await expectTrueStates();
  });

  it("costs nothing that was not forged: the signed version is gone on from", async () => {
    const size = await sealed();
    const pagesBefore = await server!.pages.lastPage();
    await forgeVersion(size);
    const { check, map, pages } = await start();
    map.clear = () => Promise.reject(new Error("made anew"));
    await check();
    expect(await pages.lastPage()).toBe(pagesBefore);
  });
});

describe("the signed version of the map", () => {
  it.each([
    [
      "a changed page",
      "UPDATE pages SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'07' AS BLOB)",
    ],
    ["no pages", "DELETE FROM pages"],
    ["no root page", "UPDATE versions SET root_page = NULL, last_page = 0"],
    ["no root page, and all others", "UPDATE versions SET root_page = NULL"],
    ["a page number beyond all", "UPDATE versions SET last_page = 281474976710650"],
    ["a size beyond all", "UPDATE versions SET map_size = 9007199254740993"],
    ["another page for its root", "UPDATE versions SET root_page = 1"],
    ["another root", "UPDATE versions SET map_root = zeroblob(32)"],
  ])("with %s is made anew, and what is signed is true", async (_, statement) => {
    await sealed();
    await tamper("map.db", (sql) => sql.exec(statement));
    const { check, commitMany, seal } = await start();
    await check();
    await commitMany([unit("later"), unit("victim", { version: 3 }), ...labels(200, 240)]);
    await seal();
    await expectTrueStates();
  });
});

describe("entries that were written behind the checkpoint", () => {
  const INSERT = `INSERT INTO entries (idx, entry, leaf_hash, recorded_at, due_at)
    VALUES (?, ?, ?, 1, 1)`;

  async function append(entries: readonly Uint8Array[], hashes = entries.map(leafHash)) {
    await tamper("ledger.db", (sql) => {
      const next = sql.prepare<[], number>("SELECT max(idx) + 1 FROM entries").pluck().get();
      const insert = sql.prepare(INSERT);
      for (const [i, entry] of entries.entries()) insert.run(next! + i, entry, hashes[i]);
    });
  }

  const recordEntry = (stream: string, change: Partial<RecordEntry> = {}): Uint8Array => {
    const { recordRoot, streamKey } = sealedRecord(stream);
    const seq = asStreamSeq(1);
    return encodeRecordEntry({ recordRoot, streamKey, seq, prev: NO_PREV, ...change });
  };

  const stateEntry = (size: number, mapSize = size): Uint8Array =>
    encodeStateEntry({
      mapRoot: asMapRoot(bytesOf("forged")),
      mapSize: asTreeSize(mapSize),
      time: 1,
    });

  async function expectRefused(expected: object): Promise<void> {
    const { check, store } = await start();
    const before = await store.size();
    expect(await rejection(check())).toMatchObject(expected);
    expect(await store.size()).toBe(before);
  }

  it("with another leaf hash", async () => {
    const size = await sealed();
    await append([recordEntry("new")], [leafHash(recordEntry("other"))]);
    await expectRefused(damaged("entry", size));
  });

  it("of no form", async () => {
    const size = await sealed();
    const entry = recordEntry("new");
    entry[0] = 7;
    await append([entry]);
    await expectRefused(damaged("entry", size));
  });

  it("as a state with another map", async () => {
    const size = await sealed();
    await append([stateEntry(size)]);
    await expectRefused(damaged("entry", size));
  });

  it("as a state whose map does not cover the state before", async () => {
    const size = await sealed();
    await append([stateEntry(size, size - 1)]);
    await expectRefused(damaged("entry", size));
  });

  it("of a stream that goes on where it is not", async () => {
    const size = await sealed();
    const seq = asStreamSeq(3);
    const prev = (await server!.store.entry(0))!.leafHash;
    await append([recordEntry("victim", { seq, prev })]);
    await expectRefused(damaged("entry", size));
  });

  it("of a stream that begins a second time", async () => {
    const size = await sealed();
    await append([recordEntry("fresh"), recordEntry("victim")]);
    await expectRefused(damaged("entry", size + 1));
  });

  it("of a stream whose head is another", async () => {
    const size = await sealed();
    await append([recordEntry("new")]);
    await expectRefused(damaged("stream", size));
  });

  it("in the place of one that was committed", async () => {
    const size = await sealed();
    await server!.commitMany(labels(300, 302));
    await tamper("ledger.db", (sql) => {
      const forged = recordEntry("new");
      sql
        .prepare("UPDATE entries SET entry = ?, leaf_hash = ? WHERE idx = ?")
        .run(forged, leafHash(forged), size);
    });
    await expectRefused(damaged("stream", size));
  });

  /** Well made in everything, by somebody who has the database and not the keys. */
  function putIn(index: number): void {
    const sql = new Database(path("ledger.db"));
    const entry = recordEntry("invented");
    sql.prepare(INSERT).run(index, entry, leafHash(entry));
    sql
      .prepare("INSERT INTO streams (key, seq, idx, leaf_hash) VALUES (?, 1, ?, ?)")
      .run(streamOf("invented"), index, leafHash(entry));
    sql.close();
  }

  it("without the key of the rows are refused at the start", async () => {
    const size = await sealed();
    await stop();
    putIn(size);
    await expectRefused(damaged("entry", size));
  });

  it("without the key of the rows are not signed while the server runs", async () => {
    const size = await sealed();
    putIn(size);
    await server!.commitMany([unit("later")]);
    expect(await rejection(server!.seal())).toMatchObject(damaged("entry", size));
    expect((await server!.store.newestCheckpoint())?.size).toBe(size);
  });

  it("are not signed either where they come while the server runs", async () => {
    const size = await sealed();
    const sql = new Database(path("ledger.db"));
    const columns = [size, stateEntry(size), leafHash(stateEntry(size)), 1, 1];
    sql
      .prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)")
      .run(...columns, testRowMac("entries", columns));
    sql.close();
    expect(await rejection(server!.seal())).toMatchObject(damaged("entry", size));
    expect((await server!.store.newestCheckpoint())?.size).toBe(size);
  });
});

describe("a sealed entry that was changed, and a map that must be made anew", () => {
  it("is named, and nobody is accused", async () => {
    // So many that the start does not look at it by itself.
    const { commitMany, seal, check } = await start();
    await check();
    await commitMany(labels(0, 600));
    await seal();
    await tamper("ledger.db", (sql) => {
      const entry = sql
        .prepare<[], Buffer>("SELECT entry FROM entries WHERE idx = 7")
        .pluck()
        .get();
      flipBit(entry!, 50);
      sql
        .prepare("UPDATE entries SET entry = ?, leaf_hash = ? WHERE idx = 7")
        .run(entry, leafHash(entry!));
    });
    await tamper("map.db", (sql) => sql.exec("DELETE FROM versions"));
    const { check: again } = await start();
    expect(await rejection(again())).toMatchObject(damaged("entry", 7));
  });

  it("with its tile names the tile", async () => {
    const { commitMany, seal, check } = await start();
    await check();
    await commitMany(labels(0, 600));
    await seal();
    await tamper("ledger.db", (sql) => {
      const entry = sql
        .prepare<[], Buffer>("SELECT entry FROM entries WHERE idx = 7")
        .pluck()
        .get();
      flipBit(entry!, 50);
      const leaf = leafHash(entry!);
      sql.prepare("UPDATE entries SET entry = ?, leaf_hash = ? WHERE idx = 7").run(entry, leaf);
      const tile = sql.prepare<[], Buffer>("SELECT hashes FROM tiles WHERE n = 0 AND level = 0");
      const hashes = tile.pluck().get() as unknown as Buffer;
      hashes.set(leaf, 7 * 32);
      sql.prepare("UPDATE tiles SET hashes = ? WHERE n = 0 AND level = 0").run(hashes);
    });
    await tamper("map.db", (sql) => sql.exec("DELETE FROM versions"));
    const { check: again } = await start();
    expect(await rejection(again())).toMatchObject({ code: "damaged", details: { what: "tile" } });
  });
});
