/**
 * Roots and proofs of RFC 9162 §2.1, out of hashes of complete subtrees. Each function asks its reader once.
 *
 * A hash of the tree that is not a complete subtree's (there is at most one per proof, at the ragged right edge) is planned as the
 * complete subtrees that make it up.
 */
import {
  asNodeHash,
  asRootHash,
  type NodeHash,
  type RootHash,
} from "../../portal/verify/brands.ts";
import { EMPTY_ROOT } from "../../portal/verify/merkle.ts";
import { merkleNode } from "../core/hash.ts";
import type { HashReader } from "./hash-reader.ts";
import type { HashId } from "./tiles.ts";

/** Complete subtrees, left to right, the larger first. */
type Part = readonly HashId[];

/** The proof that the leaf at `index` is in the tree of `size`; leaf to root. */
export async function inclusionProof(
  read: HashReader,
  index: number,
  size: number,
): Promise<NodeHash[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError("index or size");
  const parts: Part[] = [];
  for (let [low, high] = [0, size]; high - low > 1; ) {
    const middle = low + largestPowerBelow(high - low);
    parts.unshift(index < middle ? subtrees(middle, high) : subtrees(low, middle));
    [low, high] = index < middle ? [low, middle] : [middle, high];
  }
  return readParts(read, parts);
}

/** The proof that the tree of `size1` is the beginning of the tree of `size2`; empty for size 0 and for equal sizes. */
export async function consistencyProof(
  read: HashReader,
  size1: number,
  size2: number,
): Promise<NodeHash[]> {
  if (!isCount(size1) || !isCount(size2) || size1 > size2) throw new RangeError("sizes");
  if (size1 === 0 || size1 === size2) return [];
  const parts: Part[] = [];
  let [low, high] = [0, size2];
  while (high !== size1) {
    const middle = low + largestPowerBelow(high - low);
    parts.unshift(size1 <= middle ? subtrees(middle, high) : subtrees(low, middle));
    [low, high] = size1 <= middle ? [low, middle] : [middle, high];
  }
  // Only where size1 is a power of two is its root a node of the larger tree that the verifier has already.
  if (low > 0) parts.unshift(subtrees(low, high));
  return readParts(read, parts);
}

export async function treeRoot(read: HashReader, size: number): Promise<RootHash> {
  if (!isCount(size)) throw new RangeError("size");
  if (size === 0) return EMPTY_ROOT;
  const [root] = await readParts(read, [subtrees(0, size)]);
  return asRootHash(root as Uint8Array);
}

/** The leaves [low, high) as complete subtrees; `low` is a multiple of the largest power of two in `high - low`. */
function subtrees(low: number, high: number): Part {
  const part: HashId[] = [];
  for (let start = low; start < high; ) {
    const level = Math.floor(Math.log2(high - start));
    // log2 rounds up just below a large power of two.
    const height = 2 ** level > high - start ? level - 1 : level;
    part.push({ level: height, index: start / 2 ** height });
    start += 2 ** height;
  }
  return part;
}

async function readParts(read: HashReader, parts: readonly Part[]): Promise<NodeHash[]> {
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map((part) => {
    const of = hashes.slice(at, at + part.length);
    at += part.length;
    return asNodeHash(new Uint8Array(of.reduceRight((right, left) => merkleNode(left, right))));
  });
}

/** The largest power of two smaller than n (n > 1): RFC 9162's k. */
function largestPowerBelow(n: number): number {
  let power = 2 ** Math.floor(Math.log2(n));
  while (power >= n) power /= 2;
  return power;
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}
