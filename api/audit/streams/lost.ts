/**
 * Entries whose bytes are nowhere whole any more, though their leaves are known: which stream they were in shows by what is chained to them, by their
 * record, or by the head of their stream. So one lost entry accuses none of those behind it.
 */

import {
  asLeafHash,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
} from "../../../portal/verify/brands.ts";
import {
  ENTRY_TYPE_RECORD,
  encodeRecordEntry,
  RECORD_ENTRY_LENGTH,
} from "../../../portal/verify/entry.ts";
import { leafOf } from "../log/leaf-tile.ts";
import type { LostEntry } from "../log/take.ts";

/** What the record of a lost entry tells of it. */
export interface OpenedLost {
  readonly recordRoot: Uint8Array;
  readonly streamKey: Uint8Array;
}

export interface LostEntries {
  /** A lost entry that a stream goes on from: between these indexes, with this leaf if it is known. It is found then. */
  between(after: number, before: number, leaf: Buffer): LostEntry | null;
  /** How many are not found between these indexes. */
  count(after: number, before: number): number;
  /** A lost entry of this index, if it is not found. */
  at(index: number): LostEntry | null;
  find(index: number): void;
  /** Those that were not found, ascending. */
  left(): readonly number[];
  /** Those that were. */
  found(): readonly number[];
}

export function lostEntries(all: readonly LostEntry[]): LostEntries {
  const open = new Map(all.map((one) => [one.index, one]));

  function* within(after: number, before: number): Iterable<LostEntry> {
    for (const one of open.values()) if (one.index > after && one.index < before) yield one;
  }

  return {
    between(after, before, leaf) {
      for (const one of within(after, before)) {
        if (one.leaf !== null && !one.leaf.equals(leaf)) continue;
        open.delete(one.index);
        return one;
      }
      return null;
    },
    count: (after, before) => [...within(after, before)].length,
    at: (index) => open.get(index) ?? null,
    find: (index) => void open.delete(index),
    left: () => [...open.keys()].sort((a, b) => a - b),
    found: () => all.map(({ index }) => index).filter((index) => !open.has(index)),
  };
}

/** The entry that this record had, if it followed this head; `null` if it has another leaf. */
export function rebuilt(
  { recordRoot, streamKey }: OpenedLost,
  head: { readonly seq: number; readonly leaf: Uint8Array },
  leaf: Buffer,
): Buffer | null {
  const entry = encodeRecordEntry({
    recordRoot: asRecordRoot(recordRoot),
    streamKey: asStreamKey(streamKey),
    seq: asStreamSeq(head.seq + 1),
    prev: asLeafHash(head.leaf),
  });
  if (entry[0] !== ENTRY_TYPE_RECORD || entry.length !== RECORD_ENTRY_LENGTH) return null;
  return leafOf(entry).equals(leaf) ? Buffer.from(entry) : null;
}
