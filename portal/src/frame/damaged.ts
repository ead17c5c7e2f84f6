/** Entries that are there and cannot be shown, at their places between those that can. Pure. */

/** As the ledger tells of it. */
export interface DamagedEntry {
  readonly id: string;
  readonly version: number;
  /** In the log. */
  readonly index: number;
  readonly kind: string;
}

/** One line of a list. */
export type Placed<R> = { readonly record: R } | { readonly damaged: DamagedEntry };

export const isDamaged = <R>(placed: Placed<R>): placed is { readonly damaged: DamagedEntry } =>
  "damaged" in placed;

/** Both as one list, the newest first. */
export const placed = <R extends { readonly index: number }>(
  records: readonly R[],
  damaged: readonly DamagedEntry[],
): readonly Placed<R>[] =>
  [
    ...records.map((record) => ({ at: record.index, line: { record } })),
    ...damaged.map((one) => ({ at: one.index, line: { damaged: one } })),
  ]
    .sort((a, b) => b.at - a.at)
    .map(({ line }) => line);

/** Of each line another. */
export const keyOfPlaced = <R extends { readonly id: string; readonly version: number }>(
  line: Placed<R>,
): string => {
  const { id, version } = isDamaged(line) ? line.damaged : line.record;
  return `${id} ${version}`;
};
