/**
 * The entries behind a checkpoint, on their way to the next: what lies in the database there is nothing but what somebody wrote into it. Each is read
 * once, held against its leaf hash and, if it is a state entry, against the state entry before; only then it counts.
 */
import { type EntryType, entryType, type StateEntry } from "../../portal/verify/entry.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { Refusal } from "../core/errors.ts";
import { merkleLeaf } from "../core/hash.ts";
import type { Store, StoredEntry } from "../store/store.ts";
import type { Growth } from "./growth.ts";
import { readStateEntry } from "./state-entry.ts";
import { HASH_BYTES } from "./tiles.ts";
import { nextTurn } from "./turns.ts";

/** Entries read at a time. Between two pieces others have their turn: of this thread it takes two or three milliseconds. */
export const PIECE = 1_024;
/** Entries of a batch that are kept for the second copy, some 6 MB. */
const KEPT = 16_384;

export interface TailOptions {
  readonly store: Pick<Store, "entries">;
  /** The tree of the checkpoint, which ends with a state entry; it grows with what is read. */
  readonly growth: Growth;
  /** What must hold of a state entry besides its form. */
  readonly onState: (index: number, state: StateEntry) => Promise<void>;
  /** What else must hold of the entries. */
  readonly onPiece?: (entries: readonly StoredEntry[]) => Promise<void>;
  readonly piece?: number;
}

export interface Tail extends Pick<Store, "entries"> {
  /**
   * Up to, not including, this index; but no further than a state entry that stands at `stop` or behind it.
   *
   * @throws Refusal `damaged` (`entry`) at the first that is not what it should be
   */
  readTo(size: number, stop?: number): Promise<void>;
  /** True if something was read, and the last of it is a state entry. */
  endsWithState(): boolean;
}

export function openTail(options: TailOptions): Tail {
  const { store, growth, onState, onPiece, piece = PIECE } = options;
  const start = growth.size;
  const kept: StoredEntry[] = [];
  let lastState = start - 1;

  const isStateLast = (): boolean => growth.size > start && lastState === growth.size - 1;

  function stateOf({ index, entry }: StoredEntry): StateEntry {
    const state = readStateEntry(entry);
    // FORMAT §5.2: a map covers the state entry before it, and ends before its own.
    if (state === null || state.mapSize > index || state.mapSize <= lastState) {
      throw damagedEntry(index);
    }
    lastState = index;
    return state;
  }

  async function take(entries: readonly StoredEntry[]): Promise<void> {
    const hashes = Buffer.allocUnsafe(entries.length * HASH_BYTES);
    const states: (readonly [index: number, state: StateEntry])[] = [];
    for (const [i, stored] of entries.entries()) {
      const leaf = merkleLeaf(stored.entry);
      if (!leaf.equals(stored.leafHash)) throw damagedEntry(stored.index);
      leaf.copy(hashes, i * HASH_BYTES);
      if (formOf(stored) === "state") states.push([stored.index, stateOf(stored)]);
    }
    await onPiece?.(entries);
    for (const [index, state] of states) await onState(index, state);
    if (growth.size - start === kept.length && kept.length < KEPT) kept.push(...entries);
    growth.append(hashes);
  }

  return {
    async readTo(size, stop = Number.POSITIVE_INFINITY) {
      while (growth.size < size && !(isStateLast() && lastState >= stop)) {
        const entries = await store.entries(growth.size, Math.min(size, growth.size + piece));
        const end = entries.findIndex((one) => one.index >= stop && formOf(one) === "state");
        await take(end === -1 ? entries : entries.slice(0, end + 1));
        await nextTurn();
      }
    },
    endsWithState: isStateLast,
    async entries(from, to) {
      const end = start + kept.length;
      if (from >= end || to <= start) return store.entries(from, to);
      return [
        ...(from < start ? await store.entries(from, start) : []),
        ...kept.slice(Math.max(0, from - start), to - start),
        ...(to > end ? await store.entries(end, to) : []),
      ];
    },
  };
}

export const damagedEntry = (index: number): Refusal<"damaged"> =>
  new Refusal("damaged", { what: "entry", index });

/** @throws Refusal `damaged` (`entry`) for what is none */
function formOf({ index, entry }: StoredEntry): EntryType {
  try {
    return entryType(entry);
  } catch (error) {
    throw error instanceof FormatError ? damagedEntry(index) : error;
  }
}
