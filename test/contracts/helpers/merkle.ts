/**
 * The Merkle tree of RFC 9162 section 2.1 once more, in the plainest recursive form, to hold against the
 * contract's loops. It shares nothing with the code under test and only tests may import it.
 */
import { createHash } from "node:crypto";

/** A hash as ethers writes it: `0x` and 64 lower-case hexadecimal digits. */
export type Hex = string;

/** What a verifier is given for "the tree of `size2` entries begins with the tree of `size1`". */
export interface ConsistencyCase {
  size1: bigint;
  root1: Hex;
  size2: bigint;
  root2: Hex;
  proof: Hex[];
}

/** What a verifier is given for "the leaf is at `index` of `size`". */
export interface InclusionCase {
  index: bigint;
  size: bigint;
  leaf: Hex;
  root: Hex;
  proof: Hex[];
}

function sha256(...parts: Uint8Array[]): Hex {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return `0x${hash.digest("hex")}`;
}

const bytes = (hex: Hex): Uint8Array => Buffer.from(hex.slice(2), "hex");

/** `SHA-256(0x00 || entry)` */
export const leafHash = (entry: Uint8Array): Hex => sha256(Uint8Array.of(0x00), entry);

/** `SHA-256(0x01 || left || right)` */
export const nodeHash = (left: Hex, right: Hex): Hex =>
  sha256(Uint8Array.of(0x01), bytes(left), bytes(right));

/** The n-th of an endless row of hashes that look random and are the same in every run. */
export const pseudoHash = (label: string, n: number | bigint): Hex =>
  sha256(Buffer.from(`${label}/${n}`));

/** The largest power of two below n, for n > 1. */
function split(n: bigint): bigint {
  let k = 1n;
  while (k * 2n < n) k *= 2n;
  return k;
}

/** MTH(D), section 2.1.1; at least one leaf. */
export function root(leaves: readonly Hex[]): Hex {
  if (leaves.length === 1) return leaves[0]!;
  const k = Number(split(BigInt(leaves.length)));
  return nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)));
}

/** PATH(m, D), section 2.1.3.1. */
export function inclusionProof(m: number, leaves: readonly Hex[]): Hex[] {
  if (leaves.length === 1) return [];
  const k = Number(split(BigInt(leaves.length)));
  const left = leaves.slice(0, k);
  const right = leaves.slice(k);
  return m < k
    ? [...inclusionProof(m, left), root(right)]
    : [...inclusionProof(m - k, right), root(left)];
}

/** PROOF(m, D), section 2.1.4.1; 0 < m <= D.length. */
export function consistencyProof(m: number, leaves: readonly Hex[]): Hex[] {
  return subproof(m, leaves, true);
}

function subproof(m: number, leaves: readonly Hex[], whole: boolean): Hex[] {
  if (m === leaves.length) return whole ? [] : [root(leaves)];
  const k = Number(split(BigInt(leaves.length)));
  const left = leaves.slice(0, k);
  const right = leaves.slice(k);
  return m <= k
    ? [...subproof(m, left, whole), root(right)]
    : [...subproof(m - k, right, false), root(left)];
}

/**
 * Two roots of trees far too large to build, and a proof that really shows one to extend the other: the
 * elements of the proof are made up, the roots follow from them. 0 < size1 < size2.
 */
export function synthesizeConsistency(
  size1: bigint,
  size2: bigint,
  label = "synthetic",
): ConsistencyCase {
  const proof: Hex[] = [];
  const take = (): Hex => {
    const element = pseudoHash(label, proof.length);
    proof.push(element);
    return element;
  };
  const roots = (m: bigint, n: bigint, whole: boolean): [Hex, Hex] => {
    if (m === n) {
      const same = whole ? pseudoHash(label, -1) : take();
      return [same, same];
    }
    const k = split(n);
    if (m <= k) {
      const [before, after] = roots(m, k, whole);
      return [before, nodeHash(after, take())];
    }
    const [before, after] = roots(m - k, n - k, false);
    const left = take();
    return [nodeHash(left, before), nodeHash(left, after)];
  };
  const [root1, root2] = roots(size1, size2, true);
  return { size1, root1, size2, root2, proof };
}

/** A leaf, its proof and the root of a tree far too large to build. */
export function synthesizeInclusion(
  index: bigint,
  size: bigint,
  label = "synthetic",
): InclusionCase {
  const proof: Hex[] = [];
  const leaf = pseudoHash(label, -1);
  const fold = (m: bigint, n: bigint): Hex => {
    if (n === 1n) return leaf;
    const k = split(n);
    const inner = m < k ? fold(m, k) : fold(m - k, n - k);
    const sibling = pseudoHash(label, proof.length);
    proof.push(sibling);
    return m < k ? nodeHash(inner, sibling) : nodeHash(sibling, inner);
  };
  const treeRoot = fold(index, size);
  return { index, size, leaf, root: treeRoot, proof };
}

/** The hash with one of its 256 bits turned over. */
export function flipBit(hash: Hex, bit: number): Hex {
  const copy = Buffer.from(bytes(hash));
  copy[bit >> 3] = copy[bit >> 3]! ^ (0x80 >> (bit & 7));
  return `0x${copy.toString("hex")}`;
}
