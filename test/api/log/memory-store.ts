import type {
  AnchorRow,
  Batch,
  Store,
  StoredCheckpoint,
  StoredEntry,
  Tile,
  Unit,
  UnitOutcome,
} from "../../../api/store/store.ts";
import {
  asLeafIndex,
  asTreeSize,
  type LeafHash,
  type StreamKey,
} from "../../../portal/verify/brands.ts";
import { decodeEntry, encodeStateEntry, VOID_ENTRY } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";

export type LogStore = Pick<
  Store,
  | "size"
  | "meta"
  | "swapMeta"
  | "commit"
  | "appendState"
  | "fillWithVoid"
  | "restore"
  | "entry"
  | "entries"
  | "streamEntries"
  | "streamHeads"
  | "leafHashes"
  | "tiles"
  | "seal"
  | "newestCheckpoint"
  | "checkpoint"
  | "newestAnchor"
>;

/** The log's share of a Store, in memory, with everything open for a test to damage. */
export interface MemoryStore extends LogStore {
  readonly rows: StoredEntry[];
  readonly tileMap: Map<string, Uint8Array>;
  readonly checkpoints: Map<number, StoredCheckpoint>;
  readonly batches: Batch[];
  /** Coordinates of every tile read, newest last. */
  readonly tileReads: string[];
  /** How many entries each call asked for. */
  readonly entryReads: number[];
  readonly groups: (readonly Unit[])[];
  /** How the next such write goes wrong: without a trace, or after it persisted. */
  failNext: null | "failed" | "failed but persisted";
  failing: "appendState" | "any other";
  /** The size whose anchor is final, or 0. */
  finalSize: number;
  /** Runs before each seal, for a rival to come first. */
  beforeSeal: () => Promise<void>;
  /** Adds `count` entries, each a record of a stream of its own. */
  add(count: number): void;
}

export function memoryStore(count = 0): MemoryStore {
  async function write<T>(kind: string, persist: () => T): Promise<T> {
    const meant = (store.failing === "appendState") === (kind === "appendState");
    const fault = meant ? store.failNext : null;
    if (fault !== null) store.failNext = null;
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

  function append(recordedAt: number, dueAt: number, bytes?: Uint8Array): StoredEntry {
    const index = asLeafIndex(store.rows.length);
    const entry = bytes?.slice() ?? recordOfItsOwn(index);
    const stored = { index, entry, leafHash: leafHash(entry), recordedAt, dueAt };
    store.rows.push(stored);
    return stored;
  }

  function range(from: number, to: number): StoredEntry[] {
    const found = store.rows.slice(from, to);
    if (found.length !== to - from) throw new Error("missing");
    return found;
  }

  const meta = new Map<string, string>();

  function ofStream(key: StreamKey, from: number, below: number): StoredEntry[] {
    const isOfStream = ({ index, entry }: StoredEntry): boolean =>
      index >= from && index < below && entry[0] === 1 && hasKey(entry, key);
    return store.rows.filter(isOfStream);
  }

  const store: MemoryStore = {
    rows: [],
    tileMap: new Map(),
    checkpoints: new Map(),
    batches: [],
    tileReads: [],
    entryReads: [],
    groups: [],
    failNext: null,
    failing: "any other",
    finalSize: 0,
    beforeSeal: async () => undefined,
    add(more) {
      for (let i = 0; i < more; i++) append(0, 0);
    },
    size: async () => asTreeSize(store.rows.length),
    commit: (units) => {
      store.groups.push(units);
      return write("commit", () =>
        units.map((unit): UnitOutcome => {
          if (unit.idempotency !== null) return { ok: false, conflict: "idempotency_key_used" };
          const entries = unit.records.map(() => append(unit.recordedAt, unit.dueAt));
          return { ok: true, entries };
        }),
      );
    },
    meta: async (key) => meta.get(key) ?? null,
    async swapMeta(key, expected, value) {
      if ((meta.get(key) ?? null) !== expected) return false;
      meta.set(key, value);
      return true;
    },
    appendState: (state) =>
      write("appendState", () => {
        const before = store.rows.findLastIndex(({ entry }) => entry[0] === 2);
        if (state.mapSize > store.rows.length || state.mapSize <= before)
          throw new Error("no such map");
        return append(state.time, state.time, encodeStateEntry(state));
      }),
    async fillWithVoid(size, at) {
      while (store.rows.length < size) append(at, at, VOID_ENTRY);
    },
    async restore(from, entries) {
      if (from !== store.rows.length) return false;
      for (const { entry, recordedAt, dueAt } of entries) append(recordedAt, dueAt, entry);
      return true;
    },
    entry: async (index) => store.rows[index] ?? null,
    async entries(from, to) {
      store.entryReads.push(to - from);
      return range(from, to);
    },
    async streamEntries(key, { from, below, limit, newestFirst }) {
      const found = ofStream(key, from, below);
      return (newestFirst ? found.reverse() : found).slice(0, limit);
    },
    streamHeads: async (keys) =>
      keys.map((key) => {
        const newest = ofStream(key, 0, store.rows.length).at(-1);
        if (newest === undefined) return null;
        const { entry, leafHash, index } = newest;
        return { seq: decodeEntry(entry).seq, leafHash, index };
      }),
    async leafHashes(from, to) {
      return Buffer.concat(range(from, to).map((entry): LeafHash => entry.leafHash));
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
      return write("seal", () => {
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
    newestAnchor: async () =>
      store.finalSize === 0 ? null : ({ size: asTreeSize(store.finalSize) } as AnchorRow),
  };
  store.add(count);
  return store;
}

/** The first entry of a stream that no other index has. */
export function recordOfItsOwn(index: number): Uint8Array {
  const entry = new Uint8Array(105);
  const bytes = Buffer.from(entry.buffer);
  entry[0] = 1;
  bytes.writeUInt32BE(index, 1);
  bytes.writeUInt32BE(index, 33);
  entry[72] = 1;
  return entry;
}

const hasKey = (entry: Uint8Array, key: StreamKey): boolean =>
  Buffer.compare(entry.subarray(33, 65), key) === 0;
