/** The log's public hash tiles (C2SP tlog-tiles), level 0: the leaf hashes, 256 to a file. */
import { asLeafHash, type LeafHash } from "../../../verify/index.ts";

const WIDTH = 256;
const HASH = 32;

/** A number as tlog-tiles spells it in paths: `x001/x234/067`. */
function numberPath(n: number): string {
  const groups: string[] = [];
  for (let rest = n, last = true; last || rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`${last ? "" : "x"}${String(rest % 1000).padStart(3, "0")}`);
    last = false;
  }
  return groups.join("/");
}

export interface LeafTile {
  readonly path: string;
  /** Hashes that it has. */
  readonly width: number;
}

/** All that together hold the leaf hashes of a log of this size, in order. */
export function leafTiles(size: number): LeafTile[] {
  return Array.from({ length: Math.ceil(size / WIDTH) }, (_, n) => {
    const width = Math.min(WIDTH, size - n * WIDTH);
    const partial = width === WIDTH ? "" : `.p/${width}`;
    return { path: `/tile/0/${numberPath(n)}${partial}`, width };
  });
}

/** `null`: it is not as long as it should be. */
export function hashesOf(bytes: Uint8Array, width: number): LeafHash[] | null {
  if (bytes.length !== width * HASH) return null;
  return Array.from({ length: width }, (_, i) => asLeafHash(bytes.slice(i * HASH, (i + 1) * HASH)));
}
