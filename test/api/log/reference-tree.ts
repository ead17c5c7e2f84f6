/**
 * RFC 6962 §2.1 word for word, over leaf hashes. Slow, recursive, and independent of everything under test:
 * it has its own hash input and its own search for k. Only roots of long ranges are remembered.
 */
import { createHash } from "node:crypto";

type Leaves = readonly Uint8Array[];

const sha256 = (...parts: (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** Deterministic leaves: leaf i is the leaf hash of the entry whose text is the decimal i. */
export function testLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => sha256(Uint8Array.of(0), String(i)));
}

function k(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

const known = new WeakMap<Leaves, Map<string, Uint8Array>>();

/** MTH(D[from:to]) */
export function referenceRoot(leaves: Leaves, from = 0, to = leaves.length): Uint8Array {
  if (from === to) return sha256("");
  if (from + 1 === to) return leaves[from] as Uint8Array;
  const memo = known.get(leaves) ?? new Map<string, Uint8Array>();
  known.set(leaves, memo);
  const remembered = memo.get(`${from}:${to}`);
  if (remembered !== undefined) return remembered;
  const middle = from + k(to - from);
  const left = referenceRoot(leaves, from, middle);
  const root = sha256(Uint8Array.of(1), left, referenceRoot(leaves, middle, to));
  memo.set(`${from}:${to}`, root);
  return root;
}

/** PATH(m, D[from:to]); m counts from the beginning of all leaves. */
export function referencePath(
  m: number,
  leaves: Leaves,
  from = 0,
  to = leaves.length,
): Uint8Array[] {
  if (from + 1 === to) return [];
  const middle = from + k(to - from);
  return m < middle
    ? [...referencePath(m, leaves, from, middle), referenceRoot(leaves, middle, to)]
    : [...referencePath(m, leaves, middle, to), referenceRoot(leaves, from, middle)];
}

/** PROOF(m, D[0:n]) for 0 < m ≤ n */
export function referenceConsistency(m: number, leaves: Leaves, n: number): Uint8Array[] {
  return subproof(m, leaves, 0, n, true);
}

function subproof(m: number, leaves: Leaves, from: number, to: number, b: boolean): Uint8Array[] {
  if (m === to) return b ? [] : [referenceRoot(leaves, from, to)];
  const middle = from + k(to - from);
  return m <= middle
    ? [...subproof(m, leaves, from, middle, b), referenceRoot(leaves, middle, to)]
    : [...subproof(m, leaves, middle, to, false), referenceRoot(leaves, from, middle)];
}
