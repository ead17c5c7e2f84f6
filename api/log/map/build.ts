/** New pages: ids, and subtrees out of leaves that do not fit into one bucket any more. */
import type { MapPage } from "../../store/map-store.ts";
import { combine, FAN, HASH, type Kind, LEAF, subtreeInto } from "./hashing.ts";
import { emptyInner, encodeBucket, encodeInner, type Inner, nibble } from "./page.ts";

/** A page that is new, or the place of none. */
export interface Built {
  readonly id: number;
  readonly kind: Kind;
  readonly hash: Buffer;
}

export interface Builder {
  readonly added: MapPage[];
  readonly inners: (readonly [id: number, page: Inner])[];
  addBucket(leaves: Buffer, from: number, to: number, hash: Buffer): Built;
  addInner(inner: Inner): Built;
  /** The subtree at this depth (in nibbles) of leaves that all go its way. */
  addSubtree(leaves: Buffer, from: number, to: number, depth: number): Built;
}

/** `last` is the greatest page id so far; a bucket takes up to `capacity` leaves. */
export function createBuilder(last: number, capacity: number): Builder {
  const added: MapPage[] = [];
  const inners: (readonly [id: number, page: Inner])[] = [];

  function add(bytes: Buffer): number {
    const id = last + added.length + 1;
    added.push({ id, bytes });
    return id;
  }

  function addBucket(leaves: Buffer, from: number, to: number, hash: Buffer): Built {
    return { id: add(encodeBucket(leaves, from, to)), kind: to - from === 1 ? 1 : 2, hash };
  }

  /** Its hashes must be combined already. */
  function addInner(inner: Inner): Built {
    const id = add(encodeInner(inner));
    inners.push([id, inner]);
    return { id, kind: 2, hash: inner.nodes.subarray(HASH, 2 * HASH) };
  }

  function addSubtree(leaves: Buffer, from: number, to: number, depth: number): Built {
    if (to - from <= capacity) {
      const hash = Buffer.allocUnsafe(HASH);
      subtreeInto(hash, 0, leaves, from, to, 4 * depth);
      return addBucket(leaves, from, to, hash);
    }
    const inner = emptyInner();
    for (const run of runs(leaves, from, to, depth)) {
      putChild(inner, run.slot, addSubtree(leaves, run.from, run.to, depth + 1));
    }
    combine(inner.nodes, inner.kinds, 2 ** FAN - 1);
    return addInner(inner);
  }

  return { added, inners, addBucket, addInner, addSubtree };
}

export function putChild({ ids, nodes, kinds }: Inner, slot: number, child: Built): void {
  ids[slot] = child.id;
  kinds[FAN + slot] = child.kind;
  child.hash.copy(nodes, (FAN + slot) * HASH);
}

export interface Run {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

/** Sorted leaves of one place, by the child that they belong to. */
export function runs(leaves: Buffer, from: number, to: number, depth: number): Run[] {
  const found: Run[] = [];
  for (let start = from; start < to; ) {
    const slot = nibble(leaves, start * LEAF, depth);
    let end = start + 1;
    while (end < to && nibble(leaves, end * LEAF, depth) === slot) end++;
    found.push({ slot, from: start, to: end });
    start = end;
  }
  return found;
}
