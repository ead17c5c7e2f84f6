/** Standings: of each stream of some kinds one sealed row, replaced whenever the stream moves. */
import type Database from "better-sqlite3";
import { asLeafIndex } from "../../../portal/verify/brands.ts";
import { attempt, StoreMisuse } from "../fault.ts";
import { type RowMac, rowMacHolds } from "../row-mac.ts";
import type { Standing, StandingReads, StandingRow } from "../standings.ts";
import { plain } from "./bytes.ts";
import type { Count } from "./counters.ts";
import type { NewestEntries } from "./newest-entries.ts";

/**
 * A row in one text: handing over five columns takes three times as long as finding them. `index number sealed subject`, the bytes as hexadecimal; the subject, which may
 * be anything where somebody changed it, comes last.
 */
const ROW = "s.idx || ' ' || s.number || ' ' || hex(s.sealed) || ' ' || s.subject";

/** A row as it lies there. */
type Stored = Omit<StandingRow, "index" | "headSeq"> & { readonly index: number };

export function standingMethods(
  client: Database.Database,
  rowMac: RowMac,
  newest: NewestEntries,
): StandingReads {
  const byKey = client
    .prepare<[Uint8Array], string>(`SELECT ${ROW} FROM standings s WHERE s.key = ?`)
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

  function partsOf(key: Uint8Array, text: string): Stored {
    const [first, second, third] = spacesOf(text);
    return {
      key,
      index: Number(text.slice(0, first)),
      number: Number(text.slice(first + 1, second)),
      sealed: plain(Buffer.from(text.slice(second + 1, third), "hex")),
      subject: text.slice(third + 1),
    };
  }

  const isWhole = ({ key, subject, index, sealed, number }: Stored, mac: Uint8Array | undefined) =>
    rowMacHolds(rowMac, "standings", [key, subject, index, sealed, number], mac ?? null);

  /** Whether a row is as it was written shows once: then it is known, until it is replaced or somebody else has written to the database. */
  function rowOf(stored: Stored, mac: () => Uint8Array | undefined): StandingRow | null {
    const { key } = stored;
    const index = asLeafIndex(stored.index);
    const known = newest.seqOf(index, key);
    if (known !== undefined) return { ...stored, index, headSeq: known };
    if (!isWhole(stored, mac())) return null;
    const headSeq = newest.look(index);
    if (headSeq !== null) newest.add(index, key, headSeq);
    return { ...stored, index, headSeq };
  }

  // One read transaction: beginning and ending one for each costs as much as the looking up.
  const ofKeys = client.transaction((keys: readonly Uint8Array[]) => {
    newest.begin();
    return keys.map((key) => {
      const text = byKey.get(key);
      if (text === undefined) return null;
      return rowOf(partsOf(key, text), () => macOf.get(key)) ?? "damaged";
    });
  });

  const page = client.transaction((after: number, limit: number) => {
    newest.begin();
    const found = behind.all(after, limit);
    const rows = found.flatMap(([key, , mac, text]) => {
      const row = rowOf(partsOf(plain(key), text), () => mac);
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

/** Where the first three blanks of a row are. */
function spacesOf(text: string): [number, number, number] {
  const first = text.indexOf(" ");
  const second = text.indexOf(" ", first + 1);
  return [first, second, text.indexOf(" ", second + 1)];
}

/** The entry that a standing ends with. */
interface Last {
  readonly index: number;
  readonly seq: number;
}

/** Writes a standing within a transaction. */
export function standingWriter(
  client: Database.Database,
  rowMac: RowMac,
  newest: NewestEntries,
): (standing: Standing, last: Last, count: Count) => void {
  const numberOf = client
    .prepare<[Uint8Array], number>("SELECT number FROM standings WHERE key = ?")
    .pluck();
  const insert = client.prepare(
    "INSERT INTO standings (key, subject, idx, sealed, number, mac) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const replace = client.prepare(
    "UPDATE standings SET subject = ?, idx = ?, sealed = ?, mac = ? WHERE key = ?",
  );
  return ({ key, subject, sealed }, { index, seq }, count) => {
    // Whatever was there before: it is derived, and what is derived anew takes its place.
    const before = numberOf.get(key);
    const number = before ?? count.next("standings");
    const mac = rowMac("standings", [key, subject, index, sealed, number]);
    if (before === undefined) insert.run(key, subject, index, sealed, number, mac);
    else replace.run(subject, index, sealed, mac, key);
    newest.add(index, key, seq);
  };
}
