import { sha256 } from "../../../api/core/hash.ts";
import type { StreamMap } from "../../../api/log/map/stream-map.ts";
import { asMapRoot, type MapRoot } from "../../../portal/verify/brands.ts";

/** A map of which only the roots matter: made up from the size, the same in every process. */
export interface MemoryMap extends StreamMap {
  /** The kept versions. */
  readonly versions: Map<number, MapRoot>;
  /** Everything that changed it, in order: `advance 7`, `forget 3` (with those that are kept behind it), `back to 5`, `clear`. */
  readonly calls: string[];
  /** Runs before each `advance`. */
  beforeAdvance: (size: number) => void | Promise<void>;
  /** What it works out; may be changed to a wrong one. */
  rootOf: (size: number) => MapRoot;
}

export const madeUpRoot = (size: number, salt = ""): MapRoot =>
  asMapRoot(Uint8Array.from(sha256(`map ${size} ${salt}`)));

export function memoryMap(): MemoryMap {
  const versions = new Map<number, MapRoot>();
  const size = (): number => Math.max(0, ...versions.keys());
  const map: MemoryMap = {
    versions,
    calls: [],
    beforeAdvance: () => undefined,
    rootOf: madeUpRoot,
    size: async () => size(),
    async advance(to) {
      await map.beforeAdvance(to);
      map.calls.push(`advance ${to}`);
      if (to < size()) throw new RangeError("the map goes back");
      const root = versions.get(to) ?? map.rootOf(to);
      versions.set(to, root);
      return root;
    },
    rootAt: async (mapSize) => versions.get(mapSize) ?? (mapSize === 0 ? map.rootOf(0) : null),
    prove: () => Promise.reject(new Error("no proofs")),
    async forget(below, keep = []) {
      map.calls.push(`forget ${[below, ...keep].join(" ")}`);
      for (const each of [...versions.keys()])
        if (each < below && !keep.includes(each)) versions.delete(each);
    },
    async backTo(mapSize) {
      map.calls.push(`back to ${mapSize}`);
      if (mapSize > 0 && !versions.has(mapSize)) return false;
      for (const each of [...versions.keys()]) if (each > mapSize) versions.delete(each);
      return true;
    },
    async clear() {
      map.calls.push("clear");
      versions.clear();
    },
    close: async () => undefined,
  };
  return map;
}
