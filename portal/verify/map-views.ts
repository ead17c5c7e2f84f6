/** What one map proof says of other keys than the one that it was made for (docs/FORMAT.md §14.4). */
import type { LeafHash, MapHash, StreamKey } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { EMPTY_MAP, type MapLeaf, type MapProof, mapBit, mapLeafHash, mapNodeHash } from "./map.ts";

const firstDifference = (one: Uint8Array, other: Uint8Array): number => {
  for (let depth = 0; depth < 256; depth++) {
    if (mapBit(one, depth) !== mapBit(other, depth)) return depth;
  }
  return 256;
};

/** The node at this depth on the way of a key. */
function nodeAt(key: StreamKey, { siblings, terminal }: MapProof, depth: number): MapHash {
  let hash =
    terminal === null
      ? EMPTY_MAP
      : mapLeafHash(terminal.key as StreamKey, terminal.value as LeafHash);
  for (let at = siblings.length - 1; at >= depth; at--) {
    const sibling = siblings[at] as MapHash;
    hash = mapBit(key, at) === 0 ? mapNodeHash(hash, sibling) : mapNodeHash(sibling, hash);
  }
  return hash;
}

/**
 * The proof for another key that follows from this one, or null: then what is on the way of that key is a hash of which nothing is known.
 *
 * @param key what `proof` is for
 * @param leaves of which the hash may be, such as the stream's own newest entry
 */
export function viewFor(
  other: StreamKey,
  key: StreamKey,
  proof: MapProof,
  leaves: readonly MapLeaf[],
): MapProof | null {
  const depth = firstDifference(other, key);
  const { siblings } = proof;
  // The way of the other key ends where that of the first one does.
  if (depth >= siblings.length) return proof;
  const found = siblings[depth] as MapHash;
  const view = [...siblings.slice(0, depth), nodeAt(key, proof, depth + 1)];
  if (equalBytes(found, EMPTY_MAP)) return { siblings: view, terminal: null };
  const terminal = leaves.find(
    (leaf) =>
      firstDifference(leaf.key, other) > depth &&
      equalBytes(mapLeafHash(leaf.key as StreamKey, leaf.value as LeafHash), found),
  );
  return terminal === undefined ? null : { siblings: view, terminal };
}
