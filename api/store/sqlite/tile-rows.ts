import type Database from "better-sqlite3";
import type { Tile } from "../store.ts";
import { plain } from "./bytes.ts";

export interface TileRows {
  /** The newest stored form, or `null`. */
  read(coordinates: Pick<Tile, "level" | "n">): Tile | null;
  /** Stores a tile, or its wider form; what is there already stays. What may replace what is the database's own rule (its triggers). */
  put(tile: Tile): void;
}

export function tileRows(client: Database.Database): TileRows {
  const read = client
    .prepare<[number, number], Uint8Array>("SELECT hashes FROM tiles WHERE level = ? AND n = ?")
    .pluck();
  const insert = client.prepare("INSERT INTO tiles (hashes, level, n) VALUES (?, ?, ?)");
  const grow = client.prepare("UPDATE tiles SET hashes = ? WHERE level = ? AND n = ?");
  return {
    read({ level, n }) {
      const hashes = read.get(level, n);
      return hashes === undefined ? null : { level, n, hashes: plain(hashes) };
    },
    put({ level, n, hashes }) {
      const stored = read.get(level, n);
      if (stored === undefined) insert.run(hashes, level, n);
      else if (Buffer.compare(stored, hashes) !== 0) grow.run(hashes, level, n);
    },
  };
}
