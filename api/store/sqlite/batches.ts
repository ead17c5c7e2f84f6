import type Database from "better-sqlite3";
import { desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { attempt, StoreMisuse } from "../fault.ts";
import type { Batch, Store, Tile } from "../store.ts";
import { plain } from "./bytes.ts";
import { checkpoints } from "./schema.ts";

type BatchMethods = Pick<Store, "seal" | "tiles" | "newestCheckpoint" | "checkpoint">;

/** Sealed batches: tiles and checkpoints. What may replace what is the database's own rule (its triggers). */
export function batchMethods(client: Database.Database): BatchMethods {
  const db = drizzle(client);
  const newest = db.select().from(checkpoints).orderBy(desc(checkpoints.size)).limit(1).prepare();
  const bySize = db
    .select()
    .from(checkpoints)
    .where(eq(checkpoints.size, sql.placeholder("size")))
    .prepare();
  const insertCheckpoint = db
    .insert(checkpoints)
    .values({
      size: sql.placeholder("size"),
      root: sql.placeholder("root"),
      note: sql.placeholder("note"),
      sealedAt: sql.placeholder("sealedAt"),
    })
    .prepare();
  const readTile = client
    .prepare<[number, number], Uint8Array>("SELECT hashes FROM tiles WHERE level = ? AND n = ?")
    .pluck();
  const insertTile = client.prepare("INSERT INTO tiles (hashes, level, n) VALUES (?, ?, ?)");
  const growTile = client.prepare("UPDATE tiles SET hashes = ? WHERE level = ? AND n = ?");

  function putTile({ level, n, hashes }: Tile): void {
    const stored = readTile.get(level, n);
    if (stored === undefined) insertTile.run(hashes, level, n);
    else if (Buffer.compare(stored, hashes) !== 0) growTile.run(hashes, level, n);
  }

  const seal = client.transaction((batch: Batch): boolean => {
    if ((newest.get()?.size ?? 0) !== batch.from) return false;
    for (const tile of batch.tiles) putTile(tile);
    insertCheckpoint.run({ ...batch.checkpoint });
    return true;
  });

  function tileAt({ level, n }: { level: number; n: number }): Tile | null {
    const hashes = readTile.get(level, n);
    return hashes === undefined ? null : { level, n, hashes: plain(hashes) };
  }

  return {
    seal: async (batch) =>
      attempt("seal", () => {
        if (batch.checkpoint.size <= batch.from) throw new StoreMisuse("a batch must not be empty");
        return seal.immediate(batch);
      }),
    tiles: async (coordinates) => attempt("tiles", () => coordinates.map(tileAt)),
    newestCheckpoint: async () => attempt("newestCheckpoint", () => newest.get() ?? null),
    checkpoint: async (size) => attempt("checkpoint", () => bySize.get({ size }) ?? null),
  };
}
