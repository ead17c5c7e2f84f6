/** Are the entries of streams chained as FORMAT §5.2 has it, and are the heads that the next ones are chained to the true ones? */
import { equalBytes } from "../../portal/verify/bytes.ts";
import {
  decodeEntry,
  ENTRY_TYPE_RECORD,
  NO_PREV,
  type RecordEntry,
} from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { Refusal } from "../core/errors.ts";
import { merkleLeaf } from "../core/hash.ts";
import type { Store, StoredEntry, StreamHead } from "../store/store.ts";
import { damagedEntry } from "./tail.ts";

export type ChainStore = Pick<Store, "size" | "streamEntries" | "streamHeads">;

/**
 * Each of these entries that is a record's follows the newest of its stream before it, and its stream's head is the newest of all. Takes a few look-ups for
 * each, so it is for what nobody has checked yet.
 *
 * @throws Refusal `damaged` (`entry`, `stream`)
 */
export async function assertChained(
  store: ChainStore,
  entries: readonly StoredEntry[],
): Promise<void> {
  const size = await store.size();
  const streams = new Map<string, RecordEntry["streamKey"]>();
  for (const stored of entries) {
    if (stored.entry[0] !== ENTRY_TYPE_RECORD) continue;
    const { streamKey, seq, prev } = recordOf(stored);
    const before = await newestOf(store, streamKey, stored.index);
    if (seq !== (before?.seq ?? 0) + 1 || !equalBytes(prev, before?.leafHash ?? NO_PREV)) {
      throw damagedEntry(stored.index);
    }
    streams.set(Buffer.from(streamKey).toString("latin1"), streamKey);
  }
  const keys = [...streams.values()];
  const heads = await store.streamHeads(keys);
  for (const [i, key] of keys.entries()) {
    const newest = await newestOf(store, key, size);
    const head = heads[i];
    if (!head || newest?.seq !== head.seq || !equalBytes(newest.leafHash, head.leafHash)) {
      throw new Refusal("damaged", { what: "stream", index: newest?.index ?? -1 });
    }
  }
}

type Found = StreamHead & { readonly index: number };

async function newestOf(
  store: ChainStore,
  key: RecordEntry["streamKey"],
  below: number,
): Promise<Found | null> {
  const range = { from: 0, below, limit: 1, newestFirst: true };
  const [found] = await store.streamEntries(key, range);
  if (found === undefined) return null;
  const { seq } = recordOf(found);
  if (!merkleLeaf(found.entry).equals(found.leafHash)) throw damagedEntry(found.index);
  return { seq, leafHash: found.leafHash, index: found.index };
}

function recordOf({ index, entry }: StoredEntry): RecordEntry {
  try {
    return decodeEntry(entry);
  } catch (error) {
    throw error instanceof FormatError ? damagedEntry(index) : error;
  }
}
