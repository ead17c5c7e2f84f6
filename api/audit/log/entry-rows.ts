import type { LedgerSnapshot, RawKey, RawRow, RawValue } from "../../store/audit-store.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { authentic, bytesOf, isCount } from "../row.ts";

/** A row of `entries`. What is no such thing in it is `null`. */
export interface EntryRow {
  readonly index: number;
  readonly entry: Buffer | null;
  readonly leafHash: Buffer | null;
  readonly recordedAt: number | null;
  readonly dueAt: number | null;
  /** As `authentic` has it. */
  readonly authentic: boolean | null;
}

export function entryRow(row: RawRow, rowMac: RowMac | null): EntryRow {
  const [index, entry, leafHash, recordedAt, dueAt] = row;
  return {
    index: Number(index),
    entry: bytesOf(entry),
    leafHash: bytesOf(leafHash, 32),
    recordedAt: isCount(recordedAt) ? recordedAt : null,
    dueAt: isCount(dueAt) ? dueAt : null,
    authentic: authentic(rowMac, "entries", row),
  };
}

const PAGE = 2_048;

/** The rows of `entries` in the order of their indexes, each handed out once. */
export interface EntryCursor {
  /** Those below this index that were not handed out yet. */
  below(index: number): Promise<readonly EntryRow[]>;
  /** All others, however far away, a page at a time; what has no index among them by its key. */
  rest(): AsyncIterable<readonly (EntryRow | RawValue)[]>;
}

/** @param from the first index that is of interest */
export function entryCursor(
  snapshot: Pick<LedgerSnapshot, "page">,
  rowMac: RowMac | null,
  from: number,
): EntryCursor {
  let after: RawKey = [from - 1];
  let rows: RawRow[] = [];
  let ended = false;

  async function fill(): Promise<void> {
    const page = await snapshot.page("entries", { after, limit: PAGE });
    rows = [...page];
    ended = page.length < PAGE;
    const last = page.at(-1);
    if (last !== undefined) after = [last[0] ?? null];
  }

  return {
    async below(index) {
      const found: EntryRow[] = [];
      for (;;) {
        if (rows.length === 0 && !ended) await fill();
        const end = rows.findIndex(([own]) => !isCount(own) || own >= index);
        const taken = end === -1 ? rows : rows.slice(0, end);
        rows = end === -1 ? [] : rows.slice(end);
        for (const row of taken) found.push(entryRow(row, rowMac));
        if (rows.length > 0 || ended) return found;
      }
    },
    async *rest() {
      for (;;) {
        if (rows.length === 0 && !ended) await fill();
        if (rows.length === 0) return;
        const page = rows;
        rows = [];
        yield page.map((row) => (isCount(row[0]) ? entryRow(row, rowMac) : (row[0] ?? null)));
      }
    },
  };
}
