/**
 * The auditor's own copy of a log: entries, the heads of their streams, tiles and map, all on disk and none of it in memory. What is appended has been
 * held against a signed root before; here it is held against the rules of a log (FORMAT §7). Entries and tiles never come apart, also in a crash.
 */
import { asLeafHash, asTreeSize, type RootHash } from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { encodeStateEntry, entryType } from "../../portal/verify/entry.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { treeDamage } from "../log/damage.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { StreamMap } from "../log/map/stream-map.ts";
import { treeRoot } from "../log/proofs.ts";
import { openGrowth } from "../log/stored-growth.ts";
import { createTileReader } from "../log/tile-reader.ts";
import { HASH_BYTES } from "../log/tiles.ts";
import type { Store } from "../store/store.ts";
import { type BrokenRule, brokenRule } from "./broken-rule.ts";
import { openMapReplay, type WrongMap } from "./map-replay.ts";
import type { Piece } from "./pieces.ts";
import type { SignedCheckpoint } from "./signed.ts";

/** The first rule that is broken, and the entry that breaks it; with what the map should be, if it is that. */
export interface Broken extends BrokenRule {
  readonly entry: Uint8Array;
  readonly map: WrongMap | null;
}

export interface Replica {
  /** How many entries are here. All keep the rules but those of the map, which may still be worked out. */
  size(): Promise<number>;
  /** The root over the first `size` entries, which are here. */
  root(size: number): Promise<RootHash>;
  readonly read: HashReader;
  /**
   * Takes pieces, the first of which begins where the replica ends, and says which rule is broken first, if one is; entries from there on are not
   * taken. Pieces may fail to come: what came before stays. Rejects if the map fails, and takes little more until it does not.
   */
  append(pieces: AsyncIterable<Piece>): Promise<Broken | null>;
  /** Keeps a checkpoint of exactly the entries that are here. */
  seal(signed: SignedCheckpoint, now: number): Promise<void>;
  /** Whether the last of the first `size` entries, which are here, is a state entry: if not, what it is. */
  stateEnds(size: number): Promise<Broken | null>;
  /** Before anybody is accused: are entries and tiles those that were taken? @throws Refusal `damaged` */
  assertWhole(): Promise<void>;
}

export interface ReplicaOptions {
  readonly store: Store;
  readonly map: StreamMap;
  /** Entries that are here, told after each write. */
  readonly onProgress?: (entries: number) => void;
  /** Entries in one transaction, which is what must fit into memory. */
  readonly chunk?: number;
}

const CHUNK = 4_096;

/** @throws Refusal `damaged` if tiles and newest checkpoint do not fit together */
export async function openReplica(options: ReplicaOptions): Promise<Replica> {
  const { store, map, onProgress, chunk = CHUNK } = options;
  const read = createTileReader(store, { cachedTiles: 32 });
  const newest = await store.newestCheckpoint();
  if (newest !== null && !equalBytes(await treeRoot(read, newest.size), newest.root)) {
    throw new Refusal("damaged", { what: "checkpoint", index: newest.size });
  }
  const maps = await openMapReplay({ store, map });

  /** Entries that follow, or the first of them that breaks a rule; then those before it are stored. */
  async function write(
    from: number,
    entries: readonly Uint8Array[],
    leaves: Uint8Array,
  ): Promise<Broken | null> {
    const growth = await openGrowth(store, from);
    growth.append(leaves);
    const rows = entries.map((entry, i) => ({
      entry,
      recordedAt: 0,
      dueAt: 0,
      leafHash: asLeafHash(leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    }));
    try {
      if (!(await store.restore(from, rows, growth.changed()))) throw new Error("moved meanwhile");
    } catch (error) {
      if (!isRefusal(error, "damaged") || error.details.what !== "entry") throw error;
      const good = error.details.index - from;
      if (good > 0) {
        await write(from, entries.slice(0, good), leaves.subarray(0, good * HASH_BYTES));
      }
      const index = from + good;
      const entry = entries[good] as Uint8Array;
      const broken = await brokenRule(store, index, entry);
      // The entries say that it follows: what was derived of them is wrong.
      if (broken === null) throw error;
      return { index, entry, broken, map: null };
    }
    onProgress?.(from + entries.length);
    await maps.take(from, entries);
    return null;
  }

  async function append(pieces: AsyncIterable<Piece>): Promise<Broken | null> {
    await maps.retried();
    let broken: Broken | null = null;
    for await (const { from, entries, leaves } of inChunks(pieces, chunk)) {
      broken = await write(from, entries, leaves);
      if (broken !== null || maps.stopped()) break;
    }
    // What is wrong with a map comes first: nothing was taken behind a broken rule.
    const wrong = await maps.settled();
    if (wrong === null) return broken;
    const entry = encodeStateEntry(wrong.said);
    return { index: wrong.index, entry, broken: "map_root", map: wrong };
  }

  return {
    size: () => store.size(),
    root: (size) => treeRoot(read, size),
    read,
    append,
    async seal({ checkpoint, note }, now) {
      const from = (await store.newestCheckpoint())?.size ?? asTreeSize(0);
      if (checkpoint.size <= from) return;
      await store.seal({ from, tiles: [], checkpoint: { ...checkpoint, note, sealedAt: now } });
    },
    async stateEnds(size) {
      const last = await store.entry(size - 1);
      if (last === null) throw new Refusal("damaged", { what: "entry", index: size - 1 });
      const { index, entry } = last;
      return entryType(entry) === "state" ? null : { index, entry, broken: "end", map: null };
    },
    async assertWhole() {
      const damage = await treeDamage(store, await store.size());
      if (damage !== null) throw damage;
    },
  };
}

/** Pieces joined until they are large enough, or until no more come. */
async function* inChunks(pieces: AsyncIterable<Piece>, chunk: number): AsyncGenerator<Piece> {
  let held: Piece[] = [];
  let count = 0;
  try {
    for await (const piece of pieces) {
      held.push(piece);
      count += piece.entries.length;
      if (count < chunk) continue;
      yield joined(held);
      [held, count] = [[], 0];
    }
  } catch (error) {
    // A server that often fails is got the better of all the same.
    if (held.length > 0) yield joined(held);
    throw error;
  }
  if (held.length > 0) yield joined(held);
}

function joined(pieces: readonly Piece[]): Piece {
  const [first] = pieces;
  return {
    from: first?.from ?? 0,
    entries: pieces.flatMap(({ entries }) => entries),
    leaves: Buffer.concat(pieces.map(({ leaves }) => leaves)),
  };
}
