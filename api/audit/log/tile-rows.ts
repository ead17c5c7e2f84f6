import { HASH_BYTES, levelWidth, TILE_WIDTH, type TileId } from "../../log/tiles.ts";
import type { LedgerSnapshot, RawKey } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { Findings } from "../findings.ts";
import { bytesOf, isCount } from "../row.ts";

const NO_HASHES = new Uint8Array(0);
const PAGE = 64;

/** Stored tiles: those of the lowest level one after the other, the others where they are asked for. What is no blob counts as one without hashes. */
export interface TileRows {
  /** `null`: there is no such row. */
  stored(tile: TileId): Promise<Uint8Array | null>;
  /** The same, for tiles of the lowest level in ascending order. */
  next(n: number): Promise<Uint8Array | null>;
}

export function tileRows(snapshot: Pick<LedgerSnapshot, "page" | "rows">): TileRows {
  let page = new Map<number, Uint8Array>();
  let until = -1;
  return {
    async stored({ level, n }) {
      const [row] = await snapshot.rows("tiles", [[level, n]]);
      return row ? (bytesOf(row[2]) ?? NO_HASHES) : null;
    },
    async next(n) {
      if (n > until) {
        const range = { after: [0, n - 1], upTo: [0, n + PAGE - 1], limit: PAGE } as const;
        const rows = await snapshot.page("tiles", range);
        page = new Map(rows.map((row) => [Number(row[1]), bytesOf(row[2]) ?? NO_HASHES]));
        until = n + PAGE - 1;
      }
      return page.get(n) ?? null;
    },
  };
}

const KEYS = 4_096;

/** Names the tiles that a log of this size does not have. */
export async function findForeignTiles(
  snapshot: Pick<LedgerSnapshot, "keys">,
  size: number,
  findings: Findings,
): Promise<void> {
  for (let after: RawKey | null = null; ; ) {
    const page: readonly RawKey[] = await snapshot.keys("tiles", { after, limit: KEYS });
    for (const [level = null, n = null] of page) {
      const lawful =
        isCount(level) && level < 64 && isCount(n) && n * TILE_WIDTH < levelWidth(level, size);
      if (lawful) continue;
      const key = { level: numberOf(level), n: numberOf(n) };
      findings.add({ place: "tiles", key, kind: "inserted", cause: "tile_inserted" });
    }
    after = page.at(-1) ?? null;
    if (page.length < KEYS) return;
  }
}

/** Leaves that the log is believed to have beside those that are there: all of them are gone through. */
export const MOST_MISSED = 65_536;

/** The size that the stored tiles of the lowest level are of, as far as tiles or entries are there; 0 if there are none. */
export async function sizeOfTiles(
  snapshot: Pick<LedgerSnapshot, "page" | "count">,
): Promise<number> {
  const newest = await sizeOfLast(snapshot, [1]);
  const byTiles = (await snapshot.count("tiles")) * TILE_WIDTH + MOST_MISSED;
  if (newest <= byTiles) return newest;
  const most = Math.max(byTiles, (await snapshot.count("entries")) + MOST_MISSED);
  if (newest <= most) return newest;
  // Somebody wrote a tile far behind all others.
  return sizeOfLast(snapshot, [0, Math.ceil(most / TILE_WIDTH)]);
}

/** @param before key of `tiles` */
async function sizeOfLast(snapshot: Pick<LedgerSnapshot, "page">, before: RawKey): Promise<number> {
  const range = { after: before, upTo: [0], limit: 1, backwards: true } as const;
  const [row] = await snapshot.page("tiles", range);
  const [, n, hashes] = row ?? [];
  const bytes = bytesOf(hashes);
  if (!isCount(n) || bytes === null) return 0;
  return n * TILE_WIDTH + Math.min(TILE_WIDTH, Math.floor(bytes.length / HASH_BYTES));
}
