/** Which records, and which people, a page looks at: in the order of the log, from where the page before ended. */
import type { IndexedPlace } from "../../ledger/places.ts";
import type { DeliveryContext } from "./context.ts";
import type { Position, Walk } from "./cursor.ts";
import { unreadable } from "./unreadable.ts";

/** What moves whether a person's records may be given. */
const OF_CONSENT: readonly string[] = ["consent", "merge", "restriction"];
/** Entries that one page looks at, whether they are of anything that is shared or not; then the next page goes on. */
const MOST_LOOKED_AT = 4_096;
/** … and consents and joinings among them that it opens: as long as some hundred records take to be given. */
const MOST_OPENED = 256;

export interface Found {
  /** Newest versions of records of kinds that are shared. */
  readonly places: readonly IndexedPlace[];
  /** People whose consent moved, under all their identifiers. */
  readonly moved: readonly string[];
  /** `null`: there is nothing more. */
  readonly next: Position | null;
}

export interface Walking {
  readonly walk: Walk;
  readonly kinds: readonly string[];
  readonly consents: readonly string[];
  readonly limit: number;
}

/** Whose records may be given, or not any more, since a consent of this kind was recorded; empty: it is about something else. */
async function peopleMoved(
  { ledger, consents }: DeliveryContext,
  { id, version, kind, subject }: IndexedPlace,
  asked: readonly string[],
): Promise<readonly string[]> {
  try {
    if (kind === "consent") {
      const { record } = await ledger.record(id, version);
      if (!asked.includes(String(record.purposeId))) return [];
    }
    return await consents.identifiersOf(subject);
  } catch (error) {
    // Of whom something cannot be read, something may have moved.
    unreadable(error);
    return [subject];
  }
}

export async function lookOn(context: DeliveryContext, walking: Walking): Promise<Found> {
  const { walk, kinds, limit } = walking;
  const { ledger } = context;
  const places: IndexedPlace[] = [];
  const moved = new Set<string>();
  let opened = 0;
  const end = Math.min(walk.until, walk.at + MOST_LOOKED_AT);
  for (let at = walk.at; at < end; ) {
    const page = await ledger.placesIn(at, end);
    const shared = page.places.filter(({ kind }) => kinds.includes(kind));
    const newest = await ledger.newestVersions(shared.map(({ id }) => id));
    for (const place of page.places) {
      const { index, kind, id, version } = place;
      if (places.length >= limit)
        return { places, moved: [...moved], next: { at: index, sub: -1 } };
      if (kinds.includes(kind)) {
        // What is superseded comes where its newest version stands.
        if (newest.get(id) === version) places.push(place);
      } else if (walk.since !== null && OF_CONSENT.includes(kind)) {
        // People take their time, too, also those of whom nothing is given.
        if (moved.size >= limit || opened >= MOST_OPENED)
          return { places, moved: [...moved], next: { at: index, sub: -1 } };
        opened += 1;
        // What it was of may be gone by now.
        const sub = index === walk.at ? walk.sub : -1;
        const people = await peopleMoved(context, place, walking.consents);
        const fresh = people.filter((one) => !moved.has(one));
        for (const one of fresh) moved.add(one);
        const room = limit - places.length;
        const older = await olderRecords(context, walking, fresh, { after: sub, room });
        places.push(...older.slice(0, room));
        const last = older.at(room - 1);
        if (older.length > room && last !== undefined)
          return { places, moved: [...moved], next: { at: index, sub: last.index } };
      }
    }
    at = page.upTo;
  }
  return { places, moved: [...moved], next: end < walk.until ? { at: end, sub: -1 } : null };
}

/** Of those who moved, what was recorded before what is walked over: the rest stands there itself. One more than there is room for tells that there are more. */
async function olderRecords(
  { ledger }: DeliveryContext,
  { walk, kinds }: Walking,
  people: readonly string[],
  { after, room }: { readonly after: number; readonly room: number },
): Promise<readonly IndexedPlace[]> {
  const found: IndexedPlace[] = [];
  for (const subject of people)
    found.push(...(await ledger.placesOf({ subject, kinds, after, limit: room + 1 })));
  const older = found.filter(({ index }) => index < (walk.since ?? 0));
  return older.sort((a, b) => a.index - b.index);
}
