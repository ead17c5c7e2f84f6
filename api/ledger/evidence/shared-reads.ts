/**
 * Reads that files of one moment have in common, done once: what a checkpoint is and rests on, tiles, map versions; and rows that are known beforehand to be wanted, many at once. Each is read by the
 * store's own methods, with all that they check. To be forgotten soon: nothing in it moves on.
 */
import type { RootHash } from "../../../portal/verify/brands.ts";
import type { HashReader } from "../../log/hash-reader.ts";
import type { RaggedHashes } from "../../log/proofs.ts";
import type { AnchorRow, RecordRow, Store, StoredEntry } from "../../store/store.ts";
import type { OpenedRecord, Vault } from "../../vault/vault.ts";
import { provenPath } from "../committed.ts";
import type { EvidenceContext } from "./context.ts";

export interface SharedReads extends EvidenceContext {
  /** The newest versions of these records and their entries are read at once. */
  readAhead(ids: readonly string[]): Promise<void>;
  /** These rows are the newest versions of their records, as the caller knows. */
  isNewest(rows: readonly RecordRow[]): void;
}

/** Answers what was answered before to the same name. What is refused is asked again. */
function once<T>(): (name: string | number, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<string | number, Promise<T>>();
  return (name, ask) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const asked = ask();
    known.set(name, asked);
    asked.catch(() => known.delete(name));
    return asked;
  };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

export function sharedReads(context: EvidenceContext): SharedReads {
  const { map, notes } = context;
  const rows = new Map<string, RecordRow>();
  const entries = new Map<number, StoredEntry>();
  const store = sharedStore(context.store, rows, entries);
  const versions = once<Awaited<ReturnType<typeof map.rootAt>>>();
  const audited = once<string>();
  const read = sharedHashes(context.read);
  return {
    ...context,
    ...{ store, read },
    vault: sharedVault(context.vault),
    path: sharedPaths({ ...context, store, read }),
    map: { ...map, rootAt: (mapSize) => versions(mapSize, () => map.rootAt(mapSize)) },
    notes: {
      ...notes,
      audited: (checkpoint) => audited(checkpoint.note, () => notes.audited(checkpoint)),
    },
    isNewest(found) {
      for (const row of found) rows.set(row.id, row);
    },
    async readAhead(ids) {
      const found = (await store.newestRecords(ids)).filter((row) => row !== null);
      for (const row of found) rows.set(row.id, row);
      await store.entriesAt(found.map(({ index }) => index));
    },
  };
}

function sharedStore(
  store: Store,
  rows: ReadonlyMap<string, RecordRow>,
  entries: Map<number, StoredEntry>,
): Store {
  const newest = once<Awaited<ReturnType<Store["newestCheckpoint"]>>>();
  const checkpoints = once<Awaited<ReturnType<Store["checkpoint"]>>>();
  const anchors = once<AnchorRow | null>();
  const known = new Set<string>();
  const heads = new Map<string, Awaited<ReturnType<Store["streamHeads"]>>[number]>();
  /** The newest of all is the newest above a size, if it is above it. */
  const above = async (size: number, name: string, ask: () => Promise<AnchorRow | null>) => {
    const found = await anchors(name, ask);
    return found !== null && found.size > size ? found : null;
  };
  return {
    ...store,
    newestCheckpoint: () => newest("", () => store.newestCheckpoint()),
    checkpoint: (size) => checkpoints(size, () => store.checkpoint(size)),
    newestAnchor: (states, size) => above(size, states.join(), () => store.newestAnchor(states, 0)),
    newestCosignedAnchor: (vkeys, states, size) =>
      above(size, [...vkeys, ...states].join(), () => store.newestCosignedAnchor(vkeys, states, 0)),
    async record(id, version) {
      const row = rows.get(id);
      return row !== undefined && (version ?? row.version) === row.version
        ? row
        : store.record(id, version);
    },
    async entry(index) {
      const found = entries.get(index) ?? (await store.entry(index));
      if (found !== null) entries.set(index, found);
      return found;
    },
    async entriesAt(indexes) {
      const found = await store.entriesAt(indexes);
      for (const one of found) if (one !== null) entries.set(one.index, one);
      return found;
    },
    async knownSubjects(subjects) {
      const fresh = subjects.filter((subject) => !known.has(subject));
      if (fresh.length > 0) for (const one of await store.knownSubjects(fresh)) known.add(one);
      return known;
    },
    async streamHeads(keys) {
      const fresh = keys.filter((key) => !heads.has(textOf(key)));
      const found = fresh.length > 0 ? await store.streamHeads(fresh) : [];
      for (const [i, key] of fresh.entries()) heads.set(textOf(key), found[i] ?? null);
      return keys.map((key) => heads.get(textOf(key)) ?? null);
    },
  };
}

/** A row is opened once, as long as it is the same one. */
function sharedVault(vault: Vault): Vault {
  const opened = new WeakMap<RecordRow, Promise<OpenedRecord>>();
  return {
    ...vault,
    open(row) {
      const found = opened.get(row) ?? vault.open(row);
      opened.set(row, found);
      return found;
    },
  };
}

function sharedHashes(read: HashReader): HashReader {
  const levels: Map<number, Uint8Array>[] = [];
  return async (ids) => {
    const missing = ids.filter(({ level, index }) => !levels[level]?.has(index));
    const found = missing.length > 0 ? await read(missing) : [];
    for (const [i, { level, index }] of missing.entries()) {
      levels[level] ??= new Map();
      levels[level].set(index, found[i] as RootHash);
    }
    return ids.map(({ level, index }) => levels[level]?.get(index) as Uint8Array);
  };
}

type Path = EvidenceContext["path"];

/** All entries of a page lie left of the same edge, and all streams are as of the same state entry. */
function sharedPaths(context: Pick<EvidenceContext, "store" | "read" | "policy">): Path {
  const edges = new Map<number, RaggedHashes>();
  const last = once<Awaited<ReturnType<Path>>>();
  return (stored, checkpoint) => {
    const ragged = edges.get(checkpoint.size) ?? new Map();
    edges.set(checkpoint.size, ragged);
    const prove = () => provenPath(context, stored, checkpoint, ragged);
    return stored.index === checkpoint.size - 1 ? last(checkpoint.note, prove) : prove();
  };
}
