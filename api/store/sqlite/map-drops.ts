/** Versions of the map that go: the oldest, which nobody asks for any more, and the newest, where they are not to be gone on from. */
import type Database from "better-sqlite3";
import { unpackIds } from "./map-garbage.ts";
import type { MapReads } from "./map-reads.ts";

export interface MapDrops {
  prune(mapSize: number): boolean;
  backTo(mapSize: number): boolean;
}

export function dropper(client: Database.Database, reads: MapReads): MapDrops {
  return { prune: pruner(client, reads), backTo: backToVersion(client, reads) };
}

interface GarbageRow {
  readonly number: number;
  readonly map_size: number;
  readonly pages: Buffer;
}

function pruner(client: Database.Database, reads: MapReads): (mapSize: number) => boolean {
  const deleteVersions = client.prepare("DELETE FROM versions WHERE map_size < ?");
  const oldest = client.prepare<[], number>("SELECT min(map_size) FROM versions").pluck();
  const first = client.prepare<[], GarbageRow>(
    "SELECT number, map_size, pages FROM garbage ORDER BY number LIMIT 1",
  );
  const deleteRow = client.prepare("DELETE FROM garbage WHERE number = ?");
  const deletePage = client.prepare("DELETE FROM pages WHERE id = ?");

  /** The first row, if no kept version uses its pages: they were used before the version over `map_size` entries. */
  function due(): GarbageRow | undefined {
    const row = first.get();
    return row !== undefined && row.map_size <= (oldest.get() ?? -1) ? row : undefined;
  }

  const prune = client.transaction((mapSize: number): boolean => {
    const newest = reads.newestRow();
    if (newest === undefined) return false;
    deleteVersions.run(Math.min(mapSize, newest.map_size));
    const row = due();
    if (row === undefined) return false;
    for (const id of unpackIds(row.pages)) deletePage.run(id);
    deleteRow.run(row.number);
    return due() !== undefined;
  });
  return (mapSize) => prune.immediate(mapSize);
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
