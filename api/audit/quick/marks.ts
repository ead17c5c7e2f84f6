/**
 * Remembered requests of drawn entries. Nothing leads from an entry to the mark of its request; but marks are numbered in the order in which they came, as
 * entries are, so that a mark is found by halving. Where the order is not kept, one is missed, and nobody is accused.
 */
import type { LedgerSnapshot, RawRow } from "../../store/audit-store.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { authentic, isCount } from "../row.ts";
import { type Stretches, stretches } from "./stretches.ts";

/** An entry whose mark is looked for. */
export interface Marked {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
}

export interface FoundMarks {
  /** By the numbers that they were found under. Rows that were handed out for an entry before may be left out. */
  readonly rows: ReadonlyMap<number, RawRow>;
  /** Numbers without a row, where the entry's mark may have been. */
  readonly missing: readonly number[];
  /** It was given up: more marks than are worth it say nothing. At least one of them is handed out. */
  readonly givenUp: boolean;
}

export interface MarkFinder {
  /** The rows that may be the mark of this entry: its own; and those where it should be that are damaged, or of the same moment and of no entry. */
  of(entry: Marked): Promise<FoundMarks>;
}

type MarkReads = Pick<LedgerSnapshot, "markKeys" | "rows" | "recordIndexes">;

/** Where a mark stands in the order; `null`: nobody knows, it is damaged or gone. */
interface Stand {
  readonly row: RawRow | null;
  /** The entry that was made; `null`: none was, or it is unknown which. */
  readonly index: number | null;
  readonly time: number | null;
}

/** Looked up so far, and kept: the first steps of every search are the same. */
const KEPT = 100_000;

/** So many damaged or missing marks are gone over in the whole audit: one statement can damage all, and looking at all is a full audit's. */
export const MOST_UNKNOWN = 10_000;

/** And so many authentic ones of no entry, of the moment of one that is looked for. */
const MOST_OF_MOMENTS = 200_000;

/** So many numbers behind the last row are held to be missing; a counter may say anything. */
const BEHIND = 100;

/**
 * Up to which number marks are looked for.
 *
 * @param counted as the server counted them; `null`: nobody knows
 * @param newest the largest number of a row, and `rows` how many there are
 */
export function lastMark(counted: number | null, newest: number, rows: number): number {
  return counted === null ? Math.min(newest, rows) : Math.min(counted, newest + BEHIND);
}

const NONE: FoundMarks = { rows: new Map(), missing: [], givenUp: true };

/**
 * @param last up to this number
 * @param vacated numbers of marks that went with an erasure: they say nothing, and nothing is missing
 */
export function markFinder(
  ledger: MarkReads,
  rowMac: RowMac | null,
  last: number,
  vacated: readonly number[] = [],
): MarkFinder {
  const kept = new Map<number, Stand>();
  const erased = new Set(vacated);
  const unknown = stretches();
  for (const number of erased) unknown.add(number);
  /** Authentic ones of no entry, by their times: of entries of other moments they do say something. */
  const moments = new Map<number, Stretches>();
  let ofMoments = 0;
  const handedOut = new Set<string>();
  let givenUp: number | null = null;

  async function stand(number: number): Promise<Stand> {
    const known = kept.get(number);
    if (known !== undefined) return known;
    if (kept.size >= KEPT) kept.clear();
    const found = await look(number);
    kept.set(number, found);
    return found;
  }

  async function look(number: number): Promise<Stand> {
    const [key = null] = await ledger.markKeys([number]);
    const [row = null] = key === null ? [] : await ledger.rows("idempotency", [[key]]);
    if (row === null || authentic(rowMac, "idempotency", row) === false) {
      return { row, index: null, time: null };
    }
    const [, , outcome, id = null, version = null, time] = row;
    const [index = null] = outcome === "stored" ? await ledger.recordIndexes([[id, version]]) : [];
    return {
      row,
      index: typeof index === "number" ? index : null,
      time: isCount(time) ? time : null,
    };
  }

  /** Below 0: before the entry's mark; 0: it is its mark; above: behind it. `null`: nobody knows. */
  async function compare(number: number, { index, recordedAt }: Marked): Promise<number | null> {
    const { index: own, time } = await stand(number);
    if (own !== null) return own - index;
    // Of the same moment, it may be on either side.
    if (time === null || time === recordedAt) return null;
    return time > recordedAt ? 1 : -1;
  }

  /** Nothing is known of it for this entry, and it is not looked at again. */
  function pass(number: number, time: number | null): void {
    if (time === null) unknown.add(number);
    else {
      const moment = moments.get(time) ?? stretches();
      moments.set(time, moment);
      moment.add(number);
      ofMoments += 1;
    }
    if (unknown.size - erased.size >= MOST_UNKNOWN || ofMoments >= MOST_OF_MOMENTS)
      givenUp = number;
  }

  /** The next that may say something. */
  function next(number: number, way: "above" | "below", { recordedAt }: Marked): number {
    const moment = moments.get(recordedAt);
    for (let at = number; ; ) {
      const behind = unknown[way](at);
      const to = moment === undefined ? behind : moment[way](behind);
      if (to === at) return at;
      at = to;
    }
  }

  /** The next to the middle that somebody knows. */
  async function middle(low: number, high: number, entry: Marked) {
    const half = low + Math.floor((high - low) / 2);
    for (const way of ["below", "above"] as const) {
      for (let at = half; ; ) {
        const number = next(at, way, entry);
        if (number <= low || number >= high) break;
        const order = await compare(number, entry);
        if (order !== null) return { number, order };
        pass(number, (await stand(number)).time);
        if (givenUp !== null) return null;
        at = number;
      }
    }
    return null;
  }

  async function handOut(numbers: readonly number[], isGivenUp: boolean): Promise<FoundMarks> {
    const rows = new Map<number, RawRow>();
    const missing: number[] = [];
    for (const number of numbers) {
      const { row } = await stand(number);
      if (row === null) {
        if (!erased.has(number)) missing.push(number);
      } else rows.set(number, row);
    }
    return { rows, missing, givenUp: isGivenUp };
  }

  return {
    async of(entry) {
      if (givenUp !== null) return NONE;
      // All up to `low` are before it, all from `high` on are not.
      let [low, high] = [0, last + 1];
      let own: number | null = null;
      for (;;) {
        const found = await middle(low, high, entry);
        if (givenUp !== null) return handOut([givenUp], true);
        if (found === null) break;
        if (found.order < 0) low = found.number;
        else {
          high = found.number;
          if (found.order === 0) own = found.number;
        }
      }
      const numbers: number[] = [];
      const range = `${low} ${high}`;
      if (!handedOut.has(range)) {
        handedOut.add(range);
        for (let number = low + 1; number < high; number++) numbers.push(number);
      }
      return handOut(own === null ? numbers : [...numbers, own], false);
    },
  };
}
