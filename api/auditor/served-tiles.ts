/**
 * The tree of one signed checkpoint, out of tiles that a stranger serves: what is handed out has been hashed up to the signed root. So it does
 * not matter where a tile comes from, and the auditor's own are tried first.
 */

import { equalBytes } from "../../portal/verify/bytes.ts";
import type { Checkpoint } from "../../portal/verify/checkpoint.ts";
import { createGrowth } from "../log/growth.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { hashAt, perfectRoot } from "../log/perfect-tree.ts";
import { createTileReader, type TileStore } from "../log/tile-reader.ts";
import {
  edgeTiles,
  HASH_BYTES,
  TILE_WIDTH,
  type TileId,
  tilePath,
  tileWidth,
} from "../log/tiles.ts";
import { type LogSource, SourceFailure } from "./source.ts";

export interface ServedTiles {
  readonly checkpoint: Checkpoint;
  /** A tile, as wide as it is in this tree. */
  tile(tile: TileId): Promise<Uint8Array>;
  /** Hashes of complete subtrees of this tree. */
  readonly read: HashReader;
}

/** Tiles kept: each level of the tallest tree several times over, 8 KiB each. */
const KEPT = 64;

/**
 * @param own tiles that are there already; never believed either
 * @throws SourceFailure; `bad_answer` for tiles that do not give the root
 */
export async function openServedTiles(
  source: LogSource,
  checkpoint: Checkpoint,
  own: TileStore | null = null,
): Promise<ServedTiles> {
  const { size, root } = checkpoint;
  const edge = new Map<number, Uint8Array>();
  await Promise.all(
    edgeTiles(size).map(async (tile) => {
      edge.set(tile.level, await source.tile(tile, tileWidth(tile, size)));
    }),
  );
  if (!equalBytes(createGrowth(size, edge).root(), root)) throw wrong(null);
  const kept = new Map<string, Uint8Array>();

  async function full(tile: TileId): Promise<Uint8Array> {
    const place = tilePath(tile);
    const known = kept.get(place);
    if (known !== undefined) return known;
    const above = await tileOf({
      level: tile.level + 1,
      n: Math.floor(tile.n / TILE_WIDTH),
    });
    const hash = hashAt(above, tile.n % TILE_WIDTH);
    const fits = (hashes: Uint8Array): boolean =>
      hashes.length === TILE_WIDTH * HASH_BYTES && equalBytes(perfectRoot(hashes), hash);
    const mine = (await own?.tiles([tile]))?.[0]?.hashes;
    const hashes = mine !== undefined && fits(mine) ? mine : await source.tile(tile, TILE_WIDTH);
    if (hashes !== mine && !fits(hashes)) throw wrong(tile);
    kept.set(place, hashes);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return hashes;
  }

  async function tileOf(tile: TileId): Promise<Uint8Array> {
    const width = tileWidth(tile, size);
    if (width === 0) throw new RangeError("a tile beyond the tree");
    // A tile that is not full is the last of its level.
    return width < TILE_WIDTH ? (edge.get(tile.level) as Uint8Array) : full(tile);
  }

  const read = createTileReader(
    {
      tiles: (ids) =>
        Promise.all(
          ids.map(async ({ level, n }) => ({ level, n, hashes: await tileOf({ level, n }) })),
        ),
    },
    { cachedTiles: 8 },
  );
  return { checkpoint, tile: tileOf, read };
}

const wrong = (tile: TileId | null): SourceFailure => new SourceFailure("bad_answer", "tile", tile);
