/**
 * The limit: what catching up cannot be faster than. The same files are read; of each entry the leaf hash and the row's authenticator are made, of each tile its
 * nodes, and the rows are written that the auditor writes, with their keys and indexes, over connections of the same settings;
 * in a second thread, the hashes of the map, and its pages. Nothing else: no stream is looked up, nothing is checked, no trigger, no message between the threads.
 */
import { randomFillSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import sodium from "sodium-native";
import { sha256Into } from "../../api/core/hash.ts";
import { bundlePath, HASH_BYTES, TILE_WIDTH, tilePath } from "../../api/log/tiles.ts";
import { createOwnTables } from "./primitives.ts";
import type { MapWrite, Published } from "./published.ts";

/** Entries in a transaction, as the auditor has it. */
const CHUNK = 4_096;
const RECORD = 105;
/** What an authenticator of an entry is made of. */
const ROW = 192;

export async function bareFollow(directory: string, own: string): Promise<void> {
  const published: Published = JSON.parse(
    await readFile(join(directory, "published.json"), "utf8"),
  );
  const map = new Worker(new URL("./bare-follow-map.ts", import.meta.url), {
    workerData: { file: join(own, "map.db"), writes: published.mapWrites },
  });
  const mapped = new Promise<void>((resolve, reject) => {
    map.once("error", reject);
    map.once("exit", () => resolve());
  });
  await bareEntries(directory, own, published.size);
  await mapped;
}

async function bareEntries(directory: string, own: string, size: number): Promise<void> {
  const database = new Database(join(own, "log.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("secure_delete = ON");
  database.pragma("cache_size = -65536");
  database.pragma("wal_autocheckpoint = 4096");
  await createOwnTables(database, "ledger");
  const entry = database.prepare("INSERT INTO entries VALUES (?, ?, ?, 0, 0, ?)");
  const stream = database.prepare("INSERT INTO streams VALUES (?, 1, ?, ?)");
  const tile = database.prepare("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?)");
  const key = randomFillSync(Buffer.alloc(32));
  const row = Buffer.alloc(ROW);
  const leaf = Buffer.alloc(1 + 65_535);
  const nodes = Buffer.alloc(65);
  const digest = Buffer.alloc(HASH_BYTES);
  const bytes = (n: number): Buffer => randomFillSync(Buffer.alloc(n));
  const upper = bytes(TILE_WIDTH * HASH_BYTES);

  const write = database.transaction((from: number, bundles: readonly Buffer[]) => {
    let index = from;
    for (const bundle of bundles) {
      const hashes = Buffer.allocUnsafe(TILE_WIDTH * HASH_BYTES);
      let width = 0;
      for (let at = 0; at < bundle.length; ) {
        const length = bundle.readUInt16BE(at);
        bundle.copy(leaf, 1, at + 2, at + 2 + length);
        sha256Into(hashes, width * HASH_BYTES, leaf.subarray(0, 1 + length));
        const hash = hashes.subarray(width * HASH_BYTES, (width + 1) * HASH_BYTES);
        const bare = bundle.subarray(at + 2, at + 2 + length);
        const mac = Buffer.allocUnsafe(16);
        sodium.crypto_generichash(mac, row, key);
        entry.run(index, bare, hash, mac);
        if (length === RECORD) stream.run(bare.subarray(33, 65), index, hash);
        at += 2 + length;
        width += 1;
        index += 1;
      }
      for (let node = 1; node < width; node++) sha256Into(digest, 0, nodes);
      const n = Math.floor((index - 1) / TILE_WIDTH);
      tile.run(0, n, hashes.subarray(0, width * HASH_BYTES));
    }
    const above = Math.max(1, Math.floor(index / TILE_WIDTH) % TILE_WIDTH);
    tile.run(1, Math.floor(index / TILE_WIDTH ** 2), upper.subarray(0, above * HASH_BYTES));
  });

  let chunk: Buffer[] = [];
  let from = 0;
  for (let n = 0; n * TILE_WIDTH < size; n++) {
    const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH);
    const [bundle] = await Promise.all([
      readFile(join(directory, bundlePath(n, width))),
      readFile(join(directory, tilePath({ level: 0, n }, width))),
    ]);
    chunk.push(bundle);
    if (chunk.length * TILE_WIDTH < CHUNK && (n + 1) * TILE_WIDTH < size) continue;
    write.immediate(from, chunk);
    from += chunk.length * TILE_WIDTH;
    chunk = [];
  }
  database.close();
}

/** Of a batch of changes to random keys: how many nodes of the map are hashed anew, with one leaf for each change. */
export function hashesOf({ changes, keys }: Pick<MapWrite, "changes" | "keys">): number {
  let nodes = changes;
  for (let depth = 0; depth < 64; depth++) {
    const part = 2 ** -depth;
    // On the way of some change, less those that hold one key alone, which is a leaf there.
    const touched = (1 - (1 - part) ** changes) / part;
    const alone = changes * (1 - part) ** (keys - 1);
    nodes += Math.max(0, touched - alone);
  }
  return Math.round(nodes);
}
