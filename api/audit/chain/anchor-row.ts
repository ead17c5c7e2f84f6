import type { RawRow } from "../../store/audit-store.ts";
import type { RowMac } from "../../store/row-mac.ts";
import { authentic, isCount, textOf } from "../row.ts";

/** A row of `anchors` that the server wrote. */
export interface AnchorRow {
  readonly size: number;
  readonly state: "pending" | "included" | "finalized";
  readonly block: number | null;
  readonly blockHash: string | null;
  /** Seconds since 1970. */
  readonly blockTime: number | null;
  readonly previousSize: number | null;
}

const STATES = ["pending", "included", "finalized"] as const;

/** `null`: it was changed, or is none. */
export function anchorRow(row: RawRow, rowMac: RowMac | null): AnchorRow | null {
  const [size, stateName, , , block, blockHash, blockTime, , , previousSize] = row;
  const state = STATES.find((one) => one === stateName);
  if (authentic(rowMac, "anchors", row) === false || !isCount(size) || state === undefined) {
    return null;
  }
  const count = (value: RawRow[number] | undefined): number | null =>
    isCount(value) ? value : null;
  return {
    ...{ size, state },
    block: count(block),
    blockHash: textOf(blockHash),
    blockTime: count(blockTime),
    previousSize: count(previousSize),
  };
}
