/** The thread of bare-follow.ts: as many hashes as the map needs, its pages written, and those that they replace read and deleted. */
import { randomFillSync } from "node:crypto";
import { workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { sha256Into } from "../../api/core/hash.ts";
import { hashesOf } from "./bare-follow.ts";
import { createOwnTables } from "./primitives.ts";
import type { MapWrite } from "./published.ts";

const { file, writes } = workerData as { file: string; writes: readonly MapWrite[] };
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = NORMAL");
database.pragma("secure_delete = ON");
database.pragma("cache_size = -32768");
database.pragma("wal_autocheckpoint = 4096");
await createOwnTables(database, "map");
const insert = database.prepare("INSERT INTO pages VALUES (?, ?)");
const read = database.prepare("SELECT bytes FROM pages WHERE id = ?").pluck();
const remove = database.prepare("DELETE FROM pages WHERE id = ?");
const input = randomFillSync(Buffer.alloc(65));
const digest = Buffer.alloc(32);
const page = randomFillSync(Buffer.alloc(65_536));
let next = 1;
/** Pages that go when the next version comes: those written by the one before, as many as it replaces. */
let oldest = 1;

const write = database.transaction(({ added, replaced }: MapWrite) => {
  for (const length of added) insert.run(next++, page.subarray(0, length));
  for (let i = 0; i < replaced; i++) remove.run(oldest++);
});
for (const one of writes) {
  for (let i = 0; i < one.replaced; i++) read.get(oldest + i);
  for (let i = hashesOf(one); i > 0; i--) sha256Into(digest, 0, input);
  write.immediate(one);
}
database.close();
