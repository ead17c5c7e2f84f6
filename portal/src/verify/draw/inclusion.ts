/** The way from a leaf to the root of the log (RFC 9162 §2.1.3.2), step by step as it is drawn. What it shows has been verified before; drawing proves nothing. */
import { type LeafHash, type NodeHash, nodeHash, type TreeHash } from "../../../verify/index.ts";

/** Entries that a node of the tree stands over, both ends included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export interface PathStep {
  /** On which side of the way the sibling stands. */
  readonly side: "left" | "right";
  readonly sibling: Uint8Array;
  readonly beside: Span;
  /** What both together hash to. */
  readonly node: Uint8Array;
  readonly over: Span;
}

export interface InclusionPath {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  /** From the leaf upward. */
  readonly steps: readonly PathStep[];
  readonly root: Uint8Array;
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: LeafHash;
  readonly proof: readonly NodeHash[];
}

const odd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** Null where index, size and length of the proof do not fit together. */
export function inclusionPath({
  index,
  size,
  leafHash,
  proof,
}: InclusionClaim): InclusionPath | null {
  if (index >= size) return null;
  let [fn, sn, width] = [index, size - 1, 1];
  const up = (): void => {
    [fn, sn, width] = [half(fn), half(sn), width * 2];
  };
  const span = (node: number): Span => ({
    first: node * width,
    last: Math.min((node + 1) * width, size) - 1,
  });
  let hash: TreeHash = leafHash;
  const steps: PathStep[] = [];
  for (const sibling of proof) {
    if (sn === 0) return null;
    // The last node of a level that has no partner there stands as it is on the next.
    while (fn === sn && !odd(fn)) up();
    const side = odd(fn) ? "left" : "right";
    const beside = span(odd(fn) ? fn - 1 : fn + 1);
    hash = side === "left" ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    up();
    steps.push({ side, sibling, beside, node: hash, over: span(fn) });
  }
  return sn === 0 ? { index, size, leaf: leafHash, steps, root: hash } : null;
}

/** Where a long way is cut for the eye: the steps that are shown at the foot, and those at the top. */
export function folded(
  steps: number,
  most: number,
): { readonly foot: number; readonly top: number } {
  if (steps <= most) return { foot: steps, top: 0 };
  const top = Math.floor(most / 3);
  return { foot: most - top, top };
}
