/**
 * The map of docs/FORMAT.md §6.1 while entries come in. It remembers the hash of every place until something below it changes.
 *
 * Cost: one leaf and one node for each key in memory; a root after k changes takes about k · log2(keys) hashes, and for keys that
 * were chosen to share their first bits at most 256 for each change.
 */
import type { LeafHash, MapHash, MapRoot, StreamKey } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { EMPTY_MAP, mapBit, mapLeafHash, mapNodeHash } from "./map.ts";

interface Leaf {
  readonly key: StreamKey;
  value: LeafHash;
  hash: MapHash | null;
}

interface Branch {
  left: Place;
  right: Place;
  hash: MapHash | null;
}

type Place = Leaf | Branch | null;

/** What stands where the two ways part, and above it. */
function parted(a: Leaf, b: Leaf, depth: number): Branch {
  const [bitA, bitB] = [mapBit(a.key, depth), mapBit(b.key, depth)];
  const same = bitA === bitB ? parted(a, b, depth + 1) : null;
  const left = bitA === 0 ? (same ?? a) : bitB === 0 ? b : null;
  const right = bitA === 1 ? (same ?? a) : bitB === 1 ? b : null;
  return { left, right, hash: null };
}

function placed(place: Place, leaf: Leaf, depth: number): Leaf | Branch {
  if (place === null) return leaf;
  if ("key" in place) {
    if (!equalBytes(place.key, leaf.key)) return parted(place, leaf, depth);
    place.value = leaf.value;
  } else if (mapBit(leaf.key, depth) === 0) {
    place.left = placed(place.left, leaf, depth + 1);
  } else {
    place.right = placed(place.right, leaf, depth + 1);
  }
  place.hash = null;
  return place;
}

function hashOf(place: Place): MapHash {
  if (place === null) return EMPTY_MAP;
  place.hash ??=
    "key" in place
      ? mapLeafHash(place.key, place.value)
      : mapNodeHash(hashOf(place.left), hashOf(place.right));
  return place.hash;
}

export class GrowingMap {
  #top: Place = null;

  /** The newest entry of a stream. */
  set(key: StreamKey, value: LeafHash): void {
    this.#top = placed(this.#top, { key, value, hash: null }, 0);
  }

  root(): MapRoot {
    return hashOf(this.#top) as Uint8Array as MapRoot;
  }
}
