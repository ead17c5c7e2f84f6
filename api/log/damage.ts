/**
 * Which stored thing is wrong, once it is known that something is. Reads the tiles below the edge down
 * to the entries of its last tile; runs seldom.
 */
import { base64Encode, equalBytes } from "../../portal/verify/bytes.ts";
import { Misbehaviour, Refusal } from "../core/errors.ts";
import { merkleLeaf } from "../core/hash.ts";
import type { Store, StoredCheckpoint, StoredEntry } from "../store/store.ts";
import { hashAt, perfectRoot } from "./perfect-tree.ts";
import { openGrowth } from "./stored-growth.ts";
import { damagedEntry } from "./tail.ts";
import { damagedTile, loadTiles } from "./tile-reader.ts";
import { edgeTiles, HASH_BYTES, levelWidth, TILE_WIDTH, type TileId, tileWidth } from "./tiles.ts";
import { nextTurn } from "./turns.ts";

type Reads = Pick<Store, "tiles" | "entry">;

/**
 * For a checkpoint whose root the tiles do not give: the tile or entry at the edge that does not fit what
 * lies below it. If all fit, the entries are not those that were signed, and the checkpoint proves it.
 */
export async function edgeDamage(store: Reads, checkpoint: StoredCheckpoint): Promise<Error> {
  const { size, root, note } = checkpoint;
  for (const tile of edgeTiles(size)) {
    const damage = await tileDamage(store, tile, tileWidth(tile, size));
    if (damage !== null) return damage;
  }
  const derived = (await openGrowth(store, size)).root();
  return new Misbehaviour("checkpoint_not_extending", {
    size,
    root: base64Encode(root),
    note,
    derivedRoot: base64Encode(derived),
  });
}

/**
 * For a tree whose edge gives the signed root: the first entry that is not the one of its tile, or else a tile that does not fit what lies below it; `null`
 * where all is what was signed. Reads the whole log.
 */
export async function treeDamage(
  store: Reads & Pick<Store, "entries">,
  size: number,
): Promise<Refusal<"damaged"> | null> {
  for (let n = 0; levelWidth(0, size) > n * TILE_WIDTH; n++) {
    const tile = { level: 0, n };
    const from = n * TILE_WIDTH;
    const width = tileWidth(tile, size);
    const [hashes] = await loadTiles(store, [tile]);
    if (hashes === undefined || hashes.length < width * HASH_BYTES) return damagedTile(tile);
    for (const { index, entry, leafHash } of await store.entries(from, from + width)) {
      const leaf = merkleLeaf(entry);
      if (!leaf.equals(leafHash) || !equalBytes(leaf, hashAt(hashes, index - from))) {
        return damagedEntry(index);
      }
    }
    await nextTurn();
  }
  for (let level = 1; levelWidth(level, size) > 0; level++) {
    for (let n = 0; n * TILE_WIDTH < levelWidth(level, size); n++) {
      const damage = await tileDamage(store, { level, n }, tileWidth({ level, n }, size));
      if (damage !== null) return damage;
    }
  }
  return null;
}

/** What is wrong with the first `width` hashes of a tile, or null. */
export async function tileDamage(
  store: Reads,
  tile: TileId,
  width: number,
): Promise<Refusal<"damaged"> | null> {
  const [hashes] = await loadTiles(store, [tile]);
  if (hashes === undefined || hashes.length < width * HASH_BYTES) return damagedTile(tile);
  for (let i = 0; i < width; i++) {
    const index = tile.n * TILE_WIDTH + i;
    const stored = hashAt(hashes, i);
    if (tile.level === 0) {
      const { leafHash } = await intactEntry(store, index);
      if (!equalBytes(leafHash, stored)) return damagedTile(tile);
      continue;
    }
    const below = { level: tile.level - 1, n: index };
    const [child] = await loadTiles(store, [below]);
    if (child?.length !== TILE_WIDTH * HASH_BYTES) return damagedTile(below);
    if (!equalBytes(perfectRoot(child), stored)) {
      return (await tileDamage(store, below, TILE_WIDTH)) ?? damagedTile(tile);
    }
  }
  return null;
}

/** The entry at an index that must be there, if it hashes to its stored leaf hash; else `damaged`. */
export async function intactEntry(
  store: Pick<Store, "entry">,
  index: number,
): Promise<StoredEntry> {
  const stored = await store.entry(index);
  if (stored === null || !equalBytes(merkleLeaf(stored.entry), stored.leafHash)) {
    throw new Refusal("damaged", { what: "entry", index });
  }
  return stored;
}
