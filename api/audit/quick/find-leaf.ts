/** Where a leaf stands that nothing leads to: tile by tile. */
import { HASH_BYTES as HASH, TILE_WIDTH } from "../../log/tiles.ts";

/** `null`: it is nowhere. `given_up`: nobody looked any more. */
export type FoundLeaf = number | null | "given_up";

/** So many leaf tiles are read in the whole audit: rows of many entries can be damaged by one statement, and each would be searched for by itself. */
export const MOST_SEARCHED = 20_000;

/**
 * Finds the largest index below another one whose leaf is a hash. A search that is begun ends, so that the first names what it is about.
 *
 * @param stored the hashes of a leaf tile
 */
export function leafFinder(
  stored: (n: number) => Promise<Uint8Array | null>,
): (hash: Uint8Array, below: number) => Promise<FoundLeaf> {
  let searched = 0;
  return async (hash, below) => {
    if (searched >= MOST_SEARCHED) return "given_up";
    for (let n = Math.floor((below - 1) / TILE_WIDTH); n >= 0; n--) {
      searched += 1;
      const tile = await stored(n);
      const places = Math.min(Math.floor((tile?.length ?? 0) / HASH), below - n * TILE_WIDTH);
      for (let i = places - 1; tile !== null && i >= 0; i--) {
        if (Buffer.compare(tile.subarray(i * HASH, (i + 1) * HASH), hash) === 0) {
          return n * TILE_WIDTH + i;
        }
      }
    }
    return null;
  };
}
