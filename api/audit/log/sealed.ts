/** The part of the log that was signed: tile by tile, from the first entry on. */
import { TILE_WIDTH, tileWidth } from "../../log/tiles.ts";
import type { AuditScene } from "../scene.ts";
import type { CheckpointCheck } from "./checkpoints.ts";
import { judgeCopied, readCopied } from "./copied.ts";
import type { EntryCursor, EntryRow } from "./entry-rows.ts";
import { checkLeafTile, type LeafTile, type TrueLeaf } from "./leaf-tile.ts";
import type { Taker } from "./take.ts";
import type { TileRows } from "./tile-rows.ts";
import type { TrueTiles } from "./true-tiles.ts";

export interface SealedPart {
  readonly scene: AuditScene;
  readonly cursor: EntryCursor;
  readonly tiles: TileRows;
  readonly trueTiles: TrueTiles;
  readonly taker: Taker;
  readonly checkpoints: CheckpointCheck;
  /** Told of every entry that is not what it was, with what it truly is. */
  readonly onDamaged: (leaf: TrueLeaf) => void;
  /** To be called before so many entries are taken. */
  readonly ready: (entries: number) => Promise<void>;
}

export async function checkSealed(part: SealedPart): Promise<void> {
  const { trueTiles, checkpoints } = part;
  const { size } = trueTiles;
  // Of no size that a log could have.
  while (checkpoints.isDue(0)) await checkpoints.judge(null);
  for (let n = 0; n * TILE_WIDTH < size; n++) await checkTile(part, n);
}

async function checkTile(part: SealedPart, n: number): Promise<void> {
  const { scene, trueTiles, taker, checkpoints, ready, onDamaged } = part;
  const { copy, findings, steps } = scene;
  const width = tileWidth({ level: 0, n }, trueTiles.size);
  const copied = copy === null ? null : await readCopied(copy, n);
  const { tree, leaves } = checkLeafTile(
    {
      n,
      width,
      rows: placed(await part.cursor.below(n * TILE_WIDTH + width), n, width),
      stored: await part.tiles.next(n),
      copied: copied?.entries ?? null,
      known: await knownOf(trueTiles, n, width),
    },
    findings,
  );
  await ready(width);
  for (const leaf of leaves) {
    if (leaf.intact === null) onDamaged(leaf);
    taker.take(leaf);
    const size = leaf.index + 1;
    while (checkpoints.isDue(size)) {
      // Where nobody knows what the tree truly is, the newest checkpoint is named, and not each of them.
      const root = trueTiles.sure ? await trueTiles.rootAt(size, tree) : null;
      await checkpoints.judge({ root, endsWithState: taker.endsWithState() });
    }
  }
  if (copied !== null) judgeCopied(copied, leaves, trueTiles.size, findings);
  steps.done("entries", width);
}

/** What is known of a lowest tile from above it. */
export async function knownOf(
  trueTiles: TrueTiles,
  n: number,
  width: number,
): Promise<LeafTile["known"]> {
  if (width < TILE_WIDTH) return trueTiles.tile({ level: 0, n });
  const { hash, sure } = await trueTiles.above(n);
  return { above: hash, sure };
}

/** Rows by their places in the tile. */
function placed(rows: readonly EntryRow[], n: number, width: number): (EntryRow | null)[] {
  const places = new Array<EntryRow | null>(width).fill(null);
  for (const row of rows) places[row.index - n * TILE_WIDTH] = row;
  return places;
}
