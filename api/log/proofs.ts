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
import { completeSubtrees, largestPowerBelow, prefixRanges } from "../../portal/verify/subtree.ts";
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
    parts.unshift(completeSubtrees(index < middle ? { low: middle, high } : { low, high: middle }));
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
  const [first, ...rest] = prefixRanges(size1, size2);
  // Only where size1 is a power of two is its root a node of the larger tree that the verifier has already.
  const ranges = first === undefined || first.low === 0 ? rest : [first, ...rest];
  return readParts(read, ranges.map(completeSubtrees));
}

export async function treeRoot(read: HashReader, size: number): Promise<RootHash> {
  if (!isCount(size)) throw new RangeError("size");
  if (size === 0) return EMPTY_ROOT;
  const [root] = await readParts(read, [completeSubtrees({ low: 0, high: size })]);
  return asRootHash(root as Uint8Array);
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

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}
