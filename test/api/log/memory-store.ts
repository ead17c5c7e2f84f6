import type {
  Batch,
  Store,
  StoredCheckpoint,
  StoredEntry,
  Tile,
  Unit,
  UnitOutcome,
} from "../../../api/store/store.ts";
import { asLeafIndex, asTreeSize, type LeafHash } from "../../../portal/verify/brands.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";

export type LogStore = Pick<
  Store,
  "size" | "commit" | "entry" | "leafHashes" | "tiles" | "seal" | "newestCheckpoint" | "checkpoint"
>;

/** The log's share of a Store, in memory, with everything open for a test to damage. */
export interface MemoryStore extends LogStore {
  readonly entries: StoredEntry[];
  readonly tileMap: Map<string, Uint8Array>;
  readonly checkpoints: Map<number, StoredCheckpoint>;
  readonly batches: Batch[];
  /** Coordinates of every tile read, newest last. */
  readonly tileReads: string[];
  /** How many leaf hashes each call asked for. */
  readonly leafReads: number[];
  readonly groups: (readonly Unit[])[];
  /** How the next write goes wrong: without a trace, or after it persisted. */
  failNext: null | "failed" | "failed but persisted";
  /** Runs before each seal, for a rival to come first. */
  beforeSeal: () => Promise<void>;
  /** Adds `count` entries, entry i having the decimal i as its bytes. */
  add(count: number): void;
}

export function memoryStore(count = 0): MemoryStore {
  async function write<T>(persist: () => T): Promise<T> {
    const fault = store.failNext;
    store.failNext = null;
    if (fault === "failed") throw new Error("injected");
    const result = persist();
    if (fault !== null) throw new Error("injected");
    return result;
  }

  function newest(): StoredCheckpoint | null {
    return [...store.checkpoints.values()].reduce<StoredCheckpoint | null>(
      (best, next) => (best !== null && best.size > next.size ? best : next),
      null,
    );
  }

  function append(recordedAt: number, dueAt: number): StoredEntry {
    const index = asLeafIndex(store.entries.length);
    const entry = new TextEncoder().encode(String(index));
    const stored = { index, entry, leafHash: leafHash(entry), recordedAt, dueAt };
    store.entries.push(stored);
    return stored;
  }

  const store: MemoryStore = {
    entries: [],
    tileMap: new Map(),
    checkpoints: new Map(),
    batches: [],
    tileReads: [],
    leafReads: [],
    groups: [],
    failNext: null,
    beforeSeal: async () => undefined,
    add(more) {
      for (let i = 0; i < more; i++) append(0, 0);
    },
    size: async () => asTreeSize(store.entries.length),
    commit: (units) => {
      store.groups.push(units);
      return write(() =>
        units.map((unit): UnitOutcome => {
          if (unit.idempotency !== null) return { ok: false, conflict: "idempotency_key_used" };
          const entries = unit.records.map(() => append(unit.recordedAt, unit.dueAt));
          return { ok: true, entries };
        }),
      );
    },
    entry: async (index) => store.entries[index] ?? null,
    async leafHashes(from, to) {
      store.leafReads.push(to - from);
      const hashes = store.entries.slice(from, to).map((entry): LeafHash => entry.leafHash);
      if (hashes.length !== to - from) throw new Error("missing");
      return Buffer.concat(hashes);
    },
    async tiles(coordinates) {
      return coordinates.map(({ level, n }): Tile | null => {
        store.tileReads.push(`${level}/${n}`);
        const hashes = store.tileMap.get(`${level}/${n}`);
        return hashes === undefined ? null : { level, n, hashes: Buffer.from(hashes) };
      });
    },
    async seal(batch) {
      await store.beforeSeal();
      return write(() => {
        if ((newest()?.size ?? 0) !== batch.from) return false;
        for (const { level, n, hashes } of batch.tiles) {
          const before = store.tileMap.get(`${level}/${n}`)?.length ?? 0;
          if (before >= hashes.length) throw new Error("a tile only grows");
          store.tileMap.set(`${level}/${n}`, Uint8Array.from(hashes));
        }
        store.checkpoints.set(batch.checkpoint.size, batch.checkpoint);
        store.batches.push(batch);
        return true;
      });
    },
    newestCheckpoint: async () => newest(),
    checkpoint: async (size) => store.checkpoints.get(size) ?? null,
  };
  store.add(count);
  return store;
}
