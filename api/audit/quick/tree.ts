/**
 * The tree of the anchored size, entry by entry: what a leaf truly is follows from stored tiles that hash to the root that was anchored. Only where a tile
 * does not, all entries below it are looked at.
 */
import { HASH_BYTES as HASH, TILE_WIDTH, tileWidth } from "../../log/tiles.ts";
import { type CopiedTile, judgeCopied, readCopied } from "../log/copied.ts";
import { type EntryRow, entryCursor, entryRow } from "../log/entry-rows.ts";
import { checkLeafTile, judgeLeaf, type TrueLeaf } from "../log/leaf-tile.ts";
import { knownOf } from "../log/sealed.ts";
import { tileRows } from "../log/tile-rows.ts";
import { judgeStored, tileSources } from "../log/tile-sources.ts";
import { tileRoot } from "../log/tree-hash.ts";
import { openTrueTiles } from "../log/true-tiles.ts";
import type { AuditScene } from "../scene.ts";
import { type FoundLeaf, leafFinder } from "./find-leaf.ts";

export interface SampledTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** The tiles give the root. */
  readonly sure: boolean;
  /** An entry of the tree; names what is wrong with its row, its copy, and the tiles above it. Cheapest in ascending order. */
  leaf(index: number): Promise<TrueLeaf>;
  /** The largest index below `below` whose leaf in the stored tiles is this hash. Takes as long as reading the tiles that lie between. */
  find(hash: Uint8Array, below: number): Promise<FoundLeaf>;
  /** Tiles that were compared so far. */
  readonly tiles: number;
}

interface Tile {
  readonly n: number;
  readonly stored: Uint8Array | null;
  /** It is what stands above it. */
  readonly genuine: boolean;
  /** All leaves, where it is not. */
  readonly leaves: readonly TrueLeaf[] | null;
  readonly copied: CopiedTile | null;
}

/** @param root of the tree of this size, as it was signed or anchored */
export async function openSampledTree(
  scene: AuditScene,
  size: number,
  root: Uint8Array,
): Promise<SampledTree> {
  const { snapshots, rowMac, findings, copy } = scene;
  const tiles = tileRows(snapshots.ledger);
  const judge = judgeStored(tiles, findings, true);
  let compared = 0;
  const trueTiles = await openTrueTiles(size, root, tileSources(scene, tiles), async (id, is) => {
    if (id.level > 0) compared += 1;
    await judge(id, is);
  });
  const { sure } = trueTiles;
  let held: Tile | null = null;

  async function tileOf(n: number): Promise<Tile> {
    if (held?.n === n) return held;
    compared += 1;
    const width = tileWidth({ level: 0, n }, size);
    const whole = await tiles.stored({ level: 0, n });
    // Behind the tree's size it may go on.
    const stored = whole && whole.length > width * HASH ? whole.subarray(0, width * HASH) : whole;
    const known = await knownOf(trueTiles, n, width);
    const copied = copy === null ? null : await readCopied(copy, n);
    const genuine =
      stored !== null &&
      stored.length === width * HASH &&
      ("tree" in known
        ? known.tree.compare(stored, 0, stored.length, 0, stored.length) === 0
        : tileRoot(stored).equals(known.above));
    let leaves: readonly TrueLeaf[] | null = null;
    if (!genuine) {
      const rows = new Array<EntryRow | null>(width).fill(null);
      const from = n * TILE_WIDTH;
      for (const row of await entryCursor(snapshots.ledger, rowMac, from).below(from + width)) {
        rows[row.index - from] = row;
      }
      const tile = { n, width, rows, stored, copied: copied?.entries ?? null, known };
      leaves = checkLeafTile(tile, findings).leaves;
    }
    held = { n, stored, genuine, leaves, copied };
    return held;
  }

  async function leafIn({ stored, leaves, copied }: Tile, index: number, i: number) {
    const known = leaves?.[i];
    if (known !== undefined) return known;
    const [row = null] = await snapshots.ledger.rows("entries", [[index]]);
    const hash = Buffer.from((stored as Uint8Array).subarray(i * HASH, (i + 1) * HASH));
    return judgeLeaf(
      { index, hash },
      { row: row && entryRow(row, rowMac), copied: copied?.entries?.[i] ?? null },
      { sure, stored, i },
      findings,
    );
  }

  return {
    ...{ size, root, sure },
    get tiles() {
      return compared;
    },
    async leaf(index) {
      const n = Math.floor(index / TILE_WIDTH);
      const tile = await tileOf(n);
      const i = index - n * TILE_WIDTH;
      const leaf = await leafIn(tile, index, i);
      if (tile.copied !== null) {
        const entry = tile.copied.entries?.[i];
        const times = tile.copied.times?.subarray(i * TIMES, (i + 1) * TIMES) ?? null;
        const entries = entry === undefined ? [] : [entry];
        judgeCopied({ entries, times }, [leaf], size, findings);
      }
      return leaf;
    },
    find: leafFinder((n) => tiles.stored({ level: 0, n })),
  };
}

/** Of one entry. */
const TIMES = 16;
