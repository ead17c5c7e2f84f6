/**
 * Row authenticators: of each row that neither the log, nor its record's seal, nor the chain covers, the ledger's database keeps a keyed
 * hash. Here is what goes into it, and that a store is handed the function, never the key (api/vault/row-mac.ts makes it).
 *
 * The encoding is of the database file, not of the wire: it holds as long as migration 0003 does, for rows are hashed anew by migrations alone that add a column.
 */
import { timingSafeEqual } from "node:crypto";

/** What a column of a STRICT table can hold. Numbers are integers within ±(2^53−1). */
export type ColumnValue = string | number | Uint8Array | null;

/**
 * The authenticator of one row: 16 bytes, a keyed hash over {@link encodeRow}. Synchronous, for it is called inside transactions, and about
 * 1 µs a call. The bytes handed out are the caller's; those handed in are not kept.
 */
export type RowMac = (table: string, columns: readonly ColumnValue[]) => Uint8Array;

export const ROW_MAC_BYTES = 16;

const NULL = 0x00;
const INTEGER = 0x01;
const TEXT = 0x02;
const BLOB = 0x03;
/** Of tag and length. */
const HEAD = 5;

/** A row is encoded into it: one allocation for all. */
let room = Buffer.alloc(4_096);

/**
 * The one encoding of a row: the table's name and then each column, in the table's order. NULL is `00`; an integer `01 ‖ n[8]`, two's
 * complement; text `02 ‖ length[4] ‖ UTF-8`; a blob `03 ‖ length[4] ‖ bytes`. No two rows, and no two tables, have the same.
 *
 * The bytes are good until the next call.
 */
export function encodeRow(table: string, columns: readonly ColumnValue[]): Buffer {
  let end = putText(table, 0);
  for (const value of columns) {
    if (value === null) end = putNull(end);
    else if (typeof value === "number") end = putInteger(value, end);
    else if (typeof value === "string") end = putText(value, end);
    else end = putBlob(value, end);
  }
  return room.subarray(0, end);
}

/** True if these are the authenticator of this row; false also for a value that no row of ours can hold. */
export function rowMacHolds(
  rowMac: RowMac,
  table: string,
  columns: readonly ColumnValue[],
  mac: Uint8Array | null,
): boolean {
  if (mac === null || mac.length !== ROW_MAC_BYTES) return false;
  // A number beyond was read with loss, and is none that we have written.
  if (columns.some((value) => typeof value === "number" && !Number.isSafeInteger(value))) {
    return false;
  }
  return timingSafeEqual(rowMac(table, columns), mac);
}

function putNull(at: number): number {
  reserve(at + 1);
  room[at] = NULL;
  return at + 1;
}

const HIGH = 2 ** 32;

function putInteger(value: number, at: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError("no integer of a row");
  reserve(at + 9);
  room[at] = INTEGER;
  room.writeInt32BE(Math.floor(value / HIGH), at + 1);
  room.writeUInt32BE(value >>> 0, at + HEAD);
  return at + 9;
}

function putText(value: string, at: number): number {
  // No character takes more than three bytes.
  reserve(at + HEAD + value.length * 3);
  const length = room.write(value, at + HEAD);
  return putHead(TEXT, length, at);
}

function putBlob(value: Uint8Array, at: number): number {
  reserve(at + HEAD + value.length);
  room.set(value, at + HEAD);
  return putHead(BLOB, value.length, at);
}

function putHead(tag: number, length: number, at: number): number {
  room[at] = tag;
  room.writeUInt32BE(length, at + 1);
  return at + HEAD + length;
}

function reserve(bytes: number): void {
  if (bytes <= room.length) return;
  const larger = Buffer.alloc(Math.max(bytes, room.length * 2));
  room.copy(larger);
  room = larger;
}
