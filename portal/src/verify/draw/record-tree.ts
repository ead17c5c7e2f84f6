/** The tree over the fields of a record (docs/FORMAT.md §4), as lines beside the list of its fields. */

/** A node over two subtrees; rows count from 0, and lie between rows where two meet. */
export interface Bracket {
  /** How far from the fields: 1 joins two fields. */
  readonly height: number;
  readonly row: number;
  readonly upper: { readonly row: number; readonly height: number };
  readonly lower: { readonly row: number; readonly height: number };
}

export interface RecordTree {
  readonly fields: number;
  readonly height: number;
  readonly brackets: readonly Bracket[];
}

/** The largest power of two smaller than n. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** @param fields at least 1 */
export function recordTree(fields: number): RecordTree {
  const brackets: Bracket[] = [];
  const join = (first: number, count: number): { row: number; height: number } => {
    if (count === 1) return { row: first, height: 0 };
    const k = splitOf(count);
    const upper = join(first, k);
    const lower = join(first + k, count - k);
    const height = Math.max(upper.height, lower.height) + 1;
    const row = (upper.row + lower.row) / 2;
    brackets.push({ height, row, upper, lower });
    return { row, height };
  };
  return { fields, height: join(0, fields).height, brackets };
}
