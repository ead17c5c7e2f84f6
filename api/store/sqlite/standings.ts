/** Standings: of each stream of some kinds one sealed row, replaced whenever the stream moves. */
import type Database from "better-sqlite3";
import { asLeafIndex } from "../../../portal/verify/brands.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Standing, StandingReads, StandingRow } from "../standings.ts";
import { plain } from "./bytes.ts";
import type { Count } from "./counters.ts";
import type { KnownStandings } from "./known-standings.ts";

/**
 * A row in one text: handing over five columns takes three times as long as finding them. `index number sealed subject`, the bytes as hexadecimal; the subject, which may
 * be anything where somebody changed it, comes last.
 */
const ROW = "s.idx || ' ' || s.number || ' ' || hex(s.sealed) || ' ' || s.subject";

export function standingMethods(
  client: Database.Database,
  rowMac: RowMac,
  known: KnownStandings,
): StandingReads {
  const byKey = client
    .prepare<[Uint8Array], string>(`SELECT ${ROW} FROM standings s WHERE s.key = ?`)
    .pluck();
  // A record entry has its stream's key from byte 33 on (FORMAT §5.2). Not a join, which takes four times as long.
  const headSeqOf = client
    .prepare<[number], number | null>(
      `SELECT (SELECT seq FROM streams WHERE streams.key = substr(entry, 34, 32) AND streams.idx = entries.idx)
       FROM entries WHERE idx = ?`,
    )
    .pluck();
  const macOf = client
    .prepare<[Uint8Array], Uint8Array>("SELECT mac FROM standings WHERE key = ?")
    .pluck();
  const behind = client
    .prepare<[number, number], [key: Uint8Array, number: number, mac: Uint8Array, row: string]>(
      `SELECT s.key, s.number, s.mac, ${ROW} FROM standings s
       WHERE s.number > ? ORDER BY s.number LIMIT ?`,
    )
    .raw();

  /** `null`: it is not as it was written. */
  function rowOf(
    key: Uint8Array,
    text: string,
    mac: () => Uint8Array | undefined,
  ): StandingRow | null {
    const first = text.indexOf(" ");
    const second = text.indexOf(" ", first + 1);
    const third = text.indexOf(" ", second + 1);
    const at = Number(text.slice(0, first));
    const number = Number(text.slice(first + 1, second));
    const sealed = plain(Buffer.from(text.slice(second + 1, third), "hex"));
    const subject = text.slice(third + 1);
    const columns = [key, subject, at, sealed, number];
    if (!rowMacHolds(rowMac, "standings", columns, mac() ?? null)) return null;
    // Only now: what somebody else wrote may be no index.
    const index = asLeafIndex(at);
    const row = { key, subject, sealed, number, index, headSeq: headSeqOf.get(index) ?? null };
    if (row.headSeq !== null) known.add(row);
    return row;
  }

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const ofKeys = client.transaction((keys: readonly Uint8Array[]) => {
    known.begin();
    return keys.map((key) => {
      const row = known.get(key);
      if (row !== undefined) return row;
      const text = byKey.get(key);
      if (text === undefined) return null;
      return rowOf(key, text, () => macOf.get(key)) ?? "damaged";
    });
  });

  const page = client.transaction((after: number, limit: number) => {
    known.begin();
    const found = behind.all(after, limit);
    const rows = found.flatMap(([key, , mac, text]) => {
      const row = rowOf(plain(key), text, () => mac);
      return row === null ? [] : [row];
    });
    return { rows, damaged: found.length - rows.length, last: found.at(-1)?.[1] ?? null };
  });

  return {
    standings: async (keys) => attempt("standings", () => ofKeys(keys)),
    standingsAfter: async (after, limit) => {
      if (![after, limit].every((n) => Number.isSafeInteger(n) && n >= 0))
        throw new StoreMisuse("standings are asked for from a number on, so many");
      return attempt("standingsAfter", () => page(after, limit));
    },
  };
}

/** Writes a standing that ends with the entry at an index, within a transaction. What was known of its stream goes as that moves (heads.ts). */
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
