/** Every hash tile that a log serves, against those that follow from its entries: what everybody else is served is the same tree. */
import { equalBytes } from "../../../portal/verify/bytes.ts";
import type { ReplayContext } from "../../auditor/context.ts";
import { SourceFailure } from "../../auditor/source.ts";
import { damagedTile, loadTiles } from "../../log/tile-reader.ts";
import { HASH_BYTES, levelWidth, TILE_WIDTH, type TileId, tileWidth } from "../../log/tiles.ts";

/** Tiles asked for at a time. */
const TOGETHER = 8;

/** So many there are in a tree of this size. */
export function countTiles(size: number): number {
  let count = 0;
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    count += Math.ceil(levelWidth(level, size) / TILE_WIDTH);
  }
  return count;
}

/** All of a tree, level by level. */
export function* tilesOf(size: number): Generator<TileId> {
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    for (let n = 0; n * TILE_WIDTH < levelWidth(level, size); n++) yield { level, n };
  }
}

export interface ComparedTiles {
  readonly compared: number;
  /** These of them are served as others. */
  readonly wrong: readonly TileId[];
}

/**
 * Some at a time, in their order.
 *
 * @param size of the tree that was replayed
 * @throws SourceFailure where a tile is not served; Refusal `damaged` where it is missing here
 */
export async function* compareTiles(
  { source, store }: Pick<ReplayContext, "source" | "store">,
  size: number,
  tiles: Iterable<TileId>,
): AsyncGenerator<ComparedTiles> {
  async function isServed(tile: TileId, own: Uint8Array): Promise<boolean> {
    const width = tileWidth(tile, size);
    if (own.length < width * HASH_BYTES) throw damagedTile(tile);
    try {
      return equalBytes(await source.tile(tile, width), own.subarray(0, width * HASH_BYTES));
    } catch (error) {
      if (isOtherAnswer(error)) return false;
      throw error;
    }
  }

  async function compare(some: readonly TileId[]): Promise<ComparedTiles> {
    const own = await loadTiles(store, some);
    const served = await Promise.all(some.map((tile, i) => isServed(tile, own[i] as Uint8Array)));
    return { wrong: some.filter((_, i) => !served[i]), compared: some.length };
  }

  let some: TileId[] = [];
  for (const tile of tiles) {
    some.push(tile);
    if (some.length < TOGETHER) continue;
    yield await compare(some);
    some = [];
  }
  if (some.length > 0) yield await compare(some);
}

/** It answered, and with something else than the tree has. */
export const isOtherAnswer = (error: unknown): error is SourceFailure =>
  error instanceof SourceFailure && (error.code === "bad_answer" || error.code === "too_large");
