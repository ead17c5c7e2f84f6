/** Proofs of what a version of the map has for a key (FORMAT §6.1). Every page on the way is checked: a proof that is handed out leads to the root. */
import { asMapHash, type MapHash, type StreamKey } from "../../../portal/verify/brands.ts";
import { FAN, HASH, LEAF, splitAt, subtreeInto } from "./hashing.ts";
import { type Bucket, type Inner, isBucket, isOnWay, nibble } from "./page.ts";
import { assertRoot, damagedPage, hasHash, type PageReader, type PageRef } from "./page-reader.ts";
import type { StreamProof } from "./stream-map.ts";
import type { Root } from "./update.ts";

type Terminal = StreamProof["terminal"];

export async function proveKey(
  reader: PageReader,
  root: Root,
  key: StreamKey,
): Promise<StreamProof> {
  assertRoot(root);
  const siblings: MapHash[] = [];
  let ref = rootRef(root);
  // The way to the page: the key's, but for a single leaf that stands higher up than its page.
  let way: Uint8Array = key;
  for (let depth = 0; ref !== null; depth++) {
    const [page] = await reader.read([ref]);
    if (page === undefined) break;
    if (isBucket(page)) {
      if (!isOnWay(page, way, 0, depth)) throw damagedPage(ref.id);
      checkHash(page, ref, depth);
      return { siblings, terminal: throughBucket(page, key, depth, siblings) };
    }
    const slot = throughInner(page, key, depth, siblings);
    if (slot !== null) way = withNibble(key, depth, slot);
    ref = slot === null ? null : childRef(page, slot);
  }
  return { siblings, terminal: null };
}

function rootRef({ id, hash }: Root): PageRef | null {
  return id === null ? null : { id, kind: null, nodes: Buffer.from(hash), at: 0 };
}

function childRef({ ids, kinds, nodes }: Inner, slot: number): PageRef {
  const kind = kinds[FAN + slot] as PageRef["kind"];
  return { id: ids[slot] as number, kind, nodes, at: (FAN + slot) * HASH };
}

/**
 * Down the key's way as long as there are two keys or more below; answers the child where it goes on, `null` where there is nothing. Where a
 * single leaf is below, that is its child, wherever in this page.
 */
function throughInner(
  { kinds, nodes }: Inner,
  key: StreamKey,
  depth: number,
  siblings: MapHash[],
): number | null {
  const way = nibble(key, 0, depth);
  let node = 1;
  for (let bit = 3; bit >= 0 && kinds[node] === 2; bit--) {
    node = 2 * node + ((way >> bit) & 1);
    siblings.push(hashAt(nodes, (node ^ 1) * HASH));
  }
  if (kinds[node] === 0) return null;
  while (node < FAN) node = 2 * node + (kinds[2 * node] === 0 ? 1 : 0);
  return node - FAN;
}

/** Down the key's way among these leaves, to where at most one is left. */
function throughBucket(
  { bytes, count }: Bucket,
  key: StreamKey,
  depth: number,
  siblings: MapHash[],
): Terminal {
  let [from, to] = [0, count];
  for (let bit = 4 * depth; to - from > 1; bit++) {
    const middle = splitAt(bytes, from, to, bit);
    const right = ((nibble(key, 0, bit >> 2) >> (3 - (bit & 3))) & 1) === 1;
    const hash = Buffer.alloc(HASH);
    if (right) subtreeInto(hash, 0, bytes, from, middle, bit + 1);
    else subtreeInto(hash, 0, bytes, middle, to, bit + 1);
    siblings.push(hashAt(hash, 0));
    if (right) from = middle;
    else to = middle;
  }
  if (from === to) return null;
  const at = from * LEAF;
  return {
    key: new Uint8Array(bytes.subarray(at, at + HASH)),
    value: new Uint8Array(bytes.subarray(at + HASH, at + LEAF)),
  };
}

function checkHash({ bytes, count }: Bucket, ref: PageRef, depth: number): void {
  const hash = Buffer.alloc(HASH);
  subtreeInto(hash, 0, bytes, 0, count, 4 * depth);
  if (!hasHash(hash, 0, ref)) throw damagedPage(ref.id);
}

/** A copy: the page stays in the cache. */
function hashAt(nodes: Buffer, at: number): MapHash {
  return asMapHash(new Uint8Array(nodes.subarray(at, at + HASH)));
}

function withNibble(key: Uint8Array, depth: number, value: number): Uint8Array {
  // Of a Buffer, `slice` would be the caller's own bytes.
  const other = Uint8Array.from(key);
  const byte = other[depth >> 1] as number;
  other[depth >> 1] = (depth & 1) === 0 ? (value << 4) | (byte & 15) : (byte & 0xf0) | value;
  return other;
}
