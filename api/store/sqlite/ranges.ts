import type Database from "better-sqlite3";
import { concat } from "../../../portal/verify/bytes.ts";
import { Refusal } from "../../core/errors.ts";
import { StoreMisuse } from "../fault.ts";
import { ENTRY_COLUMNS, type EntryRow, nextIndex } from "./entry-rows.ts";

/** Entries that SQLite goes through at once. */
const CHUNK = 4_096;

const IN_RANGE = "FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx";

/** Reads all entries of a range. Refuses (`damaged`) the first that is not there. */
export type RangeReader<T> = (from: number, to: number) => T;

export interface RangeReaders {
  /** The rows of all entries. */
  readonly rows: RangeReader<EntryRow[]>;
  /**
   * What an SQL expression (of bytes, or NULL) gives for each entry, joined. SQLite joins it: a row for each takes fifteen
   * times as long. On the way it takes the bytes for text, of UTF-8 as our files are, and so leaves them as they are.
   */
  joined(expression: string): RangeReader<Uint8Array>;
}

export function rangeReaders(client: Database.Database): RangeReaders {
  const size = nextIndex(client);
  const indexes = client.prepare<[number, number], number>(`SELECT idx ${IN_RANGE}`).pluck();
  const rowsOf = client
    .prepare<[number, number], EntryRow>(`SELECT ${ENTRY_COLUMNS} ${IN_RANGE}`)
    .raw();

  function missing(from: number, to: number): Refusal {
    const found = indexes.all(from, to);
    const at = found.findIndex((index, i) => index !== from + i);
    const index = from + (at === -1 ? found.length : at);
    return new Refusal("damaged", { what: "entry", index });
  }

  function checkRange(from: number, to: number): void {
    if (!(isNatural(from) && isNatural(to) && from <= to)) {
      throw new StoreMisuse("a range of entries wants 0 <= from <= to");
    }
    if (to > size()) throw new StoreMisuse("a range of entries reaches beyond the log");
  }

  return {
    rows(from, to) {
      checkRange(from, to);
      const rows = rowsOf.all(from, to);
      if (rows.length !== to - from) throw missing(from, to);
      return rows;
    },
    joined(expression) {
      const read = client
        .prepare<[number, number], [count: number, bytes: Uint8Array | null]>(
          `SELECT count(*), CAST(group_concat(${expression}, '') AS BLOB) FROM (SELECT * ${IN_RANGE})`,
        )
        .raw();
      return (from, to) => {
        checkRange(from, to);
        const pieces: Uint8Array[] = [];
        for (let start = from; start < to; start += CHUNK) {
          const end = Math.min(start + CHUNK, to);
          const [count, bytes] = read.get(start, end) ?? [0, null];
          if (count !== end - start) throw missing(start, end);
          if (bytes !== null) pieces.push(bytes);
        }
        return concat(...pieces);
      };
    },
  };
}

export const isNatural = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
