/**
 * The limit: what bulk ingest cannot be faster than. For each record the same AEAD over the same bytes, the same number of SHA-256 over
 * inputs of the same size, and the same bytes inserted with bare better-sqlite3 under the same durability; nothing else.
 */
import { randomFillSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import sodium from "sodium-native";

/** Sizes of one record, as the ledger made it. */
export interface RecordShape {
  readonly plaintextBytes: number;
  readonly fields: number;
  readonly disclosureBytes: number;
  readonly rowBytes: number;
}

/** The bare primitives on files of their own; `run` answers milliseconds for `count` records in groups of `group`. */
export async function openPrimitives(shape: RecordShape) {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-primitives-"));
  const database = new Database(join(folder, "bare.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE entries (idx INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT");
  database.exec("CREATE TABLE records (idx INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT");
  const entry = database.prepare("INSERT INTO entries (data) VALUES (?)");
  const record = database.prepare("INSERT INTO records (data) VALUES (?)");
  const key = randomFillSync(Buffer.alloc(32));
  const nonce = randomFillSync(Buffer.alloc(24));
  const plain = randomFillSync(Buffer.alloc(shape.plaintextBytes));
  const disclosure = Buffer.alloc(shape.disclosureBytes, "x");
  const digest = Buffer.alloc(32);
  const node = Buffer.alloc(65);
  const entryRow = Buffer.alloc(105 + 32);
  const boxBytes = plain.length + 16;

  function make(): Buffer {
    const row = Buffer.alloc(Math.max(boxBytes, shape.rowBytes));
    const box = row.subarray(0, boxBytes);
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box, plain, null, null, nonce, key);
    for (let f = 0; f < shape.fields; f++) sodium.crypto_hash_sha256(digest, disclosure);
    // The nodes of the record tree, the record root, the leaf of the log, and three HMACs of two hashes each.
    for (let f = 0; f < shape.fields + 1 + 6; f++) sodium.crypto_hash_sha256(digest, node);
    return row;
  }

  const insert = database.transaction((rows: readonly Buffer[]) => {
    for (const row of rows) {
      entry.run(entryRow);
      record.run(row);
    }
  });

  return {
    run(count: number, group: number): number {
      const start = performance.now();
      for (let done = 0; done < count; done += group)
        insert.immediate(Array.from({ length: group }, make));
      return performance.now() - start;
    },
    async close(): Promise<void> {
      database.close();
      await rm(folder, { recursive: true });
    },
  };
}
