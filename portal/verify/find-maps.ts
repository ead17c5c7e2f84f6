/** What maps may contradict: candidates, which the rules judge. */
import { asLeafHash, asStreamKey, type LeafHash, type StreamKey } from "./brands.ts";
import { equalBytes, hexDecode, hexEncode } from "./bytes.ts";
import type { Known, KnownRecord } from "./known.ts";
import type { MapLeaf, MapProof } from "./map.ts";
import { viewFor } from "./map-views.ts";
import { type Misbehaviour, misbehaviour } from "./misbehaviour.ts";
import type { MapStatement } from "./statement.ts";
import { entryStatement, type KnownMap, mapStatement } from "./statements.ts";

/** What the map of a state entry has for a stream, of which these entries are known. */
interface View {
  readonly statement: MapStatement;
  readonly mapSize: number;
  /** Null: it does not have the stream. */
  readonly value: LeafHash | null;
  readonly entries: readonly KnownRecord[];
}

function viewOf(map: KnownMap, key: StreamKey, proof: MapProof, known: Known): View {
  const { terminal } = proof;
  const own = terminal !== null && equalBytes(terminal.key, key) ? terminal.value : null;
  return {
    statement: mapStatement(map, key, proof),
    mapSize: map.placed.state?.mapSize ?? 0,
    value: own && asLeafHash(own),
    entries: known.byStream.get(hexEncode(key)) ?? [],
  };
}

/** By stream: all that the maps say of streams that anything is known of. */
function viewsOf(known: Known): readonly (readonly View[])[] {
  const asked = known.maps.flatMap(({ key, proof }) => [
    hexEncode(key),
    ...(proof.terminal === null ? [] : [hexEncode(proof.terminal.key)]),
  ]);
  const leaves: MapLeaf[] = [...known.byStream.values()].flat().map(({ placed }) => ({
    key: placed.record.streamKey,
    value: placed.leaf,
  }));
  const keys = new Set([...asked, ...known.byStream.keys()]);
  return [...keys].map((hex) => {
    const key = asStreamKey(hexDecode(hex));
    return known.maps.flatMap((map) => {
      const proof = viewFor(key, map.key, map.proof, leaves);
      return proof === null ? [] : [viewOf(map, key, proof, known)];
    });
  });
}

export function* mapCandidates(known: Known): Generator<Misbehaviour> {
  if (known.maps.length === 0) return;
  const streams = viewsOf(known);
  const views = streams.flat();
  for (const view of views) yield* absent(view);
  for (const view of views) yield* stale(view, known);
  for (const view of views) yield* ahead(view, known);
  for (const view of views) yield* foreign(view, known);
  for (const stream of streams) yield* lost(stream);
  for (const stream of streams) for (const view of stream) yield* wrong(view, stream);
}

const below = ({ entries, mapSize }: View): readonly KnownRecord[] =>
  entries.filter(({ placed }) => placed.index < mapSize);

const behind = ({ entries, mapSize }: View): readonly KnownRecord[] =>
  entries.filter(({ placed }) => placed.index >= mapSize);

/** The entries come by number. */
function* absent(view: View): Generator<Misbehaviour> {
  const newest = below(view).at(-1);
  if (view.value === null && newest !== undefined) {
    yield misbehaviour("map_absent", view.statement, entryStatement(newest));
  }
}

/** The bytes of the entry that the map names; null: they are not known, or it has no such stream. */
function namedBy({ value }: View, { byLeaf }: Known): Uint8Array | null {
  return value === null ? null : (byLeaf.get(hexEncode(value))?.placed.entry ?? null);
}

function* stale(view: View, known: Known): Generator<Misbehaviour> {
  const value = namedBy(view, known);
  const newest = below(view).at(-1);
  if (value !== null && newest !== undefined) {
    yield misbehaviour("map_stale", view.statement, entryStatement(newest), { value });
  }
}

function* ahead(view: View, known: Known): Generator<Misbehaviour> {
  const [first] = behind(view);
  if (view.value === null || first === undefined) return;
  const entry = entryStatement(first);
  if (first.placed.record.seq === 1) yield misbehaviour("map_ahead", view.statement, entry);
  const value = namedBy(view, known);
  if (value !== null) yield misbehaviour("map_ahead", view.statement, entry, { value });
}

function* foreign(view: View, known: Known): Generator<Misbehaviour> {
  const value = namedBy(view, known);
  if (value !== null) yield misbehaviour("map_foreign", view.statement, null, { value });
}

function* lost(stream: readonly View[]): Generator<Misbehaviour> {
  for (const one of stream.filter(({ value }) => value !== null)) {
    for (const later of stream.filter(({ value }) => value === null)) {
      if (later.mapSize >= one.mapSize) {
        yield misbehaviour("map_lost", one.statement, later.statement);
      }
    }
  }
}

function* wrong(view: View, stream: readonly View[]): Generator<Misbehaviour> {
  const newest = below(view).at(-1);
  if (view.value === null || newest === undefined) return;
  if (equalBytes(view.value, newest.placed.leaf)) return;
  const [a, b] = [view.statement, entryStatement(newest)];
  const [next] = behind(view);
  if (next !== undefined) yield misbehaviour("map_wrong", a, b, { c: entryStatement(next) });
  for (const { statement, mapSize, value } of stream) {
    const same = value !== null && equalBytes(value, newest.placed.leaf);
    if (same && mapSize >= view.mapSize) yield misbehaviour("map_wrong", a, b, { c: statement });
  }
}
