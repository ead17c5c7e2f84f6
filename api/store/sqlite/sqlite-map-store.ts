import Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import type { MapChange, MapReader, MapStore } from "../map-store.ts";
import { dropper } from "./map-drops.ts";
import { packIds } from "./map-garbage.ts";
import { mapReads, reading, type VersionRow } from "./map-reads.ts";
import { type OpenDatabase, openDatabase } from "./open.ts";

export interface SqliteMapStoreOptions {
  /** Path of the map's file; made with mode 0600, its missing directories with 0700. */
  readonly file: string;
}

/** The map in one SQLite file of its own. Written by one process, over one connection. */
export async function openSqliteMapStore({ file }: SqliteMapStoreOptions): Promise<MapStore> {
  return attempt("open", () => {
    let open = openMap(openDatabase(file, "map"));
    return {
      version: (mapSize) => open.version(mapSize),
      pages: (ids) => open.pages(ids),
      // No number that pages could have is that large, unless somebody wrote it: a page names others in six bytes.
      lastPage: async () => reading("lastPage", () => asPageId(open.newestRow()?.last_page ?? 0)),
      write: async (change) => reading("write", () => open.write(change)),
      prune: async (mapSize, keep) => reading("prune", () => open.prune(mapSize, keep)),
      backTo: async (mapSize) => reading("backTo", () => open.backTo(mapSize)),
      // A new file: whatever is wrong with the old one, and without a transaction as large as the map.
      clear: async () =>
        attempt("clear", () => {
          open.close();
          open = openMap(openDatabase(file, "map", { afresh: true }));
        }),
      close: async () => open.close(),
    };
  });
}

/** A connection that only reads, beside the one that writes: what was written is seen at once, and neither waits for the other. */
export async function openSqliteMapReader({ file }: SqliteMapStoreOptions): Promise<MapReader> {
  return attempt("open", () => {
    const client = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    client.pragma("trusted_schema = OFF");
    client.pragma("temp_store = MEMORY");
    // 8 MiB: pages that proofs often need are kept by their reader, too.
    client.pragma("cache_size = -8192");
    const { version, pages } = mapReads(client);
    return { version, pages, close: async () => void client.close() };
  });
}

const MOST_PAGES = 2 ** 47;

function asPageId(id: number): number {
  if (id > MOST_PAGES) throw new Refusal("damaged", { what: "map", index: -1, id: "last_page" });
  return id;
}

function openMap({ client, close }: OpenDatabase) {
  const reads = mapReads(client);
  return { ...reads, write: writer(client, reads), ...dropper(client, reads), close };
}

type Reads = ReturnType<typeof mapReads>;

function writer(client: Database.Database, reads: Reads): (change: MapChange) => void {
  const insertPage = client.prepare("INSERT INTO pages (id, bytes) VALUES (?, ?)");
  const deletePage = client.prepare("DELETE FROM pages WHERE id = ?");
  const insertVersion = client.prepare(
    "INSERT INTO versions (map_size, map_root, root_page, working, last_page) VALUES (?, ?, ?, ?, ?)",
  );
  const deleteVersion = client.prepare("DELETE FROM versions WHERE map_size = ?");
  const insertGarbage = client.prepare("INSERT INTO garbage (map_size, pages) VALUES (?, ?)");

  function addPages({ added }: MapChange, last: number): number {
    let id = last;
    for (const page of added) {
      if (page.id <= id) throw new StoreMisuse("page ids do not grow");
      id = page.id;
      insertPage.run(id, page.bytes);
    }
    return id;
  }

  const write = client.transaction((change: MapChange) => {
    const newest = reads.newestRow();
    const { mapSize, mapRoot, rootPage, working } = change.version;
    assertFollows(change, newest);
    const lastPage = addPages(change, newest?.last_page ?? 0);
    // What only a working version used goes with it; what an earlier version uses too waits for that one's end.
    let shared = newest?.last_page ?? 0;
    if (newest?.working === 1) {
      deleteVersion.run(newest.map_size);
      shared = reads.newestRow()?.last_page ?? 0;
    }
    for (const id of change.replaced) if (id > shared) deletePage.run(id);
    for (const row of packIds(change.replaced.filter((id) => id <= shared))) {
      insertGarbage.run(mapSize, row);
    }
    insertVersion.run(mapSize, mapRoot, rootPage, working ? 1 : 0, lastPage);
  });
  return (change) => write.immediate(change);
}

function assertFollows({ version }: MapChange, newest: VersionRow | undefined): void {
  const least = newest === undefined ? 0 : newest.map_size + 1 - newest.working;
  if (version.mapSize < least) throw new StoreMisuse("a version of the map does not follow");
}
