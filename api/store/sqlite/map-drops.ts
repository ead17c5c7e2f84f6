/** Versions of the map that go: older ones, which nobody asks for any more, and the newest, where they are not to be gone on from. */
import type Database from "better-sqlite3";
import { packIds, unpackIds } from "./map-garbage.ts";
import type { MapReads } from "./map-reads.ts";

export interface MapDrops {
  prune(mapSize: number, keep?: readonly number[]): boolean;
  backTo(mapSize: number): boolean;
}

export function dropper(client: Database.Database, reads: MapReads): MapDrops {
  const pruning = pruner(client, reads);
  const backTo = backToVersion(client, reads);
  return {
    prune: pruning.prune,
    backTo(mapSize) {
      pruning.beginAnew();
      return backTo(mapSize);
    },
  };
}

interface GarbageRow {
  readonly number: number;
  readonly map_size: number;
  readonly pages: Buffer;
}

/** Looked at in one transaction: as many as one full row lists. */
const MOST_PAGES = 2_048;

interface Pruner {
  prune(mapSize: number, keep?: readonly number[]): boolean;
  /** Numbers may be given out again. */
  beginAnew(): void;
}

/** What a row lists was used before the version over `map_size` entries, and is free when no version before it is kept that was there with it. */
function pruner(client: Database.Database, { newestRow }: MapReads): Pruner {
  const below = client
    .prepare<[number], number>("SELECT map_size FROM versions WHERE map_size < ? ORDER BY map_size")
    .pluck();
  const deleteVersion = client.prepare("DELETE FROM versions WHERE map_size = ?");
  const firstFrom = client
    .prepare<[number], number>("SELECT min(map_size) FROM versions WHERE map_size >= ?")
    .pluck();
  const lastBelow = client
    .prepare<[number], number>(
      "SELECT last_page FROM versions WHERE map_size < ? ORDER BY map_size DESC LIMIT 1",
    )
    .pluck();
  const next = client.prepare<[number, number], GarbageRow>(
    "SELECT number, map_size, pages FROM garbage WHERE number > ? AND map_size <= ? ORDER BY number LIMIT 1",
  );
  const lastOf = client
    .prepare<[number, number], number>(
      "SELECT number FROM garbage WHERE number <= ? AND map_size <= ? ORDER BY number DESC LIMIT 1",
    )
    .pluck();
  const deleteRow = client.prepare("DELETE FROM garbage WHERE number = ?");
  const shorten = client.prepare("UPDATE garbage SET pages = ? WHERE number = ?");
  const deletePage = client.prepare("DELETE FROM pages WHERE id = ?");
  /** Up to this row nothing is free, as far as this connection has looked. */
  let looked = 0;

  /** Deletes the pages of a row that are free, and the row with the last of them. Answers how many it listed. */
  function free({ number, map_size, pages }: GarbageRow): number {
    const last = lastBelow.get(map_size) ?? 0;
    const ids = unpackIds(pages);
    const used = ids.filter((id) => id <= last);
    for (const id of ids) if (id > last) deletePage.run(id);
    if (used.length === 0) deleteRow.run(number);
    else if (used.length < ids.length) shorten.run(packIds(used)[0], number);
    return ids.length;
  }

  const prune = client.transaction((mapSize: number, keep: ReadonlySet<number>) => {
    const newest = newestRow();
    if (newest === undefined) return { at: looked, more: false };
    const bound = Math.min(mapSize, newest.map_size);
    const gone = below.all(bound).filter((size) => !keep.has(size));
    for (const size of gone) deleteVersion.run(size);
    const [first] = gone;
    let at = first === undefined ? looked : (lastOf.get(looked, first) ?? 0);
    const limit = firstFrom.get(bound) ?? 0;
    for (let pages = 0; pages < MOST_PAGES; ) {
      const row = next.get(at, limit);
      if (row === undefined) return { at, more: false };
      pages += free(row);
      at = row.number;
    }
    return { at, more: next.get(at, limit) !== undefined };
  });
  return {
    prune(mapSize, keep = []) {
      const { at, more } = prune.immediate(mapSize, new Set(keep));
      looked = at;
      return more;
    },
    beginAnew() {
      looked = 0;
    },
  };
}

/** Pages are appended, so what only later versions use has an id above the last that was there with this one. */
function backToVersion(
  client: Database.Database,
  { exactRow }: MapReads,
): (mapSize: number) => boolean {
  const deleteVersions = client.prepare("DELETE FROM versions WHERE map_size > ?");
  const deletePages = client.prepare("DELETE FROM pages WHERE id > ?");
  // What it lists the version gone back to still uses.
  const deleteGarbage = client.prepare("DELETE FROM garbage WHERE map_size > ?");

  const back = client.transaction((mapSize: number): boolean => {
    const row = exactRow(mapSize);
    if (row === undefined || row.working === 1) return false;
    deleteVersions.run(mapSize);
    deletePages.run(row.last_page);
    deleteGarbage.run(mapSize);
    return true;
  });
  return (mapSize) => back.immediate(mapSize);
}
