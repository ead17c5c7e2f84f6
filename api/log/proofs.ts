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

/** Hashes at the ragged right edge of a tree of one size, which many proofs have in common, by the first part of each. */
export type RaggedHashes = Map<string, NodeHash>;

/**
 * The proof that the leaf at `index` is in the tree of `size`; leaf to root.
 *
 * @param ragged those that were worked out for this size before
 */
export async function inclusionProof(
  read: HashReader,
  index: number,
  size: number,
  ragged: RaggedHashes | null = null,
): Promise<NodeHash[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError("index or size");
  const parts: Part[] = [];
  for (let [low, high] = [0, size]; high - low > 1; ) {
    const middle = low + largestPowerBelow(high - low);
    parts.unshift(completeSubtrees(index < middle ? { low: middle, high } : { low, high: middle }));
    [low, high] = index < middle ? [low, middle] : [middle, high];
  }
  return readParts(read, parts, ragged);
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

async function readParts(
  read: HashReader,
  parts: readonly Part[],
  ragged: RaggedHashes | null = null,
): Promise<NodeHash[]> {
  const known = parts.map((part) => (part.length > 1 && ragged?.get(nameOf(part))) || null);
  const hashes = await read(parts.filter((_, i) => known[i] === null).flat());
  let at = 0;
  return parts.map((part, i) => {
    const before = known[i] ?? null;
    if (before !== null) return before;
    const of = hashes.slice(at, at + part.length);
    at += part.length;
    const hash = asNodeHash(
      new Uint8Array(of.reduceRight((right, left) => merkleNode(left, right))),
    );
    if (part.length > 1) ragged?.set(nameOf(part), hash);
    return hash;
  });
}

const nameOf = ([first]: Part): string => `${first?.level} ${first?.index}`;

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}
