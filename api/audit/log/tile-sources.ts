/** Stored tiles: what can be asked about them, and whether they are what they should be. */
import { HASH_BYTES as HASH } from "../../log/tiles.ts";
import type { Findings } from "../findings.ts";
import type { AuditScene } from "../scene.ts";
import { readCopied } from "./copied.ts";
import { entryCursor } from "./entry-rows.ts";
import { votesOf } from "./leaf-tile.ts";
import type { TileRows } from "./tile-rows.ts";
import type { OnTile, TileSources } from "./true-tiles.ts";

/** What can be asked about tiles when a stored one is not what it should be. */
export function tileSources(scene: AuditScene, tiles: TileRows): TileSources {
  const { snapshots, rowMac, copy } = scene;
  return {
    stored: (tile) => tiles.stored(tile),
    async leaves(n, width) {
      const from = n * 256;
      const rows = await entryCursor(snapshots.ledger, rowMac, from).below(from + width);
      const placed = Array.from(
        { length: width },
        (_, i) => rows.find((row) => row.index === from + i) ?? null,
      );
      const copied = copy === null ? null : (await readCopied(copy, n)).entries;
      return votesOf({ width, rows: placed, copied });
    },
  };
}

/**
 * Names tiles above the lowest level that do not hold what they should.
 *
 * @param isLonger the log goes on behind the size of this tree, so that the last tiles may hold more hashes
 */
export function judgeStored(tiles: TileRows, findings: Findings, isLonger = false): OnTile {
  return async ({ level, n }, { tree, width }) => {
    if (level === 0) return;
    const stored = await tiles.stored({ level, n });
    const key = { level, n };
    const length = width * HASH;
    if (stored === null) {
      findings.add({ place: "tiles", key, kind: "missing", cause: "tile_missing" });
    } else if (
      (isLonger ? stored.length < length : stored.length !== length) ||
      tree.compare(stored, 0, length, 0, length) !== 0
    ) {
      findings.add({ place: "tiles", key, kind: "changed", cause: "tile_hashes" });
    }
  };
}
