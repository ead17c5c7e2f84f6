/**
 * Pages of the map. A bucket holds leaves; an inner page says of each value of the next four bits of a key which page has it, and
 * with which hash:
 *
 *     bucket   0x01 ‖ count[1] ‖ count × (key[32] ‖ value[32])                    ascending by key
 *     inner    0x02 ‖ present[2] ‖ many[2] ‖ for each present child page[6] ‖ hash[32]
 *
 * Bit n of `present` stands for the child n, and of `many` for a child that has two keys or more. A place without a key has no page.
 */
import { combine, FAN, HASH, type Kind, LEAF } from "./hashing.ts";

const BUCKET = 0x01;
const INNER = 0x02;
const BUCKET_HEAD = 2;
const INNER_HEAD = 5;
const ID = 6;
const CHILD = ID + HASH;

export interface Bucket {
  /** The leaves, joined. */
  readonly bytes: Buffer;
  readonly count: number;
}

export interface Inner {
  /** Page ids of the children, 0 for an empty place. */
  readonly ids: number[];
  /** See `combine`. */
  readonly nodes: Buffer;
  readonly kinds: Uint8Array;
}

export type Page = Bucket | Inner;

export const isBucket = (page: Page): page is Bucket => "count" in page;

export const kindOfPage = (page: Page): Kind => (isBucket(page) && page.count === 1 ? 1 : 2);

export function emptyInner(): Inner {
  return {
    ids: new Array<number>(FAN).fill(0),
    nodes: Buffer.alloc(2 * FAN * HASH),
    kinds: new Uint8Array(2 * FAN),
  };
}

export function copyInner({ ids, nodes, kinds }: Inner): Inner {
  return { ids: [...ids], nodes: Buffer.from(nodes), kinds: kinds.slice() };
}

/** A page of the leaves from `from` up to, not including, `to`. */
export function encodeBucket(leaves: Buffer, from: number, to: number): Buffer {
  const bytes = Buffer.allocUnsafe(BUCKET_HEAD + (to - from) * LEAF);
  bytes[0] = BUCKET;
  bytes[1] = to - from;
  leaves.copy(bytes, BUCKET_HEAD, from * LEAF, to * LEAF);
  return bytes;
}

export function encodeInner({ ids, nodes, kinds }: Inner): Buffer {
  const bytes = Buffer.allocUnsafe(INNER_HEAD + ids.filter((id) => id > 0).length * CHILD);
  let [present, many, at] = [0, 0, INNER_HEAD];
  for (const [n, id] of ids.entries()) {
    if (id === 0) continue;
    present |= 1 << n;
    if (kinds[FAN + n] === 2) many |= 1 << n;
    bytes.writeUIntBE(id, at, ID);
    nodes.copy(bytes, at + ID, (FAN + n) * HASH, (FAN + n + 1) * HASH);
    at += CHILD;
  }
  bytes[0] = INNER;
  bytes.writeUInt16BE(present, 1);
  bytes.writeUInt16BE(many, 3);
  return bytes;
}

/** The page, an inner one with all its hashes; `null` if these bytes are none. */
export function decodePage(page: Uint8Array): Page | null {
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  if (bytes[0] === BUCKET) return decodeBucket(bytes);
  if (bytes[0] === INNER) return decodeInner(bytes);
  return null;
}

function decodeBucket(page: Buffer): Bucket | null {
  const count = page[1] ?? 0;
  if (count === 0 || page.length !== BUCKET_HEAD + count * LEAF) return null;
  const bytes = page.subarray(BUCKET_HEAD);
  for (let at = LEAF; at < bytes.length; at += LEAF) {
    if (compareKeys(bytes, at - LEAF, bytes, at) >= 0) return null;
  }
  return { bytes, count };
}

function decodeInner(page: Buffer): Inner | null {
  if (page.length < INNER_HEAD) return null;
  const present = page.readUInt16BE(1);
  const many = page.readUInt16BE(3);
  // Two keys or more: else there would be a bucket in its place.
  if ((many & ~present) !== 0 || (many === 0 && (present & (present - 1)) === 0)) return null;
  const inner = emptyInner();
  let at = INNER_HEAD;
  for (let n = 0; n < FAN; n++) {
    if (((present >> n) & 1) === 0) continue;
    if (at + CHILD > page.length) return null;
    const id = page.readUIntBE(at, ID);
    if (id === 0) return null;
    inner.ids[n] = id;
    inner.kinds[FAN + n] = ((many >> n) & 1) === 1 ? 2 : 1;
    page.copy(inner.nodes, (FAN + n) * HASH, at + ID, at + CHILD);
    at += CHILD;
  }
  if (at !== page.length) return null;
  combine(inner.nodes, inner.kinds, 2 ** FAN - 1);
  return inner;
}

/** Compares the keys at two places, as `Buffer.compare` does; without its call, because keys differ early. */
export function compareKeys(a: Buffer, atA: number, b: Buffer, atB: number): number {
  for (let i = 0; i < HASH; i++) {
    const difference = (a[atA + i] as number) - (b[atB + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Four bits of a key: the way through the inner page at this depth, counted in inner pages from the root. */
export function nibble(key: Uint8Array, at: number, depth: number): number {
  const byte = key[at + (depth >> 1)] as number;
  return (depth & 1) === 0 ? byte >> 4 : byte & 15;
}

/** Whether all keys of a bucket begin with the way that leads to it: the first `depth` nibbles of `key`. Its leaves are sorted. */
export function isOnWay(
  { bytes, count }: Bucket,
  key: Uint8Array,
  at: number,
  depth: number,
): boolean {
  for (const leaf of [0, (count - 1) * LEAF]) {
    for (let d = 0; d < depth; d++) if (nibble(bytes, leaf, d) !== nibble(key, at, d)) return false;
  }
  return true;
}
