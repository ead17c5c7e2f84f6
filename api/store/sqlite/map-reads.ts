/** What the writing and the reading connection to the map's database have in common. */
import type Database from "better-sqlite3";
import { asMapRoot, asTreeSize } from "../../../portal/verify/brands.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt } from "../fault.ts";
import type { MapReader, MapVersion } from "../map-store.ts";
import { plain } from "./bytes.ts";

export interface VersionRow {
  readonly map_size: number;
  readonly map_root: Buffer;
  readonly root_page: number | null;
  readonly working: number;
  readonly last_page: number;
}

export interface MapReads extends Pick<MapReader, "version" | "pages"> {
  newestRow(): VersionRow | undefined;
  exactRow(mapSize: number): VersionRow | undefined;
}

export function mapReads(client: Database.Database): MapReads {
  const columns = "map_size, map_root, root_page, working, last_page";
  const newest = client.prepare<[], VersionRow>(
    `SELECT ${columns} FROM versions ORDER BY map_size DESC LIMIT 1`,
  );
  const exact = client.prepare<[number], VersionRow>(
    `SELECT ${columns} FROM versions WHERE map_size = ?`,
  );
  const page = client.prepare<[number], Buffer>("SELECT bytes FROM pages WHERE id = ?").pluck();

  function pageOf(id: number): Uint8Array {
    const bytes = page.get(id);
    if (bytes === undefined) throw new Refusal("damaged", { what: "map", index: id });
    return plain(bytes);
  }

  return {
    newestRow: () => newest.get(),
    exactRow: (mapSize) => exact.get(mapSize),
    version: async (mapSize) =>
      reading("version", () => {
        const row = mapSize === null ? newest.get() : exact.get(mapSize);
        return row === undefined ? null : versionOf(row);
      }),
    pages: async (ids) => reading("pages", () => ids.map(pageOf)),
  };
}

function versionOf(row: VersionRow): MapVersion {
  return {
    mapSize: asTreeSize(row.map_size),
    mapRoot: asMapRoot(plain(row.map_root)),
    rootPage: row.root_page,
    working: row.working === 1,
  };
}

/**
 * A torn database is a damaged map like any other, and so is one whose rows are not what this program writes: it learns that where a number is none, or
 * another row is in the place of a new one.
 */
export function reading<T>(operation: string, work: () => T): T {
  return attempt(operation, () => {
    try {
      return work();
    } catch (error) {
      if (error instanceof FormatError || (error instanceof Error && isCorrupt(error))) {
        throw new Refusal("damaged", { what: "map", index: -1, id: "map.db" });
      }
      throw error;
    }
  });
}

const isCorrupt = (error: Error): boolean =>
  "code" in error && /^SQLITE_(CORRUPT|CONSTRAINT)/.test(String(error.code));
