/** The hashes of the log's tree, in place: many at once, which share their buffers. */
import { sha256Into } from "../../core/hash.ts";
import { nodePosition } from "../../log/perfect-tree.ts";
import { HASH_BYTES as HASH, TILE_WIDTH } from "../../log/tiles.ts";

const leafInput = Buffer.alloc(1 + 105);
const nodeInput = Buffer.alloc(1 + 2 * HASH, 0x01);

/** Bytes of a tile's tree: its hashes, and all nodes above them. */
export const TREE_BYTES = (2 * TILE_WIDTH - 1) * HASH;

/** The leaf hash of an entry (FORMAT §6). */
export function leafInto(out: Buffer, at: number, entry: Uint8Array): void {
  if (entry.length >= leafInput.length) {
    sha256Into(out, at, Buffer.concat([Uint8Array.of(0), entry]));
    return;
  }
  leafInput.set(entry, 1);
  sha256Into(out, at, leafInput.subarray(0, 1 + entry.length));
}

function joinInto(out: Buffer, at: number, from: Buffer, left: number, right: number): void {
  from.copy(nodeInput, 1, left, left + HASH);
  from.copy(nodeInput, 1 + HASH, right, right + HASH);
  sha256Into(out, at, nodeInput);
}

/**
 * Fills in the nodes above a tile's hashes, which are at the beginning: `tree` has room for 256 of them and for what is above. Only the first `width`
 * are there; nodes that are not over these alone mean nothing. The layout is that of `perfectTree`.
 */
export function fillTree(tree: Buffer, width: number): void {
  let [below, free] = [0, TILE_WIDTH * HASH];
  for (let nodes = TILE_WIDTH / 2, whole = width >> 1; nodes >= 1; nodes /= 2, whole >>= 1) {
    for (let i = 0; i < whole; i++) {
      const left = below + 2 * i * HASH;
      joinInto(tree, free + i * HASH, tree, left, left + HASH);
    }
    below = free;
    free += nodes * HASH;
  }
}

/** The root of a full tile, out of its filled tree. */
export const rootOfTree = (tree: Buffer): Buffer => tree.subarray(TREE_BYTES - HASH, TREE_BYTES);

const scratch = Buffer.alloc(TREE_BYTES);

/** The root of a full tile's hashes. A copy. */
export function tileRoot(hashes: Uint8Array): Buffer {
  scratch.set(hashes.subarray(0, TILE_WIDTH * HASH));
  fillTree(scratch, TILE_WIDTH);
  return Buffer.from(rootOfTree(scratch));
}

/**
 * The root of a tree of any size (RFC 6962 §2.1) out of the edges of its levels: of each level, from the lowest on, a filled tree of its last tile, and how
 * many of that tile's hashes there are (0 to 255).
 *
 * @returns `null` for the tree without leaves
 */
export function rootOfEdges(
  edges: readonly { readonly tree: Buffer; readonly width: number }[],
): Buffer | null {
  let root: Buffer | null = null;
  for (const { tree, width } of edges) {
    // The complete subtrees that the edge ends with, the rightmost, which is the smallest, first.
    for (let bit = 1, end = width; end > 0; bit *= 2) {
      if ((end & bit) === 0) continue;
      const at = nodePosition(TILE_WIDTH, end - bit, bit) * HASH;
      const left = tree.subarray(at, at + HASH);
      end -= bit;
      if (root === null) root = Buffer.from(left);
      else {
        left.copy(nodeInput, 1);
        root.copy(nodeInput, 1 + HASH);
        sha256Into(root, 0, nodeInput);
      }
    }
  }
  return root;
}
