/** Which entries are the newest of their streams: of those that standings end with, kept in memory, for to look it up takes as long as all else of a standing. */
import type Database from "better-sqlite3";

export interface NewestEntries {
  /** To be called at the beginning of each transaction that asks. Should anybody else have written to the database, nothing is known any more. */
  begin(): void;
  /** `seq` of the stream that the entry at an index is the newest of; `null`: it is not. Looked up where it is not known. */
  seqOf(index: number): number | null;
  /** The entry at an index is the newest, or (also of a transaction that then fails) is about to be. */
  add(index: number, seq: number): void;
  /** Another came behind it, or is about to. */
  remove(index: number): void;
}

/** Entries that are kept: some 40 MB. */
const KEPT = 1_000_000;

export function newestEntries(client: Database.Database): NewestEntries {
  // A record entry has its stream's key from byte 33 on (FORMAT §5.2). Not a join, which takes four times as long.
  const look = client
    .prepare<[number], number | null>(
      `SELECT (SELECT seq FROM streams WHERE streams.key = substr(entry, 34, 32) AND streams.idx = entries.idx)
       FROM entries WHERE idx = ?`,
    )
    .pluck();
  // Changes when another connection has committed, never by what this one does.
  const dataVersion = client.prepare<[], number>("PRAGMA data_version").pluck();
  let version: number | undefined;
  const kept = new Map<number, number>();

  return {
    begin() {
      const now = dataVersion.get();
      if (now !== version || kept.size > KEPT) kept.clear();
      version = now;
    },
    seqOf(index) {
      const known = kept.get(index);
      if (known !== undefined) return known;
      const seq = look.get(index) ?? null;
      if (seq !== null) kept.set(index, seq);
      return seq;
    },
    add: (index, seq) => void kept.set(index, seq),
    remove: (index) => void kept.delete(index),
  };
}
