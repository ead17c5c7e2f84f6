/** The map's store in memory, as plainly as possible: what no version uses is found by its garbage lists, like in the real one. */
import { Refusal } from "../../../api/core/errors.ts";
import { StoreMisuse } from "../../../api/store/fault.ts";
import type { MapChange, MapStore, MapVersion } from "../../../api/store/map-store.ts";

interface Kept extends MapVersion {
  readonly lastPage: number;
}

interface Garbage {
  readonly mapSize: number;
  readonly ids: readonly number[];
}

export interface MemoryMapStore extends MapStore {
  /** The pages themselves: a test may damage them. */
  readonly stored: Map<number, Uint8Array>;
}

export function memoryMapStore(): MemoryMapStore {
  const stored = new Map<number, Uint8Array>();
  let versions: Kept[] = [];
  let garbage: Garbage[] = [];

  function write({ version, added, replaced }: MapChange): void {
    const newest = versions.at(-1);
    const least = newest === undefined ? 0 : newest.mapSize + (newest.working ? 0 : 1);
    if (version.mapSize < least) throw new StoreMisuse("a version of the map does not follow");
    let last = newest?.lastPage ?? 0;
    for (const { id } of added) {
      if (id <= last) throw new StoreMisuse("page ids do not grow");
      last = id;
    }
    for (const { id, bytes } of added) stored.set(id, Uint8Array.from(bytes));
    if (newest?.working) versions.pop();
    const shared = newest?.working ? (versions.at(-1)?.lastPage ?? 0) : (newest?.lastPage ?? 0);
    for (const id of replaced) if (id > shared) stored.delete(id);
    garbage.push({ mapSize: version.mapSize, ids: replaced.filter((id) => id <= shared) });
    versions.push(structuredClone({ ...version, lastPage: last }));
  }

  return {
    stored,
    version: async (mapSize) => {
      const found =
        mapSize === null ? versions.at(-1) : versions.find((one) => one.mapSize === mapSize);
      if (found === undefined) return null;
      const { lastPage: _, ...version } = found;
      return structuredClone(version);
    },
    pages: async (ids) =>
      ids.map((id) => {
        const bytes = stored.get(id);
        if (bytes === undefined) throw new Refusal("damaged", { what: "map", index: id });
        return Uint8Array.from(bytes);
      }),
    lastPage: async () => versions.at(-1)?.lastPage ?? 0,
    write: async (change) => write(change),
    async prune(mapSize, keep = []) {
      const newest = versions.at(-1);
      versions = versions.filter(
        (one) => one.mapSize >= mapSize || one === newest || keep.includes(one.mapSize),
      );
      garbage = garbage.map((one) => {
        // Pages are appended: what a version uses has no id above the last that was there with it.
        const before = versions.findLast((version) => version.mapSize < one.mapSize);
        const used = one.ids.filter((id) => id <= (before?.lastPage ?? 0));
        for (const id of one.ids) if (!used.includes(id)) stored.delete(id);
        return { ...one, ids: used };
      });
      return false;
    },
    async backTo(mapSize) {
      const kept = versions.find((one) => one.mapSize === mapSize);
      if (kept === undefined || kept.working) return false;
      versions = versions.filter((one) => one.mapSize <= mapSize);
      garbage = garbage.filter((one) => one.mapSize <= mapSize);
      for (const id of [...stored.keys()]) if (id > kept.lastPage) stored.delete(id);
      return true;
    },
    async clear() {
      stored.clear();
      versions = [];
      garbage = [];
    },
    close: async () => {},
  };
}
