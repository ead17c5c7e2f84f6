import type Database from "better-sqlite3";
import { asLeafHash, type LeafHash, type StreamKey } from "../../../portal/verify/brands.ts";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import {
  ENTRY_TYPE_RECORD,
  NO_PREV,
  RECORD_ENTRY_LENGTH,
  type RecordEntry,
} from "../../../portal/verify/entry.ts";
import { Refusal } from "../../core/errors.ts";
import { merkleLeaf } from "../../core/hash.ts";
import type { Placed } from "../many-reads.ts";
import type { StreamHead } from "../store.ts";
import { plain, textKey } from "./bytes.ts";
import type { KnownStandings } from "./known-standings.ts";

type PlacedHead = Placed<StreamHead>;
export type HeadReader = (key: StreamKey) => PlacedHead | null;

/** By the first 8 bytes of the stream's key and by the whole of it. */
const ofStream = (beginning: string, whole: string): string =>
  `SELECT entries.idx FROM entries INDEXED BY entries_of_stream
   WHERE length(entry) = ${RECORD_ENTRY_LENGTH} AND substr(entry, 34, 8) = ${beginning} AND substr(entry, 34, 32) = ${whole}`;
const OF_STREAM = ofStream("?", "?");

type HeadRow = [seq: number, index: number, leafHash: Uint8Array, entry: Uint8Array | null];

/**
 * Reads the head of one stream; `null` where the stream does not exist. The table is derived: a head that is not what the log's
 * entry says is refused (`damaged`), for the next entry would be chained to it for ever. So is one that is not the stream's newest, or is gone: the log would
 * fork the stream, or begin it anew.
 */
export function headReader(client: Database.Database): HeadReader {
  // Not a join, which takes five times as long for a key that is not there.
  const read = client
    .prepare<[Uint8Array], HeadRow>(
      `SELECT seq, idx, leaf_hash, (SELECT entry FROM entries WHERE entries.idx = streams.idx)
       FROM streams WHERE key = ?`,
    )
    .raw();
  // The page of the index is written anyway, when the next entry of the stream comes. Asked for upwards: downwards takes five times as long.
  const later = client
    .prepare<[Uint8Array, Uint8Array, number], number>(`${OF_STREAM} AND idx > ? LIMIT 1`)
    .pluck();
  const newest = client
    .prepare<[Uint8Array, Uint8Array], number>(`${OF_STREAM} ORDER BY idx DESC LIMIT 1`)
    .pluck();
  return (key) => {
    const row = read.get(key);
    const begin = key.subarray(0, 8);
    const isBehind = later.get(begin, key, row?.[1] ?? -1) !== undefined;
    if (row === undefined) {
      if (!isBehind) return null;
      throw new Refusal("damaged", { what: "stream", index: newest.get(begin, key) ?? 0 });
    }
    const [seq, index, stored, entry] = row;
    const leafHash = asLeafHash(plain(stored));
    if (entry === null || isBehind || !isHead(entry, key, seq, leafHash)) {
      throw new Refusal("damaged", { what: "stream", index });
    }
    return { seq, leafHash, index };
  };
}

/** FORMAT §5.2: the stream key stands at byte 33 of the entry, `seq` at byte 65. */
function isHead(entry: Uint8Array, key: StreamKey, seq: number, leafHash: LeafHash): boolean {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.length);
  return (
    bytes.length === RECORD_ENTRY_LENGTH &&
    bytes[0] === ENTRY_TYPE_RECORD &&
    bytes.compare(key, 0, 32, 33, 65) === 0 &&
    Number(bytes.readBigUInt64BE(65)) === seq &&
    merkleLeaf(bytes).equals(leafHash)
  );
}

/** The heads as one transaction sees them, moved as entries are appended. */
export interface Heads {
  of(key: StreamKey): StreamHead | null;
  move(key: StreamKey, seq: number, index: number, leafHash: LeafHash): void;
  /**
   * Moves the stream of an entry if that follows on its head; answers whether it did. Nothing is kept of it: where many streams come, each once, that only takes
   * time.
   */
  extend(entry: RecordEntry, index: number, leafHash: LeafHash): boolean;
  /** To be called after the commit, and only then: the next transaction begins with what this one moved. */
  keep(): void;
}

/** Streams whose heads are kept in memory: some 15 MB. */
const KEPT = 50_000;

/**
 * Begins a transaction's heads. A head is read and checked once and then kept over transactions: reading it each time took two fifths
 * of the time of a commit (of 500 records in 400 streams). The database belongs to this process; should another write to it all the same, all are forgotten.
 */
export function headTable(client: Database.Database, standings: KnownStandings): () => Heads {
  const read = headReader(client);
  const start = client.prepare(
    "INSERT INTO streams (seq, idx, leaf_hash, key) VALUES (?, ?, ?, ?)",
  );
  const advance = client.prepare(
    "UPDATE streams SET seq = ?, idx = ?, leaf_hash = ? WHERE key = ?",
  );
  // One statement for what would be three: the stream is not there, no entry of it is, and then it is begun.
  const begin = client.prepare<[number, LeafHash, Uint8Array]>(
    `INSERT OR IGNORE INTO streams (seq, idx, leaf_hash, key)
     SELECT 1, idx, leaf_hash, key FROM (SELECT ? AS idx, ? AS leaf_hash, ? AS key)
     WHERE NOT EXISTS (${ofStream("substr(key, 1, 8)", "key")})`,
  );
  // Changes when another connection has committed, never by what this one does.
  const dataVersion = client.prepare<[], number>("PRAGMA data_version").pluck();
  const kept = new Map<string, PlacedHead>();
  let version: number | undefined;

  return () => {
    const now = dataVersion.get();
    if (now !== version || kept.size > KEPT) kept.clear();
    version = now;
    const seen = new Map<string, PlacedHead | null>();
    return {
      of(key) {
        const name = textKey(key);
        const known = seen.get(name) ?? kept.get(name);
        if (known !== undefined) return known;
        const head = read(key);
        seen.set(name, head);
        return head;
      },
      move(key, seq, index, leafHash) {
        (seq === 1 ? start : advance).run(seq, index, leafHash, key);
        const name = textKey(key);
        const before = seen.get(name) ?? kept.get(name);
        if (before) standings.remove(before.index);
        // A copy: the caller of the store owns the other, and may do with it what he likes.
        seen.set(name, { seq, index, leafHash: asLeafHash(leafHash.slice()) });
      },
      extend({ streamKey, seq, prev }, index, leafHash) {
        // What was kept of the stream is not so any more, and to find it takes as long as to read it again.
        if (kept.size > 0) kept.clear();
        if (seen.size > 0) seen.clear();
        const isFirst = seq === 1 && equalBytes(prev, NO_PREV);
        if (isFirst && begin.run(index, leafHash, streamKey).changes === 1) return true;
        // Here it is told, too, what is wrong with the head of a stream that there should not be.
        const head = read(streamKey);
        if (head === null || seq !== head.seq + 1 || !equalBytes(prev, head.leafHash)) return false;
        advance.run(seq, index, leafHash, streamKey);
        standings.remove(head.index);
        return true;
      },
      keep() {
        for (const [name, head] of seen) if (head !== null) kept.set(name, head);
      },
    };
  };
}
