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
import type { Store, StoredEntry } from "../store/store.ts";
import { damagedEntry } from "./tail.ts";

export type ChainStore = Pick<Store, "streamEntries" | "streamHeads">;

/**
 * Each of these entries that is a record's follows the newest of its stream before it, and is the stream's head, unless that is a
 * later one, which comes here too. Takes two look-ups for each, so it is for what nobody has checked yet.
 *
 * @throws Refusal `damaged` (`entry`, `stream`)
 */
export async function assertChained(
  store: ChainStore,
  entries: readonly StoredEntry[],
): Promise<void> {
  const last = new Map<string, RecordEntry & { readonly stored: StoredEntry }>();
  for (const stored of entries) {
    if (stored.entry[0] !== ENTRY_TYPE_RECORD) continue;
    const record = recordOf(stored);
    const name = Buffer.from(record.streamKey).toString("latin1");
    const before = last.get(name) ?? (await newestBelow(store, record.streamKey, stored.index));
    const prev = before?.stored.leafHash ?? NO_PREV;
    if (record.seq !== (before?.seq ?? 0) + 1 || !equalBytes(record.prev, prev)) {
      throw damagedEntry(stored.index);
    }
    last.set(name, { ...record, stored });
  }
  const newest = [...last.values()];
  const heads = await store.streamHeads(newest.map(({ streamKey }) => streamKey));
  for (const [i, { seq, stored }] of newest.entries()) {
    const head = heads[i] ?? { seq: 0, leafHash: NO_PREV };
    const is = head.seq > seq || (head.seq === seq && equalBytes(head.leafHash, stored.leafHash));
    if (!is) throw new Refusal("damaged", { what: "stream", index: stored.index });
  }
}

async function newestBelow(
  store: ChainStore,
  key: RecordEntry["streamKey"],
  below: number,
): Promise<{ readonly seq: number; readonly stored: StoredEntry } | null> {
  const range = { from: 0, below, limit: 1, newestFirst: true };
  const [stored] = await store.streamEntries(key, range);
  if (stored === undefined) return null;
  if (!merkleLeaf(stored.entry).equals(stored.leafHash)) throw damagedEntry(stored.index);
  return { seq: recordOf(stored).seq, stored };
}

function recordOf({ index, entry }: StoredEntry): RecordEntry {
  try {
    return decodeEntry(entry);
  } catch (error) {
    throw error instanceof FormatError ? damagedEntry(index) : error;
  }
}
