/** Rules of entries, alone and in pairs (docs/FORMAT.md §14.2). */
import { equalBytes } from "./bytes.ts";
import { decodeEntry, type RecordEntry, VOID_ENTRY } from "./entry.ts";
import { FormatError } from "./errors.ts";
import { leafHash } from "./merkle.ts";
import { checkpointIn, placedIn, type Rule, type Shown, valueIn } from "./shown.ts";
import type { Placed } from "./statement-facts.ts";

type InStream = Placed & { readonly record: RecordEntry };

const isRecord = (placed: Placed): placed is InStream => placed.record !== null;

const isOf = (one: Uint8Array, entry: RecordEntry): boolean => equalBytes(one, entry.streamKey);

/** Two record entries of one stream, or null. */
function pair({ a, b }: Shown): readonly [InStream, InStream] | null {
  const [one, other] = [placedIn(a), placedIn(b)];
  if (!isRecord(one) || !isRecord(other)) return null;
  return isOf(one.record.streamKey, other.record) ? [one, other] : null;
}

const ofPair =
  (rule: (one: InStream, other: InStream) => boolean): Rule =>
  (shown) => {
    const both = pair(shown);
    return both !== null && rule(...both);
  };

function hasNoForm({ a }: Shown): boolean {
  const { record, state, entry } = placedIn(a);
  return record === null && state === null && !equalBytes(entry, VOID_ENTRY);
}

/** An entry of number n has n − 1 of its stream before it. */
function seqBeyond({ a }: Shown): boolean {
  const { record, index } = placedIn(a);
  return record !== null && record.seq - 1 > index;
}

function noStateEnd({ a, b }: Shown): boolean {
  const [{ size }, last] = [checkpointIn(a), placedIn(b)];
  return last.index === size - 1 && last.state === null;
}

/** One entry twice is as much against the rules as two entries of one number. */
function twoSeq(one: InStream, other: InStream): boolean {
  const apart = one.index !== other.index || !equalBytes(one.leaf, other.leaf);
  return one.record.seq === other.record.seq && apart;
}

function wrongPrev(one: InStream, next: InStream): boolean {
  return next.record.seq === one.record.seq + 1 && !equalBytes(next.record.prev, one.leaf);
}

/** From one number to another there are as many entries of the stream, each at an index of its own. */
function order(one: InStream, later: InStream): boolean {
  const between = later.record.seq - one.record.seq;
  return between > 0 && later.index - one.index < between;
}

/** @returns whether these are the bytes of a record entry of this stream, with this number */
function isEntryOf(bytes: Uint8Array, { streamKey }: RecordEntry, seq: number): boolean {
  try {
    const entry = decodeEntry(bytes);
    return isOf(streamKey, entry) && entry.seq === seq;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

function foreignPrev(shown: Shown): boolean {
  const { record } = placedIn(shown.a);
  const named = valueIn(shown);
  if (record === null || record.seq === 1) return false;
  if (!equalBytes(leafHash(named), record.prev)) return false;
  return !isEntryOf(named, record, record.seq - 1);
}

export const ENTRY_RULES = {
  entry_form: hasNoForm,
  seq_beyond: seqBeyond,
  no_state_end: noStateEnd,
  two_seq: ofPair(twoSeq),
  wrong_prev: ofPair(wrongPrev),
  foreign_prev: foreignPrev,
  order: ofPair(order),
} satisfies Record<string, Rule>;
