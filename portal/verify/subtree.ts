/**
 * Nodes of the log tree (docs/FORMAT.md §14.1): complete subtrees by level and number, and the hashes that show how a tree begins.
 * Sizes go to 2^53−1, so all of this is arithmetic: JavaScript's shifts have 32 bits.
 */
import type { LeafHash, LeafIndex, NodeHash, RootHash, TreeSize } from "./brands.ts";
import { asNodeHash } from "./brands.ts";
import { FormatError } from "./errors.ts";
import { nodeHash, rootFromInclusionProof } from "./merkle.ts";

/** A tree of 2^53−1 leaves is 53 high. */
export const MAX_LEVEL = 53;

/** The complete subtree over the leaves from index·2^level to (index+1)·2^level. Level 0: one leaf. */
export interface SubtreeId {
  readonly level: number;
  readonly index: number;
}

export interface SubtreeProof extends SubtreeId {
  readonly hash: NodeHash | LeafHash;
  /** Of the tree that the subtree is in. */
  readonly size: TreeSize;
  /** From the subtree up: an inclusion proof among the nodes of its level, where what is left at the right end counts as one. */
  readonly path: readonly NodeHash[];
}

/**
 * The root that follows if the tree has this hash as that subtree. RFC 9162 splits a tree at powers of two, so above a level it is
 * the tree over the ceil(size / 2^level) nodes of that level, of which only the last may not be complete.
 *
 * @throws FormatError `bad_number`, `subtree_incomplete` where it reaches beyond the tree, `proof_length`
 */
export function rootFromSubtreeProof({ level, index, hash, size, path }: SubtreeProof): RootHash {
  if (!Number.isInteger(level) || level < 0 || level > MAX_LEVEL) {
    throw new FormatError("bad_number");
  }
  const width = 2 ** level;
  if ((index + 1) * width > size) throw new FormatError("subtree_incomplete");
  return rootFromInclusionProof({
    leafHash: hash as Uint8Array as LeafHash,
    index: index as LeafIndex,
    size: Math.ceil(size / width) as TreeSize,
    proof: path,
  });
}

/** The leaves from `low` to before `high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The largest power of two smaller than n (n > 1): RFC 9162's k. */
export function largestPowerBelow(n: number): number {
  let power = 2 ** Math.floor(Math.log2(n));
  while (power >= n) power /= 2;
  return power;
}

/** The subtrees beside the way from a subtree up to the root of the tree of `size`, in the order of an inclusion proof. */
export function siblingRanges({ low, high }: Range, size: number): readonly Range[] {
  if (low >= high || high > size) throw new FormatError("bad_number");
  const beside: Range[] = [];
  for (let [from, to] = [0, size]; from !== low || to !== high; ) {
    // Such a range is no subtree of this tree.
    if (to - from <= high - low) throw new FormatError("bad_number");
    const middle = from + largestPowerBelow(to - from);
    const left = high <= middle;
    beside.unshift(left ? { low: middle, high: to } : { low: from, high: middle });
    [from, to] = left ? [from, middle] : [middle, to];
  }
  return beside;
}

export const rangeOf = ({ level, index }: SubtreeId): Range => ({
  low: index * 2 ** level,
  high: (index + 1) * 2 ** level,
});

/** Null: it is none that is complete in a tree which has it. */
export function completeSubtree({ low, high }: Range): SubtreeId | null {
  const [only, ...more] = completeSubtrees({ low, high });
  const aligned = only !== undefined && Number.isInteger(only.index);
  return aligned && more.length === 0 ? only : null;
}

/** The subtrees whose hashes `rootsFromPrefix` takes, in its order; 1 ≤ size1 < size2. Only the right end may be incomplete. */
export function prefixRanges(size1: number, size2: number): readonly Range[] {
  if (size1 < 1 || size1 >= size2) throw new FormatError("bad_number");
  const ranges: Range[] = [];
  let [low, high] = [0, size2];
  while (high !== size1) {
    const middle = low + largestPowerBelow(high - low);
    const left = size1 > middle;
    ranges.unshift(left ? { low, high: middle } : { low: middle, high });
    [low, high] = left ? [middle, high] : [low, middle];
  }
  return [{ low, high }, ...ranges];
}

/** A range as complete subtrees, left to right, the larger first; `low` is a multiple of the largest power of two in it. */
export function completeSubtrees({ low, high }: Range): readonly SubtreeId[] {
  const parts: SubtreeId[] = [];
  for (let start = low; start < high; ) {
    let level = Math.floor(Math.log2(high - start));
    // log2 rounds up just below a large power of two.
    if (2 ** level > high - start) level--;
    parts.push({ level, index: start / 2 ** level });
    start += 2 ** level;
  }
  return parts;
}

/** Hashes of complete subtrees, in the order asked; rejects if one of them cannot be had. All that is needed is asked for at once. */
export type ReadSubtrees = (ids: readonly SubtreeId[]) => Promise<readonly Uint8Array[]>;

/** What `rootsFromPrefix` takes, for whoever holds the tree of `size2`, or its tiles. It is not looked at whether the hashes are right. */
export async function prefixHashes(
  size1: TreeSize,
  size2: TreeSize,
  read: ReadSubtrees,
): Promise<readonly NodeHash[]> {
  const parts = prefixRanges(size1, size2).map(completeSubtrees);
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map((part) => {
    const own = hashes.slice(at, at + part.length).map(asNodeHash);
    at += part.length;
    return joined(own);
  });
}

/** The hash over neighbouring complete subtrees, the larger ones left. */
export function joined(hashes: readonly NodeHash[]): NodeHash {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}
