/** What entries may contradict, alone and in pairs: candidates, which the rules judge. */
import { equalBytes, hexEncode } from "./bytes.ts";
import { bare } from "./find-trees.ts";
import type { Known, KnownRecord } from "./known.ts";
import { type Misbehaviour, misbehaviour } from "./misbehaviour.ts";
import { entryStatement, type KnownEntry } from "./statements.ts";

export function* entryCandidates(known: Known): Generator<Misbehaviour> {
  const { entries, trees } = known;
  for (const entry of entries) {
    const { record, state } = entry.placed;
    if (record === null && state === null) yield misbehaviour("entry_form", entryStatement(entry));
  }
  for (const entry of entries) {
    const { record, index } = entry.placed;
    if (record !== null && record.seq > index + 1) {
      yield misbehaviour("seq_beyond", entryStatement(entry));
    }
  }
  const ends = new Map(trees.map((tree) => [tree.checkpoint.size - 1, tree]));
  for (const entry of entries) {
    const tree = ends.get(entry.placed.index);
    if (tree !== undefined && entry.placed.state === null) {
      yield misbehaviour("no_state_end", bare(tree), entryStatement(entry));
    }
  }
  yield* streamCandidates(known);
}

type PairKind = "two_seq" | "wrong_prev" | "order";

const pairOf = (kind: PairKind, one: KnownEntry, other: KnownEntry): Misbehaviour =>
  misbehaviour(kind, entryStatement(one), entryStatement(other));

const seqOf = ({ placed }: KnownRecord): number => placed.record.seq;

/**
 * Neighbours in the order of their numbers are enough: if each pair of them has room between its places, so has every pair. Entries of
 * one number are neighbours, and the first of them is judged with all of the next number by way of `two_seq`.
 */
function* neighbours(known: Known): Generator<readonly [KnownRecord, KnownRecord]> {
  for (const group of known.byStream.values()) {
    for (const [i, entry] of group.entries()) {
      const next = group[i + 1];
      if (next !== undefined) yield [entry, next];
    }
  }
}

/** Whether an entry is of the same stream, and has the number before. */
function isBefore({ placed: { record } }: KnownEntry, { placed: next }: KnownRecord): boolean {
  if (record === null || record.seq + 1 !== next.record.seq) return false;
  return equalBytes(record.streamKey, next.record.streamKey);
}

function* streamCandidates(known: Known): Generator<Misbehaviour> {
  for (const [one, next] of neighbours(known)) {
    if (seqOf(one) === seqOf(next)) yield pairOf("two_seq", one, next);
  }
  for (const [one, next] of neighbours(known)) {
    const follows = equalBytes(next.placed.record.prev, one.placed.leaf);
    if (seqOf(one) + 1 === seqOf(next) && !follows) yield pairOf("wrong_prev", one, next);
  }
  for (const entry of [...known.byStream.values()].flat()) {
    const named = known.byLeaf.get(hexEncode(entry.placed.record.prev));
    if (named === undefined || isBefore(named, entry)) continue;
    const value = named.placed.entry;
    yield misbehaviour("foreign_prev", entryStatement(entry), null, { value });
  }
  for (const [one, next] of neighbours(known)) {
    const room = next.placed.index - one.placed.index;
    if (room < seqOf(next) - seqOf(one)) yield pairOf("order", one, next);
  }
}

/** State entries, and where checkpoints say that there are some. */
export function* stateCandidates({ entries, trees }: Known): Generator<Misbehaviour> {
  const states = entries.filter(({ placed }) => placed.state !== null);
  const mapSizeOf = ({ placed }: KnownEntry): number => placed.state?.mapSize ?? 0;
  for (const state of states) {
    if (mapSizeOf(state) > state.placed.index) {
      yield misbehaviour("map_beyond", entryStatement(state));
    }
  }
  const bySize = states.toSorted((one, other) => mapSizeOf(one) - mapSizeOf(other));
  for (const [i, state] of bySize.entries()) {
    const next = bySize[i + 1];
    if (next !== undefined && mapSizeOf(next) === mapSizeOf(state)) {
      yield misbehaviour("two_maps", entryStatement(state), entryStatement(next));
    }
  }
  for (const state of states) {
    const { index } = state.placed;
    for (const earlier of states) {
      const at = earlier.placed.index;
      if (at < index && mapSizeOf(state) <= at) {
        yield misbehaviour("map_behind", entryStatement(earlier), entryStatement(state));
      }
    }
    for (const tree of trees) {
      const at = tree.checkpoint.size - 1;
      if (at < index && mapSizeOf(state) <= at) {
        yield misbehaviour("map_behind", bare(tree), entryStatement(state));
      }
    }
  }
}
