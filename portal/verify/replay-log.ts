/**
 * The replay of a log from its entries (docs/FORMAT.md §7): what an auditor does before it cosigns a checkpoint, and what a reader may
 * do who trusts none. Entries come one after the other, so that memory need not hold the log.
 *
 * Cost: a leaf hash and about one node of the tree for each entry; for each record entry about log2(streams) hashes of the map, less
 * where many entries lie between two state entries. In memory: the head of every stream, its place in the map, and the entries
 * that no map is over yet.
 */
import type { LeafHash, MapRoot, RootHash, StreamKey } from "./brands.ts";
import { equalBytes, hexEncode } from "./bytes.ts";
import { decodeEntry, decodeStateEntry, entryType, NO_PREV, type StateEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import { GrowingMap } from "./growing-map.ts";
import { GrowingTree, leafHash } from "./merkle.ts";

/**
 * The rules that entries can break, in the order in which they are looked at:
 *
 * - `entry_form`: it is none of the three forms of §5.2.
 * - `seq`: its number is not the one behind the newest of its stream.
 * - `prev`: it does not name the newest entry of its stream.
 * - `map_beyond`: a state entry's map is over entries that are not before it.
 * - `map_behind`: its map is not over the state entry before it.
 * - `map_root`: its map is not that of the entries.
 * - `end`: the last entry is no state entry.
 */
export const REPLAY_BREAKS = [
  "entry_form",
  "seq",
  "prev",
  "map_beyond",
  "map_behind",
  "map_root",
  "end",
] as const;
export type ReplayBreak = (typeof REPLAY_BREAKS)[number];

/** What entries come to that keep all the rules. */
export interface SoundReplay {
  /** How many entries, and the root of the tree over them: a replay speaks of the checkpoint that has both. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Of the last state entry. */
  readonly mapSize: number;
  readonly mapRoot: Uint8Array;
}

/** Entries that do not, and the first one that breaks a rule. */
export interface BrokenReplay {
  readonly size: number;
  readonly root: Uint8Array;
  readonly index: number;
  readonly broken: ReplayBreak;
}

export type Replay = SoundReplay | BrokenReplay;

interface Head {
  readonly seq: number;
  readonly leaf: LeafHash;
}

/** A record entry that the map does not hold yet. */
interface Coming {
  readonly index: number;
  readonly key: StreamKey;
  readonly leaf: LeafHash;
}

export class LogReplay {
  readonly #tree = new GrowingTree();
  readonly #map = new GrowingMap();
  /** By stream key, in hex. */
  readonly #heads = new Map<string, Head>();
  #coming: Coming[] = [];
  #state: { readonly index: number; readonly entry: StateEntry } | null = null;
  #broken: { readonly index: number; readonly broken: ReplayBreak } | null = null;

  /** The entry behind all before it. */
  append(entry: Uint8Array): void {
    const index = this.#tree.size;
    const leaf = leafHash(entry);
    this.#tree.append(leaf);
    // Behind a break only the root is of interest: it says of which checkpoint this is the replay.
    if (this.#broken !== null) return;
    const broken = this.#check(entry, leaf, index);
    if (broken !== null) this.#broken = { index, broken };
  }

  /** What the entries so far come to. More may follow. */
  result(): Replay {
    const of = { size: this.#tree.size, root: this.#tree.root() as RootHash };
    if (this.#broken !== null) return { ...of, ...this.#broken };
    const last = Math.max(0, of.size - 1);
    if (this.#state === null || this.#state.index !== last) {
      return { ...of, index: last, broken: "end" };
    }
    const { mapSize, mapRoot } = this.#state.entry;
    return { ...of, mapSize, mapRoot };
  }

  #check(entry: Uint8Array, leaf: LeafHash, index: number): ReplayBreak | null {
    try {
      switch (entryType(entry)) {
        case "record":
          return this.#checkRecord(entry, leaf, index);
        case "state":
          return this.#checkState(decodeStateEntry(entry), index);
        case "void":
          return null;
      }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return "entry_form";
    }
  }

  #checkRecord(bytes: Uint8Array, leaf: LeafHash, index: number): ReplayBreak | null {
    const { streamKey: key, seq, prev } = decodeEntry(bytes);
    const name = hexEncode(key);
    const head = this.#heads.get(name) ?? { seq: 0, leaf: NO_PREV };
    if (seq !== head.seq + 1) return "seq";
    if (!equalBytes(prev, head.leaf)) return "prev";
    this.#heads.set(name, { seq, leaf });
    this.#coming.push({ index, key, leaf });
    return null;
  }

  #checkState(entry: StateEntry, index: number): ReplayBreak | null {
    if (entry.mapSize > index) return "map_beyond";
    if (this.#state !== null && entry.mapSize <= this.#state.index) return "map_behind";
    this.#state = { index, entry };
    return equalBytes(this.#rootOver(entry.mapSize), entry.mapRoot) ? null : "map_root";
  }

  /** Maps never get smaller: that is the rule before this one. */
  #rootOver(mapSize: number): MapRoot {
    const later: Coming[] = [];
    for (const one of this.#coming) {
      if (one.index < mapSize) this.#map.set(one.key, one.leaf);
      else later.push(one);
    }
    this.#coming = later;
    return this.#map.root();
  }
}

/** @param entries in their order, from the first one on */
export function replayLog(entries: Iterable<Uint8Array>): Replay {
  const replay = new LogReplay();
  for (const entry of entries) replay.append(entry);
  return replay.result();
}
