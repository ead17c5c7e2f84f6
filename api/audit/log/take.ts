/** What is done with each true entry of the log: its form, what it says of its stream, and what it says of the map. */
import {
  ENTRY_TYPE_RECORD,
  ENTRY_TYPE_STATE,
  ENTRY_TYPE_VOID,
  RECORD_ENTRY_LENGTH,
  STATE_ENTRY_LENGTH,
} from "../../../portal/verify/entry.ts";
import { readStateEntry } from "../../log/state-entry.ts";
import type { Findings } from "../findings.ts";
import type { Sorter } from "../spool/sorter.ts";
import type { TrueLeaf } from "./leaf-tile.ts";
import type { PromiseCheck } from "./promises.ts";

/** How a stream moved: `key[32] ‖ index[6] ‖ seq[7] ‖ leaf hash[32] ‖ prev[32]`, sorted by the first two. */
export const MOVE_RECORD = 109;
export const MOVE_KEY = 38;
export const MOVE_AT = { index: 32, seq: 38, leaf: 45, prev: 77 } as const;

/** A state entry: `index[6] ‖ map size[7] ‖ map root[32]`, in the order of the log. */
export const STATE_RECORD = 45;
export const STATE_KEY = 6;
export const STATE_AT = { mapSize: 6, mapRoot: 13 } as const;

export interface EntryCounts {
  records: number;
  states: number;
  voids: number;
}

export interface TakeOptions {
  readonly moves: Pick<Sorter, "next">;
  readonly states: Pick<Sorter, "next">;
  readonly promises: Pick<PromiseCheck, "take">;
  readonly findings: Findings;
  readonly counts: EntryCounts;
  /** Entries below it were taken, and promised, by a predecessor. */
  readonly begin: number;
  /** Index of the state entry that was taken last; -1: none was. */
  readonly lastState: number;
}

export interface Taker {
  /** There must be room for one in both sorters. */
  take(leaf: TrueLeaf): void;
  /** An entry of which not even the leaf is known. */
  lose(index: number): void;
  /** Entries that are nowhere whole, with their leaves. */
  readonly lost: readonly LostEntry[];
  readonly lastState: number;
  /** Whether the entry that was taken last is a state entry; `null`: it is lost. */
  endsWithState(): boolean | null;
}

export interface LostEntry {
  readonly index: number;
  /** `null`: not known either. */
  readonly leaf: Buffer | null;
}

const HIGH = 2 ** 32;

export function entryTaker(options: TakeOptions): Taker {
  const { moves, states, promises, findings, counts, begin } = options;
  const lost: LostEntry[] = [];
  let lastState = options.lastState;
  let isState: boolean | null = false;

  function malformed(index: number): void {
    findings.add({ place: "entries", key: { index }, kind: "contradicts", cause: "entry_form" });
  }

  function takeRecord({ index, hash, entry, intact }: TrueLeaf & { entry: Buffer }): void {
    counts.records += 1;
    const seq = entry.readUInt32BE(65) * HIGH + entry.readUInt32BE(69);
    const first = entry.subarray(73).every((byte) => byte === 0);
    if (seq < 1 || seq > Number.MAX_SAFE_INTEGER || (seq === 1) !== first) {
      malformed(index);
      return;
    }
    const { buffer, at } = moves.next();
    entry.copy(buffer, at, 33, 65);
    buffer.writeUIntBE(index, at + MOVE_AT.index, 6);
    buffer.writeUInt8(0, at + MOVE_AT.seq);
    entry.copy(buffer, at + MOVE_AT.seq, 66, 73);
    hash.copy(buffer, at + MOVE_AT.leaf);
    entry.copy(buffer, at + MOVE_AT.prev, 73, 105);
    if (intact === null || index < begin) return;
    const { recordedAt, dueAt } = intact;
    // A receipt must be given out again at any time.
    if (recordedAt === null || dueAt === null || (dueAt < recordedAt && dueAt !== 0)) {
      findings.add({ place: "entries", key: { index }, kind: "changed", cause: "entry_times" });
    } else if (dueAt > 0) promises.take(index, dueAt);
  }

  function takeState(index: number, entry: Buffer): void {
    counts.states += 1;
    isState = true;
    const state = readStateEntry(entry);
    if (state === null) {
      malformed(index);
      return;
    }
    const lawful = state.mapSize <= index && state.mapSize > lastState;
    lastState = index;
    if (!lawful) {
      const kind = "contradicts";
      findings.add({ place: "entries", key: { index }, kind, cause: "state_map_size" });
      return;
    }
    const { buffer, at } = states.next();
    buffer.writeUIntBE(index, at, 6);
    buffer.writeUInt8(0, at + STATE_AT.mapSize);
    buffer.writeUIntBE(state.mapSize, at + STATE_AT.mapSize + 1, 6);
    buffer.set(state.mapRoot, at + STATE_AT.mapRoot);
  }

  return {
    lost,
    get lastState() {
      return lastState;
    },
    endsWithState: () => isState,
    lose(index) {
      isState = null;
      lost.push({ index, leaf: null });
    },
    take(leaf) {
      const { index, hash, entry } = leaf;
      isState = false;
      if (entry === null) {
        isState = null;
        lost.push({ index, leaf: hash });
        return;
      }
      const [type] = entry;
      const { length } = entry;
      if (type === ENTRY_TYPE_RECORD && length === RECORD_ENTRY_LENGTH) {
        takeRecord({ ...leaf, entry });
      } else if (type === ENTRY_TYPE_STATE && length === STATE_ENTRY_LENGTH) {
        takeState(index, entry);
      } else if (type === ENTRY_TYPE_VOID && length === 1) counts.voids += 1;
      else malformed(index);
    },
  };
}
