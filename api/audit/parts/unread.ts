/**
 * Records of which nothing can be derived: missing, damaged, or without their key. Their rows in the blind index are there still, and are no damage. Which
 * they are shows by the time in the record's id, which is given out just before it is recorded.
 */
import { firstPlace } from "../first-place.ts";
import type { OpenedScene } from "../open-scene.ts";
import { isCount } from "../row.ts";
import type { ReadRecords } from "./records-part.ts";

/** How long it may take from a record's id to its entry, milliseconds; and how far clocks step back. */
const LATEST = 120_000;
const EARLIEST = -5_000;

/** To be asked once for each identity. */
export type IsUnread = (id: string, index: number | null) => boolean;

export async function unreadRecords(
  { snapshots }: Pick<OpenedScene, "snapshots">,
  records: Pick<ReadRecords, "missing" | "faulty" | "unopened" | "suspects" | "unread">,
): Promise<IsUnread> {
  const moved = records.suspects.map(({ index }) => index);
  const bad = new Set([...records.missing, ...records.faulty, ...records.unopened, ...moved]);
  const indexes = [...bad];
  const rows = await snapshots.ledger.rows(
    "entries",
    indexes.map((index) => [index]),
  );
  const times = rows.flatMap((row) => (isCount(row?.[3]) ? [row[3]] : []));
  const takeTime = eachOnce(times);
  const { unread } = records;
  const isInUnread = within(unread);
  return (id, index) => {
    // Of what could not be read at all nobody can say how many identities it has.
    if (index === null ? unread.length > 0 : isInUnread(index)) return true;
    // Once each: a record is known by one identity, and another of its id was put in.
    if (index !== null) return bad.delete(index);
    const made = timeOfId(id);
    if (made === null) return false;
    return takeTime(made + EARLIEST, made + LATEST);
  };
}

/** Whether an index is in one of these ranges, which are apart. */
function within(
  ranges: readonly (readonly [from: number, to: number])[],
): (index: number) => boolean {
  const ascending = [...ranges].sort(([a], [b]) => a - b);
  return (index) => {
    // The first range that ends behind it.
    const range = ascending[firstPlace(ascending.length, (i) => (ascending[i]?.[1] ?? 0) > index)];
    return range !== undefined && range[0] <= index;
  };
}

/** Takes the earliest of these times that lies between two, and is not taken yet. Answers whether there is one. */
function eachOnce(times: readonly number[]): (from: number, to: number) => boolean {
  const ascending = Float64Array.from(times).sort();
  /** Of each place where to look for one that is not taken: itself, or further on. */
  const next = Uint32Array.from({ length: ascending.length + 1 }, (_, i) => i);
  const at = (i: number): number => next[i] as number;
  return (from, to) => {
    let place = firstPlace(ascending.length, (i) => (ascending[i] as number) >= from);
    while (at(place) !== place) {
      next[place] = at(at(place));
      place = at(place);
    }
    if (place === ascending.length || (ascending[place] as number) > to) return false;
    next[place] = place + 1;
    return true;
  };
}

/** The milliseconds of a UUID version 7. */
function timeOfId(id: string): number | null {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id)) return null;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
