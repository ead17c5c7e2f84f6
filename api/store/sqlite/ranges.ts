import type Database from "better-sqlite3";
import { asLeafHash, asLeafIndex } from "../../../portal/verify/brands.ts";
import { concat } from "../../../portal/verify/bytes.ts";
import { Refusal } from "../../core/errors.ts";
import { StoreMisuse } from "../fault.ts";
import { ROW_MAC_BYTES, type RowMac, rowMacHolds } from "../row-mac.ts";
import type { StoredEntry } from "../store.ts";
import { plain } from "./bytes.ts";
import { nextIndex } from "./entry-rows.ts";

/** Entries that SQLite goes through at once. */
const CHUNK = 4_096;

const IN_RANGE = "FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx";

/** Reads all entries of a range. Refuses (`damaged`) one that is not there. */
export type RangeReader<T> = (from: number, to: number) => T;

export interface RangeReaders {
  /**
   * All entries: a range at a time, so no more than can be held. Each with its authenticator, for what is sealed is read here, and of entries behind
   * the last checkpoint nothing else says that they are the ledger's own. Refuses one that is not as it was written.
   */
  readonly entries: RangeReader<StoredEntry[]>;
  /**
   * What an SQL expression (of bytes, or NULL) gives for each entry, joined. SQLite joins it: a row for each takes fifteen
   * times as long. On the way it takes the bytes for text, of UTF-8 as our files are, and so leaves them as they are.
   */
  joined(expression: string): RangeReader<Uint8Array>;
}

export function rangeReaders(client: Database.Database, rowMac: RowMac): RangeReaders {
  const size = nextIndex(client);
  const indexes = client.prepare<[number, number], number>(`SELECT idx ${IN_RANGE}`).pluck();
  // Joined as below: a row for each takes four times as long, and this is how everything that is sealed is read.
  const allOf = client
    .prepare<[number, number], [count: number, bytes: Uint8Array | null, numbers: string | null]>(
      `SELECT count(*),
         CAST(group_concat(leaf_hash || entry || iif(length(mac) = 16, mac, zeroblob(16)), '') AS BLOB),
         group_concat(length(entry) || ',' || recorded_at || ',' || due_at)
       FROM (SELECT * ${IN_RANGE})`,
    )
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
    entries(from, to) {
      checkRange(from, to);
      const [count, bytes, numbers] = allOf.get(from, to) ?? [0, null, null];
      if (count !== to - from) throw missing(from, to);
      if (bytes === null || numbers === null) return [];
      return taken(from, plain(bytes), numbers, rowMac);
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

/** For `json_each`, so that one statement looks many up. */
export function numbersAsJson(numbers: readonly number[]): string {
  if (!numbers.every(Number.isSafeInteger)) throw new TypeError("an index is a whole number");
  return JSON.stringify(numbers);
}

/** Leaf hash, entry and authenticator of each, joined; and of each three numbers, the length of the entry the first. */
function taken(from: number, bytes: Uint8Array, joined: string, rowMac: RowMac): StoredEntry[] {
  const numbers = joined.split(",");
  const entries: StoredEntry[] = [];
  for (let i = 0, at = 0; i < numbers.length; i += 3) {
    const start = at + HASH;
    const end = start + Number(numbers[i]);
    const index = asLeafIndex(from + i / 3);
    const entry = bytes.subarray(start, end);
    const leafHash = asLeafHash(bytes.subarray(at, start));
    const recordedAt = Number(numbers[i + 1]);
    const dueAt = Number(numbers[i + 2]);
    const columns = [index, entry, leafHash, recordedAt, dueAt];
    at = end + ROW_MAC_BYTES;
    if (!rowMacHolds(rowMac, "entries", columns, bytes.subarray(end, at))) {
      throw new Refusal("damaged", { what: "entry", index });
    }
    entries.push({ index, entry, leafHash, recordedAt, dueAt });
  }
  return entries;
}

const HASH = 32;

/** What was found, as it was asked for. What is asked for twice is handed out twice: each belongs to the caller. */
export function inOrder<K, V>(names: readonly K[], found: ReadonlyMap<K, V>): (V | null)[] {
  const taken = new Set<K>();
  return names.map((name) => {
    const one = found.get(name) ?? null;
    const again = taken.has(name) ? structuredClone(one) : one;
    taken.add(name);
    return again;
  });
}
