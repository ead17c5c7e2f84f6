/**
 * The hashes of the map (FORMAT §6.1), fast: of leaves in a row, and of the 16 places of an inner page. Inputs stay in buffers of their own, one for each
 * depth: the left half waits there while the right one is hashed.
 */
import { sha256Into } from "../../core/hash.ts";

export const HASH = 32;
/** A key and its value. */
export const LEAF = 64;
const KEY_BITS = 256;

/** How many keys are below a place: none, exactly one, or two or more. */
export type Kind = 0 | 1 | 2;

const newInput = (tag: number): Buffer =>
  Buffer.alloc(1 + 2 * HASH, Uint8Array.of(tag, ...new Array(64).fill(0)));

const leafInput = newInput(0x02);
const nodeInput = newInput(0x03);
const inputs = Array.from({ length: KEY_BITS }, () => newInput(0x03));
const otherInputs = Array.from({ length: KEY_BITS }, () => newInput(0x03));

/**
 * Where the leaves with bit 1 at this depth begin, among those from `from` up to, not including, `to`. Here and below, `leaves` are joined, in
 * ascending order of their keys, and those spoken of share the first `depth` bits. Plain numbers instead of objects: this runs for every node.
 */
export function splitAt(leaves: Buffer, from: number, to: number, depth: number): number {
  const at = depth >> 3;
  const mask = 0x80 >> (depth & 7);
  let middle = from;
  while (middle < to && ((leaves[middle * LEAF + at] as number) & mask) === 0) middle++;
  return middle;
}

/** The hash of the subtree at `depth` that has these leaves. */
export function subtreeInto(
  out: Buffer,
  at: number,
  leaves: Buffer,
  from: number,
  to: number,
  depth: number,
): void {
  if (from === to) {
    out.fill(0, at, at + HASH);
  } else if (to - from === 1) {
    leaves.copy(leafInput, 1, from * LEAF, to * LEAF);
    sha256Into(out, at, leafInput);
  } else {
    const input = inputs[depth] as Buffer;
    const middle = splitAt(leaves, from, to, depth);
    subtreeInto(input, 1, leaves, from, middle, depth + 1);
    subtreeInto(input, 1 + HASH, leaves, middle, to, depth + 1);
    sha256Into(out, at, input);
  }
}

/**
 * The hashes of one subtree before and after a change, into `out` and `otherOut` at the same place. What is the same in both is hashed once:
 * to check what was stored costs next to nothing where it is hashed anew anyway.
 */
export function bothInto(
  out: Buffer,
  otherOut: Buffer,
  at: number,
  before: Buffer,
  from: number,
  to: number,
  after: Buffer,
  otherFrom: number,
  otherTo: number,
  depth: number,
): void {
  if (same(before, from, to, after, otherFrom, otherTo)) {
    subtreeInto(out, at, before, from, to, depth);
    out.copy(otherOut, at, at, at + HASH);
  } else if (to - from < 2 || otherTo - otherFrom < 2) {
    subtreeInto(out, at, before, from, to, depth);
    subtreeInto(otherOut, at, after, otherFrom, otherTo, depth);
  } else {
    const a = inputs[depth] as Buffer;
    const b = otherInputs[depth] as Buffer;
    const was = splitAt(before, from, to, depth);
    const is = splitAt(after, otherFrom, otherTo, depth);
    bothInto(a, b, 1, before, from, was, after, otherFrom, is, depth + 1);
    bothInto(a, b, 1 + HASH, before, was, to, after, is, otherTo, depth + 1);
    sha256Into(out, at, a);
    sha256Into(otherOut, at, b);
  }
}

function same(
  a: Buffer,
  fromA: number,
  toA: number,
  b: Buffer,
  fromB: number,
  toB: number,
): boolean {
  if (toA - fromA !== toB - fromB) return false;
  return a.compare(b, fromB * LEAF, toB * LEAF, fromA * LEAF, toA * LEAF) === 0;
}

/** Children of an inner page: one for each value of four bits. */
export const FAN = 16;

/**
 * The 31 nodes of an inner page as a heap: 1 is its top, 2n and 2n+1 are below n, and 16 … 31 are its children. Bit 2^n of `dirty` says that the
 * child 16+n is another one than before; only what is above such a child is hashed.
 */
export function combine(nodes: Buffer, kinds: Uint8Array, dirty: number): void {
  let changed = dirty;
  for (let first = FAN / 2; first >= 1; first /= 2) {
    let above = 0;
    for (let i = 0; i < first; i++) {
      if (((changed >> (2 * i)) & 3) === 0) continue;
      above |= 1 << i;
      join(nodes, kinds, first + i);
    }
    changed = above;
  }
}

function join(nodes: Buffer, kinds: Uint8Array, node: number): void {
  const left = 2 * node;
  const leftKind = kinds[left] as Kind;
  const rightKind = kinds[left + 1] as Kind;
  if (leftKind + rightKind < 2) {
    // At most one key: its hash stands higher up; an empty place is zeros like its neighbour.
    const from = (left + rightKind) * HASH;
    nodes.copy(nodes, node * HASH, from, from + HASH);
    kinds[node] = leftKind + rightKind;
    return;
  }
  nodes.copy(nodeInput, 1, left * HASH, (left + 2) * HASH);
  sha256Into(nodes, node * HASH, nodeInput);
  kinds[node] = 2;
}
