/**
 * Standings in memory: rows that were found to be as they were written, and of the newest event of their streams. To read and check one takes four times as long as all
 * else that is done with it. They lie here as they lie in the file, sealed.
 */
import type Database from "better-sqlite3";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import type { StandingRow } from "../standings.ts";

export interface KnownStandings {
  /** To be called at the beginning of each transaction. Should anybody else have written to the database, nothing is known any more. */
  begin(): void;
  /** The caller's own. */
  get(key: Uint8Array): StandingRow | undefined;
  /** Of what is stored, never of what a transaction is about to store. */
  add(row: StandingRow): void;
  /** The entry at an index is not the newest of its stream any more, or is about not to be. */
  remove(index: number): void;
}

/** Rows that are kept: some 100 MB. */
const KEPT = 250_000;

/** The first six bytes of a key, which is an HMAC. */
const shortOf = (key: Uint8Array): number =>
  key[0]! * 2 ** 40 +
  (((key[1]! << 24) | (key[2]! << 16) | (key[3]! << 8) | key[4]!) >>> 0) * 2 ** 8 +
  key[5]!;

export function knownStandings(client: Database.Database): KnownStandings {
  // Changes when another connection has committed, never by what this one does.
  const dataVersion = client.prepare<[], number>("PRAGMA data_version").pluck();
  let version: number | undefined;
  const byKey = new Map<number, StandingRow>();
  const byIndex = new Map<number, StandingRow>();

  return {
    begin() {
      const now = dataVersion.get();
      if (now !== version || byIndex.size > KEPT) {
        byKey.clear();
        byIndex.clear();
      }
      version = now;
    },
    get(key) {
      const row = byKey.get(shortOf(key));
      if (row === undefined || !equalBytes(row.key, key)) return undefined;
      return { ...row, sealed: row.sealed.slice() };
    },
    add(row) {
      const own = { ...row, key: row.key.slice(), sealed: row.sealed.slice() };
      byKey.set(shortOf(own.key), own);
      byIndex.set(own.index, own);
    },
    remove(index) {
      const row = byIndex.get(index);
      if (row === undefined) return;
      byIndex.delete(index);
      byKey.delete(shortOf(row.key));
    },
  };
}
