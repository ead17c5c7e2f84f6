/**
 * Entries that no unit brings: state entries, void entries, and what comes back out of the second copy. As in sequencing,
 * BEGIN IMMEDIATE is the head lock. Which forms are lawful is the database's own rule (its triggers).
 */
import Database from "better-sqlite3";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import {
  decodeEntry,
  decodeStateEntry,
  encodeStateEntry,
  entryType,
  NO_PREV,
  type RecordEntry,
  VOID_ENTRY,
} from "../../../portal/verify/entry.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { Refusal } from "../../core/errors.ts";
import type { RowMac } from "../row-mac.ts";
import type { RestoredEntry, StateOfMap, StoredEntry, StreamHead, Tile } from "../store.ts";
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

  function putBack(index: number, { entry, ...times }: RestoredEntry, heads: Heads): void {
    const record = checked(entry);
    if (record !== null && !follows(record, heads.of(record.streamKey))) throw unlawful(index);
    const { leafHash } = insert(index, entry, times);
    if (record !== null) heads.move(record.streamKey, record.seq, index, leafHash);
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
  return type === "record" ? decodeEntry(entry) : null;
}

function follows({ seq, prev }: RecordEntry, head: StreamHead | null): boolean {
  return seq === (head?.seq ?? 0) + 1 && equalBytes(prev, head?.leafHash ?? NO_PREV);
}

function isUnlawful(error: unknown): boolean {
  if (error instanceof FormatError) return true;
  return error instanceof Database.SqliteError && error.code === "SQLITE_CONSTRAINT_TRIGGER";
}

const unlawful = (index: number): Refusal => new Refusal("damaged", { what: "entry", index });
