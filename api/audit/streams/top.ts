/** The map above its parts: 2^bits places, each of them a part of all keys (partition.ts). */
import { sha256Into } from "../../core/hash.ts";

const HASH = 32;
const nodeInput = Buffer.alloc(1 + 2 * HASH, 0x03);

export interface TopTree {
  /** What stands in the place of this part from now on. */
  set(part: number, kind: number, hash: Uint8Array): void;
  /** The root of the map. Shared: good until the next call. */
  root(): Buffer;
}

/** @param bits 0: one part has all keys */
export function createTop(bits: number): TopTree {
  const parts = 2 ** bits;
  // A heap: 1 is the top, 2n and 2n+1 are below n, the parts begin at `parts`.
  const kinds = new Uint8Array(2 * parts);
  const hashes = Buffer.alloc(2 * parts * HASH);
  let changed: number[] = [];

  function join(node: number): void {
    const left = 2 * node;
    const [a, b] = [kinds[left] as number, kinds[left + 1] as number];
    kinds[node] = Math.min(2, a + b);
    if (a + b < 2) {
      // At most one key: its hash stands higher up; an empty place is zeros like its neighbour.
      const from = (left + (a === 1 ? 0 : 1)) * HASH;
      hashes.copy(hashes, node * HASH, from, from + HASH);
    } else {
      hashes.copy(nodeInput, 1, left * HASH, (left + 2) * HASH);
      sha256Into(hashes, node * HASH, nodeInput);
    }
  }

  return {
    set(part, kind, hash) {
      kinds[parts + part] = kind;
      hashes.set(hash, (parts + part) * HASH);
      changed.push(parts + part);
    },
    root() {
      for (let level = changed; level.length > 0 && (level[0] as number) > 1; ) {
        const above = [...new Set(level.map((node) => node >> 1))];
        for (const node of above) join(node);
        level = above;
      }
      changed = [];
      return hashes.subarray(HASH, 2 * HASH);
    },
  };
}
