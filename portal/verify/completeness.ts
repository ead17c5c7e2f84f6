/** The layer *completeness* (docs/FORMAT.md §11.3, S5): nothing is missing in what is shown, and the map knows of nothing newer. */

import type { BoundStream, Shown } from "./binding.ts";
import type { LeafHash, LeafIndex, MapRoot } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { NO_PREV } from "./entry.ts";
import { FormatError } from "./errors.ts";
import type { EvidenceFrom, EvidenceMap } from "./evidence-stream.ts";
import { provenValue } from "./map.ts";

/** An event whose content and place in the log have been checked. */
export interface CheckedEvent extends Shown {
  readonly index: LeafIndex;
  readonly leafHash: LeafHash;
}

/** How an event's number is wrong, given the one that is due and all numbers of the file. */
function wrongSeq(seq: number, due: number, all: ReadonlySet<number>) {
  // All numbers before the one that is due were seen, or stand for what the reader knows already.
  if (seq < due) return "event_doubled";
  if (all.has(due)) return "events_out_of_order";
  return due === 1 ? "history_begins_late" : "event_missing";
}

/** Each event follows the one before it, the first one `from` or nothing. */
function checkChain(events: readonly CheckedEvent[], from: EvidenceFrom | null): void {
  const all = new Set<number>(events.map(({ entry }) => entry.seq));
  const first = (from?.seq ?? 0) + 1;
  let prev: LeafHash = from?.leafHash ?? NO_PREV;
  let index = -1;
  events.forEach((event, i) => {
    const place = { where: "events", position: i + 1 };
    const { seq } = event.entry;
    const due = first + i;
    if (seq !== due) throw new FormatError(wrongSeq(seq, due, all), place);
    if (!equalBytes(event.entry.prev, prev)) {
      throw new FormatError(i === 0 ? "from_mismatch" : "event_foreign", place);
    }
    if (event.index <= index) throw new FormatError("index_not_ascending", place);
    [prev, index] = [event.leafHash, event.index];
  });
}

/** The map shows the stream with this entry as its newest. */
function checkNewest(stream: BoundStream, map: EvidenceMap, root: MapRoot, leaf: LeafHash): void {
  const value = provenValue(stream.key, map, root);
  if (value === null) throw new FormatError("stream_absent");
  if (!equalBytes(value, leaf)) throw new FormatError("newer_exists");
}

export function checkHistory(
  events: readonly CheckedEvent[],
  from: EvidenceFrom | null,
  stream: BoundStream,
  map: EvidenceMap,
  root: MapRoot,
): void {
  checkChain(events, from);
  const newest = events.at(-1)?.leafHash ?? from?.leafHash;
  if (newest === undefined) throw new FormatError("no_events");
  checkNewest(stream, map, root, newest);
}

/** @param apart the record is version 1 of layout *many*: then there must be no stream of later versions */
export function checkIsNewest(
  leaf: LeafHash,
  apart: boolean,
  stream: BoundStream,
  map: EvidenceMap,
  root: MapRoot,
): void {
  if (!apart) checkNewest(stream, map, root, leaf);
  else if (provenValue(stream.key, map, root) !== null) throw new FormatError("newer_exists");
}

export function checkAbsent(stream: BoundStream, map: EvidenceMap, root: MapRoot): void {
  if (provenValue(stream.key, map, root) !== null) throw new FormatError("stream_exists");
}
