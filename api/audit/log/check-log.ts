/**
 * The log, from its first entry to its last: entries, tiles, checkpoints, the second copy. What streams and map are made of is put aside, sorted, for those
 * parts that come next.
 */
import { createGrowth } from "../../log/growth.ts";
import { edgeTiles, HASH_BYTES } from "../../log/tiles.ts";
import type { RawKey, RawRow } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { AuditScene } from "../scene.ts";
import { createSorter, type Sorter } from "../spool/sorter.ts";
import { openCheckpointCheck } from "./checkpoints.ts";
import { entryCursor } from "./entry-rows.ts";
import { aboutEntry, leafOf, type TrueLeaf } from "./leaf-tile.ts";
import { type AnchorTimes, checkPromises, type PromiseCounts } from "./promises.ts";
import { checkSealed } from "./sealed.ts";
import { checkTail } from "./tail.ts";
import {
  type EntryCounts,
  entryTaker,
  type LostEntry,
  MOVE_KEY,
  MOVE_RECORD,
  STATE_KEY,
  STATE_RECORD,
} from "./take.ts";
import { findForeignTiles, tileRows } from "./tile-rows.ts";
import { judgeStored, tileSources } from "./tile-sources.ts";
import { openTrueTiles, type TrueTiles } from "./true-tiles.ts";
import type { TrustedRoot } from "./trusted-root.ts";

export interface LogOptions {
  readonly trusted: TrustedRoot;
  /** How many entries there are, as the counter of the table says; `null`: nobody says it. */
  readonly counted: number | null;
  /** Entries that a predecessor took. */
  readonly begin: number;
  readonly anchors: AnchorTimes;
  /** Told of each row of `checkpoints`. */
  readonly onCheckpoint: (row: RawRow) => void;
}

export interface CheckedLog {
  readonly size: number;
  /** Entries under the root that was signed last. */
  readonly sealed: number;
  readonly counts: Readonly<EntryCounts>;
  readonly promises: PromiseCounts;
  readonly checkpoints: number;
  readonly tiles: number;
  /** Entries that are nowhere whole. */
  readonly lost: readonly LostEntry[];
  /** By index: entries whose rows are not what they were, as they truly are. */
  readonly damaged: ReadonlyMap<number, TrueLeaf>;
  /** How streams moved (take.ts). */
  readonly moves: Sorter;
  /** The state entries (take.ts). */
  readonly states: Sorter;
  /** The root of the tree of a size; `null`: an entry that it takes is lost. */
  rootAt(size: number): Promise<Uint8Array | null>;
}

export async function checkLog(scene: AuditScene, options: LogOptions): Promise<CheckedLog> {
  const { snapshots, rowMac, findings, directory } = scene;
  const { trusted, anchors, begin } = options;
  const tiles = tileRows(snapshots.ledger);
  const trueTiles = await openTrueTiles(
    trusted.size,
    trusted.root,
    tileSources(scene, tiles),
    judgeStored(tiles, findings),
  );
  if (trusted.root !== null && !trueTiles.sure) {
    findings.add({
      place: "checkpoints",
      key: { size: trusted.size },
      kind: "contradicts",
      cause: "checkpoint_root",
    });
  }
  const counts = { records: 0, states: 0, voids: 0 };
  const promises = checkPromises(anchors);
  const moves = await createSorter({
    ...{ record: MOVE_RECORD, key: MOVE_KEY, directory, name: "moves" },
  });
  const states = await createSorter({
    ...{ record: STATE_RECORD, key: STATE_KEY, directory, name: "states" },
  });
  const damaged = new Map<number, TrueLeaf>();
  const taker = entryTaker({
    ...{ moves, states, promises, findings, counts, begin },
    lastState: -1,
  });
  const checkpoints = await openCheckpointCheck(scene, 0, options.onCheckpoint);
  const cursor = entryCursor(snapshots.ledger, rowMac, 0);
  const shared = {
    ...{ scene, cursor, taker },
    onDamaged: (leaf: TrueLeaf) => void damaged.set(leaf.index, leaf),
    async ready(entries: number) {
      await moves.ready(entries);
      await states.ready(entries);
    },
  };

  await findBefore(scene);
  await checkSealed({ ...shared, tiles, trueTiles, checkpoints });
  const size = await checkTail({ ...shared, sealed: trusted.size, counted: options.counted });
  await checkpoints.finish();
  await findForeignTiles(snapshots.ledger, trusted.size, findings);
  return {
    ...{ size, counts, damaged, moves, states },
    sealed: trusted.size,
    promises: promises.result(),
    checkpoints: checkpoints.checked,
    tiles: await snapshots.ledger.count("tiles"),
    lost: taker.lost,
    rootAt: (at) => rootAt(scene, trueTiles, { at, size, damaged }),
  };
}

/** Behind what was signed the tree grows by what is stored there. */
async function rootAt(
  { snapshots }: AuditScene,
  trueTiles: TrueTiles,
  { at, size, damaged }: Pick<CheckedLog, "size" | "damaged"> & { readonly at: number },
): Promise<Uint8Array | null> {
  const sealed = trueTiles.size;
  if (at > size || at < sealed) return null;
  const edge = new Map<number, Uint8Array>();
  for (const id of edgeTiles(sealed)) {
    const { tree, width } = await trueTiles.tile(id);
    edge.set(id.level, Uint8Array.from(tree.subarray(0, width * HASH_BYTES)));
  }
  const growth = createGrowth(sealed, edge);
  for (let from = sealed; from < at; from += PAGE) {
    const to = Math.min(at, from + PAGE);
    const rows = await entryCursor(snapshots.ledger, null, from).below(to);
    for (let index = from; index < to; index++) {
      const row = rows[index - from];
      const truth = damaged.get(index)?.hash ?? null;
      if (truth === null && (row?.index !== index || row.entry === null)) return null;
      growth.append(truth ?? leafOf(row?.entry as Buffer));
    }
  }
  return growth.root();
}

const PAGE = 1_024;

/** Rows before the first index: a log has none. */
async function findBefore({ snapshots, findings }: AuditScene): Promise<void> {
  for (let after: RawKey | null = null; ; ) {
    const page: readonly RawKey[] = await snapshots.ledger.keys("entries", {
      after,
      upTo: [-1],
      limit: PAGE,
    });
    for (const [index = null] of page) {
      findings.add(aboutEntry(numberOf(index), "inserted", "entry_inserted"));
    }
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return;
  }
}
