/**
 * The log tree of RFC 6962 §2.1 (= RFC 9162 §2.1), and the tree of a record, which has its shape.
 * Sizes go to 2^53−1, so halving is arithmetic: JavaScript's shifts have 32 bits.
 */
import {
  asRootHash,
  type FieldDigest,
  type LeafHash,
  type LeafIndex,
  type NodeHash,
  type RootHash,
  type TreeSize,
} from "./brands.ts";
import { concat, equalBytes } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";

export type TreeHash = LeafHash | NodeHash | FieldDigest;

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

/** SHA-256 of nothing. In a shell: printf '' | sha256sum */
export const EMPTY_ROOT: RootHash = asRootHash(sha256(new Uint8Array(0)));

export function leafHash(entry: Uint8Array): LeafHash {
  return sha256(concat(LEAF, entry)) as LeafHash;
}

export function nodeHash(left: TreeHash, right: TreeHash): NodeHash {
  return sha256(concat(NODE, left, right)) as NodeHash;
}

/** The root over hashes that are leaves already: nothing is hashed again at the bottom. */
export function rootOfHashes(hashes: readonly TreeHash[]): RootHash {
  if (hashes.length === 0) return EMPTY_ROOT;
  let level: readonly TreeHash[] = hashes;
  while (level.length > 1) {
    // A last node without a partner moves up as it is: this gives the RFC's left-heavy shape.
    const above: TreeHash[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i] as TreeHash, level[i + 1]];
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    level = above;
  }
  return asRootHash(level[0] as Uint8Array);
}

/** The tree while leaves come in, one after the other. It holds a hash for each full subtree, so few for however many leaves. */
export class GrowingTree {
  /** The largest one first. */
  readonly #full: TreeHash[] = [];
  #size = 0;

  get size(): TreeSize {
    return this.#size as TreeSize;
  }

  append(leaf: LeafHash): void {
    let hash: TreeHash = leaf;
    // Two full subtrees of one size make one of the next.
    for (let n = this.#size; odd(n); n = half(n)) {
      hash = nodeHash(this.#full.pop() as TreeHash, hash);
    }
    this.#full.push(hash);
    this.#size++;
  }

  root(): RootHash {
    const [last, ...larger] = this.#full.toReversed();
    if (last === undefined) return EMPTY_ROOT;
    return asRootHash(larger.reduce((right, left) => nodeHash(left, right), last));
  }
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

export interface InclusionProof {
  readonly leafHash: LeafHash;
  readonly index: LeafIndex;
  readonly size: TreeSize;
  readonly proof: readonly NodeHash[];
}

/**
 * RFC 9162 §2.1.3.2. Throws when index, size and length of the proof do not fit together.
 *
 * @param node hashes two nodes: for who has a faster one
 */
export function rootFromInclusionProof(
  claim: InclusionProof,
  node: (left: TreeHash, right: TreeHash) => Uint8Array = nodeHash,
): RootHash {
  const { index, size, proof } = claim;
  if (index >= size) throw new FormatError("index_beyond_size");
  let fn: number = index;
  let sn: number = size - 1;
  let hash: TreeHash = claim.leafHash;
  for (const sibling of proof) {
    if (sn === 0) throw new FormatError("proof_length");
    if (odd(fn) || fn === sn) {
      hash = node(sibling, hash) as NodeHash;
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = node(hash, sibling) as NodeHash;
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0) throw new FormatError("proof_length");
  return asRootHash(hash);
}

export function verifyInclusion(claim: InclusionProof & { readonly root: RootHash }): boolean {
  return holds(() => equalBytes(rootFromInclusionProof(claim), claim.root));
}

export interface ConsistencyProof {
  readonly size1: TreeSize;
  readonly root1: RootHash;
  readonly size2: TreeSize;
  readonly root2: RootHash;
  readonly proof: readonly NodeHash[];
}

/** RFC 9162 §2.1.4.2, and for equal sizes and for size 0 what docs/FORMAT.md §6 adds. */
export function verifyConsistency(claim: ConsistencyProof): boolean {
  const { size1, root1, size2, root2, proof } = claim;
  if (size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && equalBytes(root1, root2);
  if (size1 === 0) return proof.length === 0;
  // The root of a power of two is itself a node of the larger tree, so the RFC leaves it out.
  const known = isPowerOfTwo(size1) ? [root1 as Uint8Array as NodeHash] : [];
  return holds(() => {
    const { beginning, whole } = rootsFromPrefix({ size1, size2, hashes: [...known, ...proof] });
    return equalBytes(beginning, root1) && equalBytes(whole, root2);
  });
}

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (!odd(rest)) rest = half(rest);
  return rest === 1;
}

export interface PrefixProof {
  /** At least 1, and less than `size2`. */
  readonly size1: TreeSize;
  readonly size2: TreeSize;
  /** As in an RFC 9162 consistency proof, but with the first node always there: none is taken from what is to be shown. */
  readonly hashes: readonly NodeHash[];
}

/**
 * The roots over the first `size1` and over all `size2` leaves that these hashes give: the algorithm of RFC 9162 §2.1.4.2, which
 * compares nothing yet. Who knows that `whole` is a root that somebody signed for `size2` knows that over the first `size1` of the
 * same leaves the root is `beginning`, and no other.
 *
 * @throws FormatError `bad_number` for other sizes, `proof_length`
 */
export function rootsFromPrefix({ size1, size2, hashes }: PrefixProof) {
  if (size1 < 1 || size1 >= size2) throw new FormatError("bad_number");
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
  const [first, ...rest] = hashes;
  if (first === undefined) throw new FormatError("proof_length");
  let beginning: TreeHash = first;
  let whole: TreeHash = first;
  for (const sibling of rest) {
    if (sn === 0) throw new FormatError("proof_length");
    if (odd(fn) || fn === sn) {
      beginning = nodeHash(sibling, beginning);
      whole = nodeHash(sibling, whole);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      whole = nodeHash(whole, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0) throw new FormatError("proof_length");
  return { beginning: asRootHash(beginning), whole: asRootHash(whole) };
}

function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
