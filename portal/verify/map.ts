/** The map over the newest entries of all streams (docs/FORMAT.md §6.1): hashes, and proofs of what it has and has not. */
import {
  asMapHash,
  asMapRoot,
  type LeafHash,
  type MapHash,
  type MapRoot,
  type StreamKey,
} from "./brands.ts";
import { concat, equalBytes } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { sha256 } from "./hash.ts";

const LEAF = Uint8Array.of(0x02);
const NODE = Uint8Array.of(0x03);

/** As many as a stream key has bits. */
export const MAX_MAP_DEPTH = 256;

/** Stands for every place below which there is no key. */
export const EMPTY_MAP: MapHash = asMapHash(new Uint8Array(32));

/** The root of a map without keys. */
export const EMPTY_MAP_ROOT: MapRoot = asMapRoot(new Uint8Array(32));

/** What a proof ends in: the one key that is below a place. It need not be the key that is looked for. */
export interface MapLeaf {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface MapProof {
  /** From the root down. */
  readonly siblings: readonly MapHash[];
  /** Null: nothing is there. */
  readonly terminal: MapLeaf | null;
}

/** The only key below a place, at whatever depth that is. */
export function mapLeafHash(key: StreamKey, value: LeafHash): MapHash {
  return hashLeaf({ key, value });
}

export function mapNodeHash(left: MapHash, right: MapHash, hash: Sha256 = sha256): MapHash {
  return hash(concat(NODE, left, right)) as MapHash;
}

function hashLeaf({ key, value }: MapLeaf, hash: Sha256 = sha256): MapHash {
  if (key.length !== 32 || value.length !== 32) throw new FormatError("bad_length", { limit: 32 });
  return hash(concat(LEAF, key, value)) as MapHash;
}

/** One bit of a key: bit 0 is the most significant one of the first byte. */
export function mapBit(key: Uint8Array, depth: number): number {
  return ((key[depth >> 3] as number) >> (7 - (depth & 7))) & 1;
}

function sharesBits(a: Uint8Array, b: Uint8Array, count: number): boolean {
  for (let depth = 0; depth < count; depth++)
    if (mapBit(a, depth) !== mapBit(b, depth)) return false;
  return true;
}

/** SHA-256: the kernel's own, or a faster one. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** The root that follows for this key. @throws FormatError if it is no proof for this key whatever the root. */
export function rootFromMapProof(
  key: StreamKey,
  { siblings, terminal }: MapProof,
  sha: Sha256 = sha256,
): MapRoot {
  const depth = siblings.length;
  if (depth > MAX_MAP_DEPTH) throw new FormatError("too_large", { limit: MAX_MAP_DEPTH });
  if (
    terminal !== null &&
    !equalBytes(terminal.key, key) &&
    !sharesBits(terminal.key, key, depth)
  ) {
    throw new FormatError("map_terminal_elsewhere");
  }
  const last = siblings[depth - 1];
  if (last !== undefined && equalBytes(last, EMPTY_MAP)) throw new FormatError("map_sibling_empty");
  let hash = terminal === null ? EMPTY_MAP : hashLeaf(terminal, sha);
  for (let at = depth - 1; at >= 0; at--) {
    const sibling = asMapHash(siblings[at] as Uint8Array);
    hash =
      mapBit(key, at) === 0 ? mapNodeHash(hash, sibling, sha) : mapNodeHash(sibling, hash, sha);
  }
  return asMapRoot(hash);
}

/**
 * What the map with this root has for a key: the value, or null for none.
 *
 * @throws FormatError `map_mismatch` if the proof leads to another root, or a reason of its form
 */
export function provenValue(
  key: StreamKey,
  proof: MapProof,
  root: MapRoot,
  sha: Sha256 = sha256,
): Uint8Array | null {
  if (!equalBytes(rootFromMapProof(key, proof, sha), root)) throw new FormatError("map_mismatch");
  const { terminal } = proof;
  return terminal !== null && equalBytes(terminal.key, key) ? terminal.value : null;
}
