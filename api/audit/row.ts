/** Rows as they were read, and what of them can be relied on. */
import type { RawRow, RawValue } from "../store/audit-store.ts";
import { type ColumnValue, type RowMac, rowMacHolds } from "../store/row-mac.ts";

export const isCount = (value: RawValue | undefined): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** The bytes of a blob of this length; `null` for anything else. */
export function bytesOf(value: RawValue | undefined, length?: number): Buffer | null {
  if (!(value instanceof Uint8Array)) return null;
  if (length !== undefined && value.length !== length) return null;
  return Buffer.isBuffer(value)
    ? value
    : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

export const textOf = (value: RawValue | undefined): string | null =>
  typeof value === "string" ? value : null;

/**
 * Whether the authenticator of a row, its last column, holds over all others: then no byte of it was changed by anybody who has not the key. `null`: nobody
 * can tell, because the key is gone.
 */
export function authentic(rowMac: RowMac | null, table: string, row: RawRow): boolean | null {
  if (rowMac === null) return null;
  const mac = row.at(-1);
  if (!(mac instanceof Uint8Array)) return false;
  for (const value of row) if (typeof value === "bigint") return false;
  return rowMacHolds(rowMac, table, row.slice(0, -1) as ColumnValue[], mac);
}
