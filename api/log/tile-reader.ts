import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";
import type { HashReader } from "./hash-reader.ts";
import { hashAt, nodePosition, perfectTree } from "./perfect-tree.ts";
import {
  HASH_BYTES,
  TILE_WIDTH,
  type TileId,
  type TilePosition,
  tilePath,
  tilePosition,
} from "./tiles.ts";

export type TileStore = Pick<Store, "tiles">;

export interface TileReaderOptions {
  /** Tiles kept in memory with the hashes between, 16 KiB each. */
  readonly cachedTiles?: number;
}

/** A tile as wide as it was read; what lies beyond its width is zeros, and never handed out. */
interface TileTree {
  readonly width: number;
  readonly nodes: Uint8Array;
}

/**
 * A reader over stored tiles. A tile that is missing, is no list of hashes, or is too short for the
 * hash asked for is refused as `damaged`. It does not know what a right hash looks like: who must
 * not trust the tiles compares roots.
 */
export function createTileReader(store: TileStore, options: TileReaderOptions = {}): HashReader {
  // By path, width included: a full tile never changes, and of a partial one only the hashing is spared.
  const cache = treeCache(options.cachedTiles ?? 256);

  async function treesOf(tiles: ReadonlyMap<string, TileId>): Promise<Map<string, TileTree>> {
    const trees = new Map<string, TileTree>();
    for (const path of tiles.keys()) {
      const tree = cache.get(path);
      if (tree !== undefined) trees.set(path, tree);
    }
    const missing = [...tiles].filter(([path]) => !trees.has(path));
    const loaded = await loadTiles(
      store,
      missing.map(([, tile]) => tile),
    );
    for (const [i, [path, tile]] of missing.entries()) {
      const hashes = loaded[i] as Uint8Array;
      const key = tilePath(tile, hashes.length / HASH_BYTES);
      const tree = cache.get(key);
      const fresh = tree !== undefined && startsWith(tree, hashes) ? tree : treeOf(hashes);
      cache.put(key, fresh);
      trees.set(path, fresh);
    }
    return trees;
  }

  return async (ids) => {
    const positions = ids.map(tilePosition);
    const trees = await treesOf(new Map(positions.map(({ tile }) => [tilePath(tile), tile])));
    return positions.map((position) => nodeOf(trees.get(tilePath(position.tile)), position));
  };
}

/** These tiles in their newest stored form, in order; `damaged` for one that is missing or no list of hashes. */
export async function loadTiles(store: TileStore, tiles: readonly TileId[]): Promise<Uint8Array[]> {
  if (tiles.length === 0) return [];
  const stored = await store.tiles(tiles);
  return tiles.map((tile, i) => {
    const hashes = stored[i]?.hashes;
    const width = (hashes?.length ?? 0) / HASH_BYTES;
    if (hashes === undefined || !Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
      throw damagedTile(tile);
    }
    return hashes;
  });
}

export function damagedTile(tile: TileId): Refusal<"damaged"> {
  return new Refusal("damaged", { what: "tile", index: tile.n, id: tilePath(tile) });
}

function treeOf(hashes: Uint8Array): TileTree {
  const padded = new Uint8Array(TILE_WIDTH * HASH_BYTES);
  padded.set(hashes);
  return { width: hashes.length / HASH_BYTES, nodes: perfectTree(padded) };
}

function startsWith({ nodes }: TileTree, hashes: Uint8Array): boolean {
  return Buffer.compare(nodes.subarray(0, hashes.length), hashes) === 0;
}

/** A copy: the tree stays in the cache. */
function nodeOf(tree: TileTree | undefined, { tile, offset, width }: TilePosition): Uint8Array {
  if (tree === undefined || offset + width > tree.width) throw damagedTile(tile);
  return hashAt(tree.nodes, nodePosition(TILE_WIDTH, offset, width)).slice();
}

/** Forgets what was not used for the longest time: a Map keeps the order in which keys were put. */
function treeCache(limit: number) {
  const trees = new Map<string, TileTree>();
  function put(key: string, tree: TileTree): void {
    trees.delete(key);
    trees.set(key, tree);
    const [oldest] = trees.keys();
    if (trees.size > limit && oldest !== undefined) trees.delete(oldest);
  }
  return {
    put,
    get(key: string): TileTree | undefined {
      const tree = trees.get(key);
      if (tree !== undefined) put(key, tree);
      return tree;
    },
  };
}
