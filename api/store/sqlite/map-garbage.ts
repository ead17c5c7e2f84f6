/** Lists of page ids, as `garbage` holds them. */

const ID_BYTES = 6;
/** Pages of one row, which are deleted in one transaction. */
const ROW = 2_048;

/** Ids as rows of bounded length, in ascending order: what is deleted together then lies together. */
export function packIds(ids: readonly number[]): Buffer[] {
  const sorted = Float64Array.from(ids).sort();
  const rows: Buffer[] = [];
  for (let from = 0; from < sorted.length; from += ROW) {
    const part = sorted.subarray(from, from + ROW);
    const row = Buffer.allocUnsafe(part.length * ID_BYTES);
    for (const [i, id] of part.entries()) row.writeUIntBE(id, i * ID_BYTES, ID_BYTES);
    rows.push(row);
  }
  return rows;
}

export function unpackIds(row: Buffer): number[] {
  const ids: number[] = [];
  for (let at = 0; at + ID_BYTES <= row.length; at += ID_BYTES) {
    ids.push(row.readUIntBE(at, ID_BYTES));
  }
  return ids;
}
