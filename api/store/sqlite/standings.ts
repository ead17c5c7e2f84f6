/** Standings: of each stream of some kinds one sealed row, replaced whenever the stream moves. */
import type Database from "better-sqlite3";
import type { LeafIndex } from "../../../portal/verify/brands.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Standing, StandingReads, StandingRow } from "../standings.ts";
import { plain } from "./bytes.ts";
import type { Count } from "./counters.ts";

type Found = [
  key: Uint8Array,
  subject: string,
  index: LeafIndex,
  sealed: Uint8Array,
  number: number,
  mac: Uint8Array,
  /** Of the newest entry of the stream that its own entry is of. */
  newest: number | null,
];

/** A record entry has its stream's key from byte 33 on (FORMAT §5.2). */
const ROWS = `SELECT s.key, s.subject, s.idx, s.sealed, s.number, s.mac,
    (SELECT t.idx FROM entries e JOIN streams t ON t.key = substr(e.entry, 34, 32) WHERE e.idx = s.idx)
  FROM standings s`;

export function standingMethods(client: Database.Database, rowMac: RowMac): StandingReads {
  const byKey = client.prepare<[Uint8Array], Found>(`${ROWS} WHERE s.key = ?`).raw();
  const behind = client
    .prepare<[number, number], Found>(`${ROWS} WHERE s.number > ? ORDER BY s.number LIMIT ?`)
    .raw();

  function rowOf(found: Found): StandingRow | "damaged" {
    const [key, subject, index, sealed, number, mac, newest] = found;
    if (!rowMacHolds(rowMac, "standings", [key, subject, index, sealed, number], mac)) {
      return "damaged";
    }
    const isNewest = newest === index;
    return { key: plain(key), subject, sealed: plain(sealed), number, index, isNewest };
  }

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const ofKeys = client.transaction((keys: readonly Uint8Array[]) =>
    keys.map((key) => {
      const found = byKey.get(key);
      return found === undefined ? null : rowOf(found);
    }),
  );

  function page(after: number, limit: number) {
    if (![after, limit].every((n) => Number.isSafeInteger(n) && n >= 0)) {
      throw new StoreMisuse("standings are asked for from a number on, so many");
    }
    const found = behind.all(after, limit);
    const rows = found.map(rowOf).filter((row) => row !== "damaged");
    return { rows, last: found.at(-1)?.[4] ?? null };
  }

  return {
    standings: async (keys) => attempt("standings", () => ofKeys(keys)),
    standingsAfter: async (after, limit) => attempt("standingsAfter", () => page(after, limit)),
  };
}

/** Writes a standing that ends with the entry at an index, within a transaction. */
export function standingWriter(
  client: Database.Database,
  rowMac: RowMac,
): (standing: Standing, index: number, count: Count) => void {
  const numberOf = client
    .prepare<[Uint8Array], number>("SELECT number FROM standings WHERE key = ?")
    .pluck();
  const insert = client.prepare(
    "INSERT INTO standings (key, subject, idx, sealed, number, mac) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const replace = client.prepare(
    "UPDATE standings SET subject = ?, idx = ?, sealed = ?, mac = ? WHERE key = ?",
  );
  return ({ key, subject, sealed }, index, count) => {
    // Whatever was there before: it is derived, and what is derived anew takes its place.
    const before = numberOf.get(key);
    const number = before ?? count.next("standings");
    const mac = rowMac("standings", [key, subject, index, sealed, number]);
    if (before === undefined) insert.run(key, subject, index, sealed, number, mac);
    else replace.run(subject, index, sealed, mac, key);
  };
}
