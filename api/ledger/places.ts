/** Which records there are, by their rows alone: in the order of the log, and of one person. Nothing is opened, and nothing shown. */
import type { Store } from "../store/store.ts";
import { placeOf, type RecordPlace } from "./read.ts";

export interface IndexedPlace extends RecordPlace {
  readonly index: number;
}

/** So many entries are looked at together. */
const MOST_ENTRIES = 256;
/** So many of one person are looked for at a time: one more than a page of anything holds tells that there are more. */
const MOST_PLACES = 256;

type Rows = Pick<Store, "recordsAt" | "newestRecords" | "list">;

/** Of the entries from `from` up to, not including, `upTo`, which is `below` at most; those whose records are gone are left out. */
export interface PlacesPage {
  readonly places: readonly IndexedPlace[];
  readonly upTo: number;
}

export async function placesIn(
  { store }: { readonly store: Rows },
  from: number,
  below: number,
): Promise<PlacesPage> {
  const upTo = Math.min(below, from + MOST_ENTRIES);
  const indexes = Array.from({ length: Math.max(0, upTo - from) }, (_, i) => from + i);
  const rows = await store.recordsAt(indexes);
  const places = rows.flatMap((row) => (row ? [{ ...placeOf(row), index: row.index }] : []));
  return { places, upTo };
}

/** The newest versions of somebody's records of these kinds, ascending by index: those above `after`, at most `limit`, which is {@link MOST_PLACES} at most. */
export async function placesOf(
  { store }: { readonly store: Rows },
  query: {
    readonly subject: string;
    readonly kinds: readonly string[];
    readonly after: number;
    readonly limit: number;
  },
): Promise<readonly IndexedPlace[]> {
  const { subject, kinds, after } = query;
  const { limit } = query;
  // One that was cut without a word would look like the last.
  if (limit > MOST_PLACES) throw new RangeError(`${limit} places at a time`);
  const found: IndexedPlace[] = [];
  for (const kind of kinds) {
    const rows = await store.list({ subject, kind, after, limit });
    found.push(...rows.map((row) => ({ ...placeOf(row), index: row.index })));
  }
  return found.sort((a, b) => a.index - b.index).slice(0, limit);
}

/** By record. */
export async function newestVersions(
  { store }: { readonly store: Rows },
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await store.newestRecords(ids);
  return new Map(rows.flatMap((row) => (row ? [[row.id, row.version] as const] : [])));
}
