import type { Store } from "../store/store.ts";
import { createGrowth, type Growth } from "./growth.ts";
import { damagedTile, loadTiles } from "./tile-reader.ts";
import { edgeTiles, HASH_BYTES, tileWidth } from "./tiles.ts";

/**
 * The stored tree of this size, ready to grow. Its root is derived from the tiles alone: compare it
 * with what was signed before building on it.
 */
export async function openGrowth(store: Pick<Store, "tiles">, size: number): Promise<Growth> {
  const tiles = edgeTiles(size);
  const loaded = await loadTiles(store, tiles);
  const edge = new Map<number, Uint8Array>();
  for (const [i, tile] of tiles.entries()) {
    // Another node may have sealed meanwhile: a wider tile begins with the same hashes.
    const length = tileWidth(tile, size) * HASH_BYTES;
    const hashes = loaded[i] as Uint8Array;
    if (hashes.length < length) throw damagedTile(tile);
    edge.set(tile.level, hashes.subarray(0, length));
  }
  return createGrowth(size, edge);
}

/** Appends the committed leaves up to `size`, so many at a time that memory stays bounded. */
export async function growTo(
  store: Pick<Store, "leafHashes">,
  growth: Growth,
  size: number,
  chunk: number,
): Promise<void> {
  while (growth.size < size) {
    const to = Math.min(size, growth.size + chunk);
    const hashes = await store.leafHashes(growth.size, to);
    if (hashes.length !== (to - growth.size) * HASH_BYTES) throw new Error("leaf hashes missing");
    growth.append(hashes);
  }
}
