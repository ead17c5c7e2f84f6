import type Database from "better-sqlite3";
import type { StreamKey } from "../../../portal/verify/brands.ts";
import { RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import type { Store, StoredEntry } from "../store.ts";
import { ENTRY_COLUMNS, type EntryRow, toStoredEntry } from "./entry-rows.ts";
import { isNatural, rangeReaders } from "./ranges.ts";

type EntryMethods = Pick<Store, "entry" | "entries" | "moves" | "streamEntries" | "leafHashes">;

/** The most entries that are handed out at once. */
const MOST = 4_096;

/** Reading entries back: one, many, those of a stream, and what the map and the tree need of them. */
export function entryMethods(client: Database.Database): EntryMethods {
  const ranges = rangeReaders(client);
  const leafHashes = ranges.joined("leaf_hash");
  const moves = ranges.joined(
    `CASE length(entry) WHEN ${RECORD_ENTRY_LENGTH} THEN substr(entry, 34, 32) || leaf_hash END`,
  );
  const byIndex = client
    .prepare<[number], EntryRow>(`SELECT ${ENTRY_COLUMNS} FROM entries WHERE idx = ?`)
    .raw();
  const ofStream = streamReader(client);

  function entryAt(index: number): StoredEntry | null {
    const row = byIndex.get(index);
    return row === undefined ? null : toStoredEntry(row);
  }

  function entriesOf(from: number, to: number): StoredEntry[] {
    if (to - from > MOST) throw new StoreMisuse("too many entries at once");
    return ranges.entries(from, to);
  }

  return {
    entry: async (index) => attempt("entry", () => entryAt(index)),
    entries: async (from, to) => attempt("entries", () => entriesOf(from, to)),
    moves: async (from, to) => attempt("moves", () => moves(from, to)),
    streamEntries: async (key, range) => attempt("streamEntries", () => ofStream(key, range)),
    leafHashes: async (from, to) => attempt("leafHashes", () => leafHashes(from, to)),
  };
}

type StreamRange = Parameters<Store["streamEntries"]>[1];

function streamReader(client: Database.Database) {
  const reading = (order: "ASC" | "DESC") =>
    client
      .prepare<[Uint8Array, Uint8Array, number, number, number], EntryRow>(
        // The index is named: without it this is an error, and not a walk through the whole log.
        `SELECT ${ENTRY_COLUMNS} FROM entries INDEXED BY entries_of_stream
         WHERE length(entry) = ${RECORD_ENTRY_LENGTH}
           AND substr(entry, 34, 8) = ? AND substr(entry, 34, 32) = ? AND idx >= ? AND idx < ?
         ORDER BY idx ${order} LIMIT ?`,
      )
      .raw();
  const ascending = reading("ASC");
  const descending = reading("DESC");
  return (key: StreamKey, { from, below, limit, newestFirst }: StreamRange): StoredEntry[] => {
    if (![from, below, limit].every(isNatural)) {
      throw new StoreMisuse("streamEntries wants a range and a limit");
    }
    const read = newestFirst ? descending : ascending;
    return read.all(key.subarray(0, 8), key, from, below, limit).map(toStoredEntry);
  };
}
