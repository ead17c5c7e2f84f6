/**
 * Of standings that were found to be as they were written, and of the newest event of their streams: which, by the entry that they end with. Kept in memory, for
 * to find it out takes as long as all else of a standing.
 */
import type Database from "better-sqlite3";

export interface NewestEntries {
  /** To be called at the beginning of each transaction that asks. Should anybody else have written to the database, nothing is known any more. */
  begin(): void;
  /** `seq` of the stream that the entry is the newest of, if that is known of the standing with this key; `undefined`: it is not known. */
  seqOf(index: number, key: Uint8Array): number | undefined;
  /** Looks the same up, of whichever stream; `null`: it is the newest of none. */
  look(index: number): number | null;
  /** The entry is the newest, or (also of a transaction that then fails) is about to be, and the standing with this key ends with it. */
  add(index: number, key: Uint8Array, seq: number): void;
  /** Another came behind it, or is about to. */
  remove(index: number): void;
}

/** Entries that are kept: some 50 MB. */
const KEPT = 500_000;

interface Known {
  readonly seq: number;
  /** The first six bytes of the key, which is an HMAC. */
  readonly key: number;
}

const shortOf = (key: Uint8Array): number =>
  Buffer.from(key.buffer, key.byteOffset, 6).readUIntBE(0, 6);

export function newestEntries(client: Database.Database): NewestEntries {
  // A record entry has its stream's key from byte 33 on (FORMAT §5.2). Not a join, which takes four times as long.
  const find = client
    .prepare<[number], number | null>(
      `SELECT (SELECT seq FROM streams WHERE streams.key = substr(entry, 34, 32) AND streams.idx = entries.idx)
       FROM entries WHERE idx = ?`,
    )
    .pluck();
  // Changes when another connection has committed, never by what this one does.
  const dataVersion = client.prepare<[], number>("PRAGMA data_version").pluck();
  let version: number | undefined;
  const kept = new Map<number, Known>();

  return {
    begin() {
      const now = dataVersion.get();
      if (now !== version || kept.size > KEPT) kept.clear();
      version = now;
    },
    seqOf(index, key) {
      const known = kept.get(index);
      return known?.key === shortOf(key) ? known.seq : undefined;
    },
    look: (index) => find.get(index) ?? null,
    add: (index, key, seq) => void kept.set(index, { seq, key: shortOf(key) }),
    remove: (index) => void kept.delete(index),
  };
}
