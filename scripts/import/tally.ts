import type { SkipReason } from "./model.ts";

/** What became of what was read. Records are counted when the server has answered for them. */
export interface Tally {
  rows: number;
  /** Records that the rows made. */
  records: number;
  stored: number;
  newVersions: number;
  unchanged: number;
  equalsEarlier: number;
  older: number;
  /** Only in a dry run: records that would be sent. */
  checked: number;
  refused: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
}

export function newTally(): Tally {
  return {
    rows: 0,
    records: 0,
    stored: 0,
    newVersions: 0,
    unchanged: 0,
    equalsEarlier: 0,
    older: 0,
    checked: 0,
    refused: 0,
    skipped: {},
  };
}

/** Records whose fate is known. */
export function settled(tally: Tally): number {
  const { stored, newVersions, unchanged, equalsEarlier, older, checked, refused } = tally;
  return stored + newVersions + unchanged + equalsEarlier + older + checked + refused;
}

export function countSkipped(tally: Tally, reason: SkipReason): void {
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
}
