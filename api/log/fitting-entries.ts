/** Entries of the log, held against the leaves of the tree that was signed: what lies in the database may have been changed since. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { merkleLeaf } from "../core/hash.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import { hashAt } from "./perfect-tree.ts";
import { damagedEntry, PIECE } from "./tail.ts";
import { damagedTile, loadTiles } from "./tile-reader.ts";
import { HASH_BYTES, TILE_WIDTH } from "./tiles.ts";
import { nextTurn } from "./turns.ts";

type Reads = Pick<Store, "entries" | "tiles">;

/** The log's entries, for one that writes them elsewhere: `entries` hands out none that does not fit, and is refused as {@link assertFitting}. */
export function fittingEntries(store: Reads, sealed: number): Pick<Store, "entries"> {
  return {
    async entries(from, to) {
      const found: StoredEntry[] = [];
      for (let at = from; at < to; at += PIECE) {
        if (at > from) await nextTurn();
        const end = Math.min(to, at + PIECE);
        const piece = await store.entries(at, end);
        await assertFitting(store, piece, { from: at, to: end, sealed });
        found.push(...piece);
      }
      return found;
    },
  };
}

export interface FittingRange {
  readonly from: number;
  readonly to: number;
  /** Below this size there are leaves in the tiles. Behind it there is only the leaf hash that stands with the entry. */
  readonly sealed: number;
}

/**
 * What was read of [from, to) is all of it, and each hashes to its leaf.
 *
 * @throws Refusal `damaged`: the first `entry` that is missing or does not; or the `tile` that should have the leaf
 */
export async function assertFitting(
  store: Pick<Store, "tiles">,
  entries: readonly StoredEntry[],
  { from, to, sealed }: FittingRange,
): Promise<void> {
  const first = Math.floor(from / TILE_WIDTH);
  const last = Math.ceil(Math.min(to, sealed) / TILE_WIDTH);
  const ids = Array.from({ length: Math.max(0, last - first) }, (_, i) => ({
    level: 0,
    n: first + i,
  }));
  const tiles = await loadTiles(store, ids);
  for (let index = from; index < to; index++) {
    const stored = entries[index - from];
    if (stored?.index !== index) throw damagedEntry(index);
    const leaf = merkleLeaf(stored.entry);
    if (!leaf.equals(stored.leafHash)) throw damagedEntry(index);
    if (index >= sealed) continue;
    const n = Math.floor(index / TILE_WIDTH);
    const hashes = tiles[n - first];
    const place = index - n * TILE_WIDTH;
    if (hashes === undefined || hashes.length < (place + 1) * HASH_BYTES) {
      throw damagedTile({ level: 0, n });
    }
    if (!equalBytes(leaf, hashAt(hashes, place))) throw damagedEntry(index);
  }
}
