/**
 * The log tree growing at its right edge. Pure. A batch costs its own size and one partial tile per
 * level, whatever the log holds already.
 */
import { asRootHash, type RootHash } from "../../portal/verify/brands.ts";
import { EMPTY_ROOT } from "../../portal/verify/merkle.ts";
import { merkleNode } from "../core/hash.ts";
import type { Tile } from "../store/store.ts";
import { perfectRoot } from "./perfect-tree.ts";
import { HASH_BYTES, levelWidth, TILE_WIDTH } from "./tiles.ts";

export interface Growth {
  /** How many leaves the tree has. */
  readonly size: number;
  /** Adds leaf hashes, joined. */
  append(leafHashes: Uint8Array): void;
  /** The root of the tree as it is now. */
  root(): RootHash;
  /** The tiles that `changedTiles` names since the beginning. */
  changed(): Tile[];
}

/** The rightmost tile of one level while it fills; narrower than 256 between calls. */
interface EdgeTile {
  n: number;
  width: number;
  changed: boolean;
  readonly hashes: Uint8Array;
}

/** `edge`: by level, the hashes of the `edgeTiles` of this size, each as wide as it is at this size. */
export function createGrowth(start: number, edge: ReadonlyMap<number, Uint8Array>): Growth {
  const full: Tile[] = [];
  const levels: EdgeTile[] = [];
  let size = start;

  for (let level = 0; levelWidth(level, start) > 0; level++) {
    const width = levelWidth(level, start) % TILE_WIDTH;
    const tile = emptyTile(Math.floor(levelWidth(level, start) / TILE_WIDTH), width);
    tile.hashes.set(edge.get(level) ?? new Uint8Array(0));
    levels.push(tile);
  }

  function push(level: number, hashes: Uint8Array): void {
    const tile = levels[level] ?? emptyTile(0, 0);
    levels[level] = tile;
    for (let at = 0; at < hashes.length; ) {
      const piece = hashes.subarray(at, at + (TILE_WIDTH - tile.width) * HASH_BYTES);
      tile.hashes.set(piece, tile.width * HASH_BYTES);
      tile.width += piece.length / HASH_BYTES;
      tile.changed = true;
      at += piece.length;
      if (tile.width === TILE_WIDTH) {
        full.push({ level, n: tile.n, hashes: tile.hashes.slice() });
        tile.n += 1;
        tile.width = 0;
        push(level + 1, perfectRoot(tile.hashes));
      }
    }
  }

  return {
    get size() {
      return size;
    },
    append(leafHashes) {
      push(0, leafHashes);
      size += leafHashes.length / HASH_BYTES;
    },
    root() {
      const subtrees = levels.flatMap(perfectSubtrees);
      if (subtrees.length === 0) return EMPTY_ROOT;
      const root = subtrees.reduce((right, left) => merkleNode(left, right));
      return asRootHash(new Uint8Array(root));
    },
    changed() {
      const partial = levels.flatMap(({ n, width, changed, hashes }, level) =>
        changed && width > 0 ? [{ level, n, hashes: hashes.slice(0, width * HASH_BYTES) }] : [],
      );
      return [...full, ...partial];
    },
  };
}

function emptyTile(n: number, width: number): EdgeTile {
  return { n, width, changed: false, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES) };
}

/** The complete subtrees that an edge tile ends with, the smallest (rightmost) first. */
function perfectSubtrees({ hashes, width }: EdgeTile): Uint8Array[] {
  const roots: Uint8Array[] = [];
  for (let bit = 1, end = width; end > 0; bit *= 2) {
    if ((end & bit) === 0) continue;
    roots.push(perfectRoot(hashes.subarray((end - bit) * HASH_BYTES, end * HASH_BYTES)));
    end -= bit;
  }
  return roots;
}
