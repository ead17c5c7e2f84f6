import type Database from "better-sqlite3";
import { asLeafHash, type LeafHash, type StreamKey } from "../../../portal/verify/brands.ts";
import type { StreamHead } from "../store.ts";
import { plain, textKey } from "./bytes.ts";

export type HeadReader = (key: StreamKey) => StreamHead | null;

/** Reads the head of one stream; `null` where the stream does not exist. */
export function headReader(client: Database.Database): HeadReader {
  const read = client
    .prepare<[Uint8Array], [number, Uint8Array]>("SELECT seq, leaf_hash FROM streams WHERE key = ?")
    .raw();
  return (key) => {
    const row = read.get(key);
    return row === undefined ? null : { seq: row[0], leafHash: asLeafHash(plain(row[1])) };
  };
}

/** The heads as one transaction sees them: each read at most once, moved as entries are appended. Never outlives it. */
export interface Heads {
  of(key: StreamKey): StreamHead | null;
  move(key: StreamKey, seq: number, index: number, leafHash: LeafHash): void;
}

export function headTable(client: Database.Database): () => Heads {
  const read = headReader(client);
  const start = client.prepare(
    "INSERT INTO streams (seq, idx, leaf_hash, key) VALUES (?, ?, ?, ?)",
  );
  const advance = client.prepare(
    "UPDATE streams SET seq = ?, idx = ?, leaf_hash = ? WHERE key = ?",
  );
  return () => {
    const seen = new Map<string, StreamHead | null>();
    return {
      of(key) {
        const name = textKey(key);
        let head = seen.get(name);
        if (head === undefined) {
          head = read(key);
          seen.set(name, head);
        }
        return head;
      },
      move(key, seq, index, leafHash) {
        (seq === 1 ? start : advance).run(seq, index, leafHash, key);
        seen.set(textKey(key), { seq, leafHash });
      },
    };
  };
}
