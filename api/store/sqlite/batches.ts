import type Database from "better-sqlite3";
import { desc, eq, getTableColumns, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { attempt, StoreMisuse } from "../fault.ts";
import type { RowMac } from "../row-mac.ts";
import type { Batch, Store, StoredCheckpoint } from "../store.ts";
import { counting } from "./counters.ts";
import { checkpoints } from "./schema.ts";
import { tileRows } from "./tile-rows.ts";

type BatchMethods = Pick<Store, "seal" | "tiles" | "newestCheckpoint" | "checkpoint">;

/** Sealed batches: tiles and checkpoints. What may replace what is the database's own rule (its triggers). */
export function batchMethods(client: Database.Database, rowMac: RowMac): BatchMethods {
  const db = drizzle(client);
  const { number: _number, mac: _mac, ...told } = getTableColumns(checkpoints);
  const newest = db
    .select(told)
    .from(checkpoints)
    .orderBy(desc(checkpoints.size))
    .limit(1)
    .prepare();
  const bySize = db
    .select(told)
    .from(checkpoints)
    .where(eq(checkpoints.size, sql.placeholder("size")))
    .prepare();
  const insertCheckpoint = client.prepare(
    "INSERT INTO checkpoints (size, root, note, sealed_at, number, mac) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const begin = counting(client, rowMac);
  const tiles = tileRows(client);

  function putCheckpoint({ size, root, note, sealedAt }: StoredCheckpoint): void {
    const count = begin();
    const columns = [size, root, note, sealedAt, count.next("checkpoints")];
    insertCheckpoint.run(...columns, rowMac("checkpoints", columns));
    count.write();
  }

  const seal = client.transaction((batch: Batch): boolean => {
    if ((newest.get()?.size ?? 0) !== batch.from) return false;
    for (const tile of batch.tiles) tiles.put(tile);
    putCheckpoint(batch.checkpoint);
    return true;
  });

  return {
    seal: async (batch) =>
      attempt("seal", () => {
        if (batch.checkpoint.size <= batch.from) throw new StoreMisuse("a batch must not be empty");
        return seal.immediate(batch);
      }),
    tiles: async (coordinates) => attempt("tiles", () => coordinates.map(tiles.read)),
    newestCheckpoint: async () => attempt("newestCheckpoint", () => newest.get() ?? null),
    checkpoint: async (size) => attempt("checkpoint", () => bySize.get({ size }) ?? null),
  };
}
