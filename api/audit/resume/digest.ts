import { createHash } from "node:crypto";
import type { AuditSnapshot, LedgerSnapshot, RawKey, RawRow } from "../../store/audit-store.ts";
import { type ColumnValue, encodeRow } from "../../store/row-mac.ts";

export interface DigestedFiles {
  readonly ledger: Pick<LedgerSnapshot, "page">;
  readonly keys: Pick<AuditSnapshot<"keys">, "rows">;
}

const PAGE = 1_024;
/** Columns of `entries` that the check of a record looks at: index, bytes, time. */
const OF_ENTRIES = [0, 1, 3];
/** Columns of `records` that name its keys: subject, class, year of expiry. */
const OF_KEYS = [4, 5, 6];

/**
 * SHA-256, as hex, over all rows that the records of a range are checked by: entries, records, the wrapped keys that they name, and what remembered requests
 * say of them (records/asked.ts). The check is a function of these: where they are what they were, it comes out as it did. Rows of tables have one encoding
 * (row-mac.ts).
 */
export async function digestRows(
  { ledger, keys }: DigestedFiles,
  from: number,
  to: number,
  asked: Uint8Array = new Uint8Array(0),
): Promise<string> {
  const hash = createHash("sha256");
  const add = (table: string, row: RawRow): void => {
    // What is too large to be a number here is damage, and is never taken over.
    const columns = row.map(
      (value): ColumnValue => (typeof value === "bigint" ? `${value}` : value),
    );
    hash.update(encodeRow(table, columns));
  };
  for (let at = from; at < to; at += PAGE) {
    const end = Math.min(to, at + PAGE);
    const range = { after: [at - 1], upTo: [end - 1], limit: end - at } as const;
    for (const row of await ledger.page("entries", range)) add("entries", pick(row, OF_ENTRIES));
    const records = await ledger.page("records", range);
    for (const row of records) add("records", row);
    const names = once(records.map((row) => pick(row, OF_KEYS)));
    for (const row of await keys.rows("sealing_keys", names)) add("sealing_keys", row ?? []);
    const subjects = once(names.map(([subject = null]) => [subject]));
    for (const row of await keys.rows("stream_secrets", subjects)) add("stream_secrets", row ?? []);
  }
  return hash.update(asked).digest("hex");
}

const pick = (row: RawRow, columns: readonly number[]): RawKey =>
  columns.map((column) => row[column] ?? null);

function once(keys: readonly RawKey[]): RawKey[] {
  return [...new Map(keys.map((key) => [key.map(String).join("\0"), key])).values()];
}
