/**
 * Entries that no unit brings: state entries, void entries, and what comes back out of the second copy. As in sequencing,
 * BEGIN IMMEDIATE is the head lock. Which forms are lawful is the database's own rule (its triggers).
 */
import Database from "better-sqlite3";
import { asLeafHash, asTreeSize } from "../../../portal/verify/brands.ts";
import {
  decodeStateEntry,
  encodeStateEntry,
  entryType,
  type RecordEntry,
  VOID_ENTRY,
  viewEntry,
} from "../../../portal/verify/entry.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { Refusal } from "../../core/errors.ts";
import { merkleLeaf } from "../../core/hash.ts";
import type { RowMac } from "../row-mac.ts";
import type { RestoredEntry, StateOfMap, StoredEntry, Tile } from "../store.ts";
import { counting } from "./counters.ts";
import { entryInserter, nextIndex } from "./entry-rows.ts";
import type { Heads } from "./heads.ts";
import { tileRows } from "./tile-rows.ts";

export interface Appender {
  state(state: StateOfMap): StoredEntry;
  fillWithVoid(size: number, at: number): void;
  restore(from: number, entries: readonly RestoredEntry[], tiles: readonly Tile[]): boolean;
}

/** `headsNow` is the sequencer's own: what is restored moves the heads that it keeps. */
export function appender(
  client: Database.Database,
  rowMac: RowMac,
  headsNow: () => Heads,
): Appender {
  const next = nextIndex(client);
  const insert = entryInserter(client, rowMac);
  const begin = counting(client, rowMac);
  const counted = (entries: number): void => {
    const count = begin();
    count.add("entries", entries);
    count.write();
  };
  const rows = tileRows(client);

  const state = client.transaction((said: StateOfMap): StoredEntry => {
    const times = { recordedAt: said.time, dueAt: said.time };
    counted(1);
    return insert(next(), encodeStateEntry(said), times);
  });

  const fill = client.transaction((size: number, at: number): void => {
    const times = { recordedAt: at, dueAt: at };
    const from = next();
    for (let index = from; index < size; index++) insert(index, VOID_ENTRY, times);
    counted(Math.max(0, size - from));
  });

  function putBack(index: number, restored: RestoredEntry, heads: Heads): void {
    const { entry } = restored;
    const record = checked(entry);
    const leafHash = restored.leafHash ?? asLeafHash(merkleLeaf(entry));
    if (record !== null && !heads.extend(record, index, leafHash)) throw unlawful(index);
    insert(index, entry, restored, leafHash);
  }

  function putAllBack(
    from: number,
    entries: readonly RestoredEntry[],
    tiles: readonly Tile[],
  ): Heads | null {
    if (next() !== from) return null;
    const heads = headsNow();
    for (const [at, restored] of entries.entries()) {
      try {
        putBack(from + at, restored, heads);
      } catch (error) {
        throw isUnlawful(error) ? unlawful(from + at) : error;
      }
    }
    for (const tile of tiles) rows.put(tile);
    counted(entries.length);
    return heads;
  }
  const restore = client.transaction(putAllBack);

  return {
    state: (said) => state.immediate(said),
    fillWithVoid: (size, at) => fill.immediate(asTreeSize(size), at),
    restore(from, entries, tiles) {
      const heads = restore.immediate(from, entries, tiles);
      heads?.keep();
      return heads !== null;
    },
  };
}

/** What a record entry says; `null` for one that belongs to no stream. @throws FormatError */
function checked(entry: Uint8Array): RecordEntry | null {
  const type = entryType(entry);
  if (type === "state") decodeStateEntry(entry);
  return type === "record" ? viewEntry(entry) : null;
}

function isUnlawful(error: unknown): boolean {
  if (error instanceof FormatError) return true;
  return error instanceof Database.SqliteError && error.code === "SQLITE_CONSTRAINT_TRIGGER";
}

const unlawful = (index: number): Refusal => new Refusal("damaged", { what: "entry", index });
