/**
 * Rules of state entries and of what their maps have (docs/FORMAT.md §14.2). An honest map over the first m entries has for a key the
 * newest entry of that stream below m: the one with the greatest number, since numbers and indexes of a stream ascend together.
 */
import type { LeafHash } from "./brands.ts";
import { equalBytes } from "./bytes.ts";
import { decodeEntry, type RecordEntry, type StateEntry } from "./entry.ts";
import { FormatError } from "./errors.ts";
import { leafHash } from "./merkle.ts";
import { mapIn, placedIn, type Rule, type Shown, valueIn } from "./shown.ts";
import type { Fact, MapFact, Placed } from "./statement-facts.ts";

function states({ a, b }: Shown): readonly [StateEntry, StateEntry] | null {
  const [one, other] = [placedIn(a).state, placedIn(b).state];
  return one === null || other === null ? null : [one, other];
}

function mapBeyond({ a }: Shown): boolean {
  const { state, index } = placedIn(a);
  return state !== null && state.mapSize > index;
}

function twoMaps(shown: Shown): boolean {
  const both = states(shown);
  if (both === null) return false;
  const [one, other] = both;
  return one.mapSize === other.mapSize && !equalBytes(one.mapRoot, other.mapRoot);
}

/** Where there is a state entry: the one shown, or the last one under a checkpoint. Null: the entry shown is none. (−1, under a tree of no entries: no map is over less.) */
function stateAt({ signed, placed }: Fact): number | null {
  if (placed !== null) return placed.state === null ? null : placed.index;
  return signed?.by === "log" ? signed.checkpoint.size - 1 : null;
}

function mapBehind({ a, b }: Shown): boolean {
  const [earlier, later] = [stateAt(a), placedIn(b)];
  if (earlier === null || later.state === null) return false;
  return later.index > earlier && later.state.mapSize <= earlier;
}

/** A record entry of the stream that the map is asked about. */
type InStream = Placed & { readonly record: RecordEntry };

function inStream(fact: Fact | null, { key }: MapFact): InStream | null {
  const placed = placedIn(fact);
  const { record } = placed;
  return record !== null && equalBytes(record.streamKey, key) ? { ...placed, record } : null;
}

/** The number that the entry with these bytes has in the stream of the key; null: it is no entry of that stream. */
function seqOf(bytes: Uint8Array, { key }: MapFact): number | null {
  try {
    const entry = decodeEntry(bytes);
    return equalBytes(entry.streamKey, key) ? entry.seq : null;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}

const names = ({ value }: MapFact, leaf: LeafHash): boolean =>
  value !== null && equalBytes(value, leaf);

function mapAbsent({ a, b }: Shown): boolean {
  const map = mapIn(a);
  const entry = inStream(b, map);
  return entry !== null && map.value === null && entry.index < map.mapSize;
}

function mapStale(shown: Shown): boolean {
  const map = mapIn(shown.a);
  const [entry, older] = [inStream(shown.b, map), valueIn(shown)];
  if (entry === null || entry.index >= map.mapSize || !names(map, leafHash(older))) return false;
  const seq = seqOf(older, map);
  return seq !== null && entry.record.seq >= seq && !names(map, entry.leaf);
}

/** Behind or at an entry that the map is not over come only greater numbers; so what has number 1 ends all doubt. */
function mapAhead({ a, b, value }: Shown): boolean {
  const map = mapIn(a);
  const entry = inStream(b, map);
  if (entry === null || entry.index < map.mapSize || map.value === null) return false;
  if (value === null) return entry.record.seq === 1;
  const seq = names(map, leafHash(value)) ? seqOf(value, map) : null;
  return seq !== null && entry.record.seq <= seq;
}

function mapForeign(shown: Shown): boolean {
  const map = mapIn(shown.a);
  const named = valueIn(shown);
  return names(map, leafHash(named)) && seqOf(named, map) === null;
}

function mapLost({ a, b }: Shown): boolean {
  const [one, later] = [mapIn(a), mapIn(b)];
  if (!equalBytes(one.key, later.key) || one.mapSize > later.mapSize) return false;
  return one.value !== null && later.value === null;
}

/** Whether this shows that nothing of the stream lies between an entry and the end of what the map is over. */
function isStillNewest(entry: InStream, map: MapFact, witness: Fact): boolean {
  if (witness.map !== null) {
    const { key, mapSize } = witness.map;
    const same = equalBytes(key, map.key) && names(witness.map, entry.leaf);
    return same && mapSize >= map.mapSize;
  }
  const next = inStream(witness, map);
  return next !== null && next.record.seq === entry.record.seq + 1 && next.index >= map.mapSize;
}

function mapWrong({ a, b, c }: Shown): boolean {
  const map = mapIn(a);
  const entry = inStream(b, map);
  if (entry === null || c === null || map.value === null) return false;
  if (entry.index >= map.mapSize || names(map, entry.leaf)) return false;
  return isStillNewest(entry, map, c);
}

export const MAP_RULES = {
  map_beyond: mapBeyond,
  two_maps: twoMaps,
  map_behind: mapBehind,
  map_absent: mapAbsent,
  map_stale: mapStale,
  map_ahead: mapAhead,
  map_foreign: mapForeign,
  map_lost: mapLost,
  map_wrong: mapWrong,
} satisfies Record<string, Rule>;
