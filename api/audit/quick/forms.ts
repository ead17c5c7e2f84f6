/** What is said by drawn entries themselves: their form, their times, and of a state entry that it covers the state before. */
import { ENTRY_TYPE_STATE } from "../../../portal/verify/entry.ts";
import type { TrueLeaf } from "../log/leaf-tile.ts";
import {
  type EntryCounts,
  entryTaker,
  MOVE_RECORD,
  STATE_RECORD,
  type Taker,
} from "../log/take.ts";
import type { OpenedScene } from "../open-scene.ts";
import type { SampledTree } from "./tree.ts";

export interface FormCheck {
  take(leaf: TrueLeaf): Promise<void>;
  readonly counts: Readonly<EntryCounts>;
}

export function checkForms(
  { snapshots, findings, begin }: OpenedScene,
  tree: SampledTree,
): FormCheck {
  const counts = { records: 0, states: 0, voids: 0 };
  const scratch = Buffer.alloc(Math.max(MOVE_RECORD, STATE_RECORD));
  // What follows from all entries together is not worked out.
  const nowhere = { next: () => ({ buffer: scratch, at: 0 }) };
  const takerBehind = (lastState: number): Taker =>
    entryTaker({
      ...{ findings, counts, begin, lastState },
      ...{ moves: nowhere, states: nowhere, promises: { take: () => {} } },
    });
  const taker = takerBehind(-1);

  /** The state entry before this one; rows are believed where that accuses nobody. */
  async function stateBefore(index: number, mapSize: number): Promise<number> {
    let before = await snapshots.ledger.stateBefore(index);
    while (before !== null && mapSize <= before) {
      const { entry } = await tree.leaf(before);
      if (entry === null || entry[0] === ENTRY_TYPE_STATE) break;
      before = await snapshots.ledger.stateBefore(before);
    }
    return before ?? -1;
  }

  return {
    counts,
    async take(leaf) {
      const { index, entry } = leaf;
      if (entry === null) return;
      const isState = entry[0] === ENTRY_TYPE_STATE && entry.length >= MAP_SIZE_AT + 8;
      if (!isState) return taker.take(leaf);
      const mapSize = Number(entry.readBigUInt64BE(MAP_SIZE_AT));
      takerBehind(await stateBefore(index, mapSize)).take(leaf);
    },
  };
}

const MAP_SIZE_AT = 33;
