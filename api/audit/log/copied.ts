/** The second copy against the log: its entries against the true leaves, its times against rows that are intact. */
import { TILE_WIDTH } from "../../log/tiles.ts";
import type { CopyReader } from "../copy/read-copy.ts";
import type { Findings } from "../findings.ts";
import { leafOf, type TrueLeaf } from "./leaf-tile.ts";

export interface CopiedTile {
  readonly entries: readonly Uint8Array[] | null;
  /** `recordedAt[8] ‖ dueAt[8]` of each; `null`: they cannot be read, which is named once. */
  readonly times: Buffer | null;
}

export async function readCopied(copy: CopyReader, n: number): Promise<CopiedTile> {
  const from = n * TILE_WIDTH;
  return { entries: await copy.bundle(n), times: await copy.times(from, from + TILE_WIDTH) };
}

const TIME_BYTES = 16;

/** @param sealed only entries below it must be in the copy */
export function judgeCopied(
  { entries, times }: CopiedTile,
  leaves: readonly TrueLeaf[],
  sealed: number,
  findings: Findings,
): void {
  for (const [i, { index, hash, entry, intact }] of leaves.entries()) {
    const key = { index };
    const copied = entries?.[i];
    if (copied === undefined) {
      if (index < sealed) {
        findings.add({ place: "copy.entries", key, kind: "missing", cause: "copy_missing" });
      }
    } else {
      const same = entry === null ? leafOf(copied).equals(hash) : entry.equals(copied);
      if (!same) findings.add({ place: "copy.entries", key, kind: "changed", cause: "copy_entry" });
    }
    if (intact === null || copied === undefined || times === null) continue;
    if (times.length < (i + 1) * TIME_BYTES) {
      findings.add({ place: "copy.times", key, kind: "missing", cause: "copy_times" });
      continue;
    }
    const holds = sameTime(times, i * TIME_BYTES, intact.recordedAt);
    if (!holds || !sameTime(times, i * TIME_BYTES + 8, intact.dueAt)) {
      findings.add({ place: "copy.times", key, kind: "changed", cause: "copy_times" });
    }
  }
}

const HIGH = 2 ** 32;

const sameTime = (times: Buffer, at: number, time: number | null): boolean =>
  times.readUInt32BE(at) * HIGH + times.readUInt32BE(at + 4) === time;
