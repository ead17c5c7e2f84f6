import type Database from "better-sqlite3";
import {
  asLeafHash,
  asLeafIndex,
  type LeafHash,
  type LeafIndex,
} from "../../../portal/verify/brands.ts";
import { merkleLeaf } from "../../core/hash.ts";
import type { RowMac } from "../row-mac.ts";
import type { StoredEntry } from "../store.ts";
import { plain } from "./bytes.ts";

/** The columns of {@link EntryRow}. */
export const ENTRY_COLUMNS = "idx, entry, leaf_hash, recorded_at, due_at";

export type EntryRow = [
  index: LeafIndex,
  entry: Uint8Array,
  leafHash: LeafHash,
  recordedAt: number,
  dueAt: number,
];

export function toStoredEntry([index, entry, leafHash, recordedAt, dueAt]: EntryRow): StoredEntry {
  return { index, entry: plain(entry), leafHash: asLeafHash(plain(leafHash)), recordedAt, dueAt };
}

type Times = Pick<StoredEntry, "recordedAt" | "dueAt">;

/** Stores an entry at an index, which must be the next: the tables see to it, and to the entry's form. To be counted by the caller. */
export type EntryInserter = (
  index: number,
  entry: Uint8Array,
  times: Times,
  /** Of the entry, where it was made already. */
  leafHash?: LeafHash,
) => StoredEntry;

export function entryInserter(client: Database.Database, rowMac: RowMac): EntryInserter {
  const insert = client.prepare(
    `INSERT INTO entries (${ENTRY_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return (index, entry, { recordedAt, dueAt }, known) => {
    const leafHash = known ?? asLeafHash(plain(merkleLeaf(entry)));
    const mac = rowMac("entries", [index, entry, leafHash, recordedAt, dueAt]);
    insert.run(index, entry, leafHash, recordedAt, dueAt, mac);
    return { index: asLeafIndex(index), entry, leafHash, recordedAt, dueAt };
  };
}

/** The index that the next entry takes. */
export function nextIndex(client: Database.Database): () => number {
  const newest = client.prepare<[], number | null>("SELECT max(idx) FROM entries").pluck();
  return () => (newest.get() ?? -1) + 1;
}
