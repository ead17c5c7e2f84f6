/** The entries of one stream, in their order: each is numbered and names the one before it (FORMAT §5.2). */
import { NO_PREV } from "../../../portal/verify/entry.ts";
import type { Findings } from "../findings.ts";
import { MOVE_AT } from "../log/take.ts";
import type { DerivedHead } from "./heads.ts";
import { type LostEntries, type OpenedLost, rebuilt } from "./lost.ts";

export interface ChainOptions {
  readonly findings: Findings;
  readonly lost: LostEntries;
  /** What the records of lost entries tell, by index. */
  readonly opened: ReadonlyMap<number, OpenedLost>;
  /** An entry that was lost is whole again. */
  readonly onRebuilt: (index: number, entry: Buffer) => void;
  /** An entry that stays lost has its place in a stream. */
  readonly onPlaced: (move: PlacedMove) => void;
  /** How a stream truly moved; keys ascend, and in each the indexes. */
  readonly onMove: (key: Buffer, index: number, leaf: Buffer) => void;
}

/** How a stream moved by an entry that is lost. */
export interface PlacedMove {
  readonly key: Buffer;
  readonly index: number;
  readonly leaf: Buffer;
}

/** Follows one stream after the other. */
export interface ChainFollower {
  /** Whether the move at this place is of another stream than those before. */
  begins(page: Buffer, at: number): boolean;
  /** The next move in sorted order (take.ts). */
  take(page: Buffer, at: number): void;
  /** The head of the last stream; `null`: there was none. */
  last(): DerivedHead | null;
}

interface Head extends DerivedHead {
  seq: number;
  index: number;
}

const HASH = 32;

export function followChains(options: ChainOptions): ChainFollower {
  const { findings, lost, opened, onRebuilt, onPlaced, onMove } = options;
  let head: Head | null = null;

  function begin(key: Buffer): Head {
    return { key: Buffer.from(key), seq: 0, index: -1, leaf: Buffer.from(NO_PREV) };
  }

  function move(own: Head, seq: number, index: number, leaf: Buffer): void {
    own.seq = seq;
    own.index = index;
    leaf.copy(own.leaf);
    onMove(own.key, index, own.leaf);
  }

  /** A lost entry with its record at hand: it is put in where it belongs. */
  function takeLost(own: Head, index: number, leaf: Buffer): void {
    const record = opened.get(index);
    const entry = record === undefined ? null : rebuilt(record, own, leaf);
    if (entry === null) return;
    lost.find(index);
    onRebuilt(index, entry);
    move(own, own.seq + 1, index, leaf);
  }

  function takeNext(own: Head, seq: number, index: number, leaf: Buffer, prev: Buffer): void {
    const whole = seq === own.seq + 1 && prev.equals(own.leaf);
    if (!whole && !isBehindLost(own, seq, index, prev)) {
      const key = { index };
      // What is named already as changed accuses nobody of anything else.
      if (!findings.has({ place: "entries", key })) {
        const cause = seq === own.seq + 1 ? "stream_prev" : "stream_seq";
        findings.add({ place: "entries", key, kind: "contradicts", cause, details: { seq } });
      }
    }
    move(own, seq, index, leaf);
  }

  /** Between the head and this entry there were others of the stream, which are lost. */
  function isBehindLost(own: Head, seq: number, index: number, prev: Buffer): boolean {
    const missing = seq - own.seq - 1;
    if (missing < 1 || missing > lost.count(own.index, index)) return false;
    const last = lost.between(own.index, index, prev);
    if (last === null) return false;
    move(own, seq - 1, last.index, prev);
    onPlaced({ key: own.key, index: last.index, leaf: Buffer.from(prev) });
    return true;
  }

  const begins = (page: Buffer, at: number): boolean =>
    head === null || page.compare(head.key, 0, HASH, at, at + HASH) !== 0;

  return {
    begins,
    take(page, at) {
      if (head === null || begins(page, at)) head = begin(page.subarray(at, at + HASH));
      const index = page.readUIntBE(at + MOVE_AT.index, 6);
      const seq =
        page.readUInt8(at + MOVE_AT.seq) * 2 ** 48 + page.readUIntBE(at + MOVE_AT.seq + 1, 6);
      const leaf = page.subarray(at + MOVE_AT.leaf, at + MOVE_AT.leaf + HASH);
      const prev = page.subarray(at + MOVE_AT.prev, at + MOVE_AT.prev + HASH);
      if (seq === 0) takeLost(head, index, leaf);
      else takeNext(head, seq, index, leaf, prev);
    },
    last: () => head,
  };
}
