/** What the ledger took in a period, by its rows alone, in the order of the log or of some people: nothing is opened, and nothing shown. */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { Period } from "../core/reach.ts";
import type { Store } from "../store/store.ts";
import type { RecordPlace } from "./read.ts";

export interface RecordedPlace extends RecordPlace {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
}

/** Of so many entries from the log's beginning on. */
export interface RecordedPage {
  readonly places: readonly RecordedPlace[];
  /** Record entries of the period whose records are not here any more: lost, or erased. */
  readonly gone: number;
  readonly upTo: number;
  readonly of: number;
}

const PAGE = 1_024;
/** First byte of a record's entry (FORMAT §5.2). */
const OF_RECORD = 1;

/** All entries from `first` on are looked at: clocks step back, so no search by time could be sure of one. Those that come meanwhile are left out. */
export async function* recordedIn(
  { store }: { readonly store: Store },
  { from, until }: Period,
  first = 0,
): AsyncGenerator<RecordedPage> {
  const of = await store.size();
  for (let at = first; at < of; at += PAGE) {
    const upTo = Math.min(of, at + PAGE);
    const entries = (await store.entries(at, upTo)).filter(
      ({ entry, recordedAt }) => entry[0] === OF_RECORD && recordedAt >= from && recordedAt < until,
    );
    const rows = await store.recordsAt(entries.map(({ index }) => index));
    const places = rows.flatMap((row, i): RecordedPlace[] => {
      if (row === null) return [];
      const { id, version, kind, subject, index } = row;
      return [{ id, version, kind, subject, index, recordedAt: entries[i]!.recordedAt }];
    });
    yield { places, gone: rows.length - places.length, upTo, of };
    await othersTurn();
  }
}

/** Rows of one person that are read at a time. */
const ROWS = 500;

/** The same of these people alone, person by person and the newest first, by their own rows: the log is not looked through. What is gone is nobody's any more, and not counted. `upTo` and `of` are people. */
export async function* recordedOf(
  { store }: { readonly store: Store },
  { from, until }: Period,
  subjects: readonly string[],
): AsyncGenerator<RecordedPage> {
  const size = await store.size();
  const of = subjects.length;
  for (const [done, subject] of subjects.entries()) {
    let below: number = size;
    for (let isMore = true; isMore; ) {
      const rows = await store.timeline({ subject, kinds: null, below, limit: ROWS });
      const places: RecordedPlace[] = [];
      for (const { id, version, kind, index } of rows) {
        const recordedAt = (await store.entry(index))?.recordedAt;
        if (recordedAt !== undefined && recordedAt >= from && recordedAt < until)
          places.push({ id, version, kind, subject, index, recordedAt });
      }
      below = rows.at(-1)?.index ?? 0;
      isMore = rows.length === ROWS;
      yield { places, gone: 0, upTo: isMore ? done : done + 1, of };
      await othersTurn();
    }
  }
}
