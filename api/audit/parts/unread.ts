/**
 * Records of which nothing can be derived: missing, damaged, or without their key. Their rows in the blind index are there still, and are no damage. Which
 * they are shows by the time in the record's id, which is given out just before it is recorded.
 */
import type { OpenedScene } from "../open-scene.ts";
import { isCount } from "../row.ts";
import type { ReadRecords } from "./records-part.ts";

/** How long it may take from a record's id to its entry, milliseconds; and how far clocks step back. */
const LATEST = 120_000;
const EARLIEST = -5_000;

/** To be asked once for each identity. */
export type IsUnread = (id: string, index: number | null) => boolean;

export async function unreadRecords(
  { snapshots }: OpenedScene,
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
  const { unread } = records;
  return (id, index) => {
    // Of what could not be read at all nobody can say how many identities it has.
    if (
      index === null ? unread.length > 0 : unread.some(([from, to]) => index >= from && index < to)
    )
      return true;
    // Once each: a record is known by one identity, and another of its id was put in.
    if (index !== null) return bad.delete(index);
    const made = timeOfId(id);
    if (made === null) return false;
    const at = times.findIndex((time) => time - made >= EARLIEST && time - made <= LATEST);
    if (at === -1) return false;
    times.splice(at, 1);
    return true;
  };
}

/** The milliseconds of a UUID version 7. */
function timeOfId(id: string): number | null {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id)) return null;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
