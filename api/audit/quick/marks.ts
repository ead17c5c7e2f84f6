/**
 * Remembered requests of drawn entries. Nothing leads from an entry to the mark of its request; but marks are numbered in the order in which they came, as
 * entries are, so that a mark is found by halving. Where the order is not kept, one is missed, and nobody is accused.
 */
import type { LedgerSnapshot, RawRow } from "../../store/audit-store.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { authentic, isCount } from "../row.ts";

/** An entry whose mark is looked for. */
export interface Marked {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
}

export interface FoundMarks {
  readonly rows: readonly RawRow[];
  /** Numbers without a row, where the entry's mark may have been. */
  readonly missing: readonly number[];
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

/** @param counted how many marks there are */
export function markFinder(ledger: MarkReads, rowMac: RowMac | null, counted: number): MarkFinder {
  const kept = new Map<number, Stand>();

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

  /** The next to the middle that somebody knows. */
  async function middle(low: number, high: number, entry: Marked) {
    const half = Math.floor((low + high) / 2);
    for (let number = half; number > low; number--) {
      const order = await compare(number, entry);
      if (order !== null) return { number, order };
    }
    for (let number = half + 1; number < high; number++) {
      const order = await compare(number, entry);
      if (order !== null) return { number, order };
    }
    return null;
  }

  return {
    async of(entry) {
      // All up to `low` are before it, all from `high` on are not.
      let [low, high] = [0, counted + 1];
      let own: number | null = null;
      for (;;) {
        const next = await middle(low, high, entry);
        if (next === null) break;
        if (next.order < 0) low = next.number;
        else {
          high = next.number;
          if (next.order === 0) own = next.number;
        }
      }
      const rows: RawRow[] = [];
      const missing: number[] = [];
      for (let number = low + 1; number < high; number++) {
        const { row } = await stand(number);
        if (row === null) missing.push(number);
        else rows.push(row);
      }
      const { row } = own === null ? { row: null } : await stand(own);
      return { rows: row === null ? rows : [...rows, row], missing };
    },
  };
}
