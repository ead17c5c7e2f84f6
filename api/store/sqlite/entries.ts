import type Database from "better-sqlite3";
import type { StreamKey } from "../../../portal/verify/brands.ts";
import { RECORD_ENTRY_LENGTH } from "../../../portal/verify/entry.ts";
import { Refusal } from "../../core/errors.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Dues, Store, StoredEntry } from "../store.ts";
import { ENTRY_COLUMNS, type EntryRow, toStoredEntry } from "./entry-rows.ts";
import { inOrder, isNatural, numbersAsJson, rangeReaders } from "./ranges.ts";

type EntryMethods = Pick<
  Store,
  "entry" | "entriesAt" | "entries" | "moves" | "streamEntries" | "dues" | "leafHashes"
>;

type MacRow = [...EntryRow, mac: Uint8Array | null];

/** The most entries that are handed out at once. */
const MOST = 4_096;

/** Reading entries back: one, many, those of a stream, and what the map and the tree need of them. */
export function entryMethods(client: Database.Database, rowMac: RowMac): EntryMethods {
  const ranges = rangeReaders(client, rowMac);
  const leafHashes = ranges.joined("leaf_hash");
  const moves = ranges.joined(
    `CASE length(entry) WHEN ${RECORD_ENTRY_LENGTH} THEN substr(entry, 34, 32) || leaf_hash END`,
  );
  const byIndex = client
    .prepare<[number], MacRow>(`SELECT ${ENTRY_COLUMNS}, mac FROM entries WHERE idx = ?`)
    .raw();
  const byIndexes = client
    .prepare<[string], MacRow>(
      `SELECT ${ENTRY_COLUMNS}, mac FROM entries WHERE idx IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  const ofStream = streamReader(client);
  const dues = duesReader(client);

  function checked([index, entry, leafHash, recordedAt, dueAt, mac]: MacRow): StoredEntry {
    const columns: EntryRow = [index, entry, leafHash, recordedAt, dueAt];
    // Receipts are signed again from what is read here, and its times stand nowhere else.
    if (!rowMacHolds(rowMac, "entries", columns, mac)) {
      throw new Refusal("damaged", { what: "entry", index });
    }
    return toStoredEntry(columns);
  }

  function entryAt(index: number): StoredEntry | null {
    const row = byIndex.get(index);
    return row === undefined ? null : checked(row);
  }

  /** One statement: as many take five times as long. */
  function entriesAt(indexes: readonly number[]): (StoredEntry | null)[] {
    const found = new Map<number, StoredEntry>();
    for (const row of byIndexes.all(numbersAsJson(indexes))) found.set(row[0], checked(row));
    return inOrder(indexes, found);
  }

  function entriesOf(from: number, to: number): StoredEntry[] {
    if (to - from > MOST) throw new StoreMisuse("too many entries at once");
    return ranges.entries(from, to);
  }

  return {
    entry: async (index) => attempt("entry", () => entryAt(index)),
    entriesAt: async (indexes) => attempt("entriesAt", () => entriesAt(indexes)),
    entries: async (from, to) => attempt("entries", () => entriesOf(from, to)),
    moves: async (from, to) => attempt("moves", () => moves(from, to)),
    streamEntries: async (key, range) => attempt("streamEntries", () => ofStream(key, range)),
    dues: async (from, to, before) => attempt("dues", () => dues(from, to, before)),
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

function duesReader(client: Database.Database) {
  const read = client.prepare<[number, number, number], Dues>(
    `SELECT count(*) AS promises, min(due_at) AS earliest, max(due_at) AS latest,
       coalesce(sum(due_at < ?), 0) AS overdue
     FROM entries WHERE idx >= ? AND idx < ? AND length(entry) = ${RECORD_ENTRY_LENGTH} AND due_at > 0`,
  );
  return (from: number, to: number, before: number): Dues => {
    if (![from, to].every(isNatural) || from > to || to - from > MOST) {
      throw new StoreMisuse("dues wants a range of at most 4,096 indexes");
    }
    const { promises, earliest, latest, overdue } = read.get(before, from, to)!;
    return { promises, earliest, latest, overdue };
  };
}
