/** Which rule of FORMAT §7 an entry breaks, told from the entries before it alone: not from what was derived of them. */

import { equalBytes } from "../../portal/verify/bytes.ts";
import {
  decodeEntry,
  decodeStateEntry,
  entryType,
  NO_PREV,
  type RecordEntry,
  STATE_ENTRY_LENGTH,
} from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import type { ReplayBreak } from "../../portal/verify/replay-log.ts";
import { readStateEntry } from "../log/state-entry.ts";
import type { Store, StoredEntry } from "../store/store.ts";

export interface BrokenRule {
  readonly index: number;
  readonly broken: ReplayBreak;
}

type Reads = Pick<Store, "entries" | "streamEntries">;

/** Null: it breaks none of those that can be told without the map. All entries before `index` are stored. */
export async function brokenRule(
  store: Reads,
  index: number,
  entry: Uint8Array,
): Promise<ReplayBreak | null> {
  try {
    switch (entryType(entry)) {
      case "record":
        return await brokenByRecord(store, index, decodeEntry(entry));
      case "state": {
        const { mapSize } = decodeStateEntry(entry);
        if (mapSize > index) return "map_beyond";
        const before = await lastState(store, index);
        return before !== null && mapSize <= before.index ? "map_behind" : null;
      }
      case "void":
        return null;
    }
  } catch (error) {
    if (error instanceof FormatError) return "entry_form";
    throw error;
  }
}

async function brokenByRecord(
  store: Reads,
  index: number,
  { streamKey, seq, prev }: RecordEntry,
): Promise<ReplayBreak | null> {
  const newest = await newestOf(store, streamKey, index);
  const head = newest === null ? 0 : decodeEntry(newest.entry).seq;
  if (seq !== head + 1) return "seq";
  return equalBytes(prev, newest?.leafHash ?? NO_PREV) ? null : "prev";
}

/** The newest entry of a stream below an index. */
export async function newestOf(
  store: Reads,
  streamKey: RecordEntry["streamKey"],
  below: number,
): Promise<StoredEntry | null> {
  const range = { from: 0, below, limit: 1, newestFirst: true };
  return (await store.streamEntries(streamKey, range))[0] ?? null;
}

/** Entries read at a time. */
const READ = 1_024;

/** The last state entry below an index. */
export async function lastState(
  store: Pick<Store, "entries">,
  below: number,
): Promise<StoredEntry | null> {
  for (let to = below; to > 0; to -= READ) {
    const entries = await store.entries(Math.max(0, to - READ), to);
    const found = entries.findLast(
      ({ entry }) => entry.length === STATE_ENTRY_LENGTH && readStateEntry(entry) !== null,
    );
    if (found !== undefined) return found;
  }
  return null;
}
