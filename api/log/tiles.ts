/**
 * Where the log's hashes lie: C2SP tlog-tiles, tiles of height 8.
 *
 * The tile (level L, n) holds the hashes of the complete subtrees of height 8L numbered 256n … 256n + 255, left to right.
 * Hashes of the heights between are not stored: they are made from the lower hashes in the same tile. Sizes go to
 * 2^53−1, so all of this is arithmetic: JavaScript's shifts have 32 bits.
 */

export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;

/** The hash of the complete subtree of height `level` over the leaves from index·2^level to (index+1)·2^level. */
export interface HashId {
  readonly level: number;
  readonly index: number;
}

export interface TileId {
  readonly level: number;
  readonly n: number;
}

/** The `width` (a power of two) stored hashes from `offset` in `tile` whose perfect subtree is the hash looked for. */
export interface TilePosition {
  readonly tile: TileId;
  readonly offset: number;
  readonly width: number;
}

export function tilePosition(id: HashId): TilePosition {
  const width = 2 ** (id.level % TILE_HEIGHT);
  const first = id.index * width;
  const n = Math.floor(first / TILE_WIDTH);
  return {
    tile: { level: Math.floor(id.level / TILE_HEIGHT), n },
    offset: first - n * TILE_WIDTH,
    width,
  };
}

/** How many hashes the tile level has in all, over its tiles, in a tree of this size. */
export function levelWidth(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** How many hashes this tile holds in a tree of this size: 256 when it is full, 0 when it does not exist. */
export function tileWidth(tile: TileId, size: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, levelWidth(tile.level, size) - tile.n * TILE_WIDTH));
}

/** The tiles that hold a hash in the tree of size `to` which they did not hold at size `from`; by level, then number. */
export function changedTiles(from: number, to: number): TileId[] {
  const changed: TileId[] = [];
  for (let level = 0; levelWidth(level, to) > 0; level++) {
    const before = levelWidth(level, from);
    const after = levelWidth(level, to);
    if (before === after) continue;
    for (let n = Math.floor(before / TILE_WIDTH); n * TILE_WIDTH < after; n++) {
      changed.push({ level, n });
    }
  }
  return changed;
}

/** The rightmost tile of each level that is not full; a level whose tiles are all full has none. */
export function edgeTiles(size: number): TileId[] {
  const edge: TileId[] = [];
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    const width = levelWidth(level, size);
    if (width % TILE_WIDTH > 0) edge.push({ level, n: Math.floor(width / TILE_WIDTH) });
  }
  return edge;
}

/** The tile's path below the log's prefix (tlog-tiles); `width` 256 is the full tile. */
export function tilePath(tile: TileId, width: number = TILE_WIDTH): string {
  return `tile/${tile.level}/${numberPath(tile.n, width)}`;
}

/** The path of the entries 256n, 256n + 1, …, `width` of them. */
export function bundlePath(n: number, width: number = TILE_WIDTH): string {
  return `tile/entries/${numberPath(n, width)}`;
}

/** A number as tlog-tiles spells it in paths, a thousand names to a directory: `x001/x234/067`. */
export function numberPath(n: number, width: number = TILE_WIDTH): string {
  const groups: string[] = [];
  for (let rest = n, last = true; last || rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`${last ? "" : "x"}${String(rest % 1000).padStart(3, "0")}`);
    last = false;
  }
  return `${groups.join("/")}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** What a path of tlog-tiles names: a hash tile, or an entry bundle; `width` 256 is the full one. */
export type PublishedPath = { readonly width: number } & (
  | { readonly tile: TileId }
  | { readonly bundle: number }
);

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const HIGHEST_LEVEL = 63;

/** The inverse of {@link tilePath} and {@link bundlePath}, which have one spelling for each; anything else is `null`. */
export function parseTilePath(path: string): PublishedPath | null {
  const [, level, groups, partial] = PATH.exec(path) ?? [];
  if (level === undefined || groups === undefined) return null;
  const n = Number(groups.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (!Number.isSafeInteger(n) || width > TILE_WIDTH) return null;
  if (level === "entries") return bundlePath(n, width) === path ? { bundle: n, width } : null;
  const tile = { level: Number(level), n };
  // Spelled again: zeros in front, and the full width as a partial one, do not come back.
  return tile.level <= HIGHEST_LEVEL && tilePath(tile, width) === path ? { tile, width } : null;
}
