/**
 * The log as tlog-tiles publishes it (FORMAT §6.2): what the newest checkpoint covers, and nothing beyond. Each tile is held against
 * the tree before it is handed out, as far as that takes no more than the tile above it, or the edge of the tree.
 */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { logKeyFor, type Policy } from "../../portal/verify/policy.ts";
import { Refusal } from "../core/errors.ts";
import { merkleLeaf } from "../core/hash.ts";
import { encodeBundle } from "../log/bundles.ts";
import type { HashReader } from "../log/hash-reader.ts";
import { hashAt, perfectRoot } from "../log/perfect-tree.ts";
import { treeRoot } from "../log/proofs.ts";
import { damagedTile, loadTiles } from "../log/tile-reader.ts";
import {
  edgeTiles,
  HASH_BYTES,
  type PublishedPath,
  TILE_HEIGHT,
  TILE_WIDTH,
  type TileId,
  tileWidth,
} from "../log/tiles.ts";
import type { Store, StoredCheckpoint } from "../store/store.ts";
import { assertWhole, damageAmong } from "./committed.ts";

export interface PublishedContext {
  readonly store: Store;
  readonly read: HashReader;
  readonly policy: Policy;
}

/** The bytes at a path, or `null` for what the newest checkpoint does not cover. @throws Refusal `damaged` */
export async function publishedTile(
  context: PublishedContext,
  path: PublishedPath,
): Promise<Uint8Array | null> {
  const checkpoint = await context.store.newestCheckpoint();
  const tile = "tile" in path ? path.tile : { level: 0, n: path.bundle };
  if (checkpoint === null || path.width > tileWidth(tile, checkpoint.size)) return null;
  assertWhole(checkpoint, context.policy);
  const hashes = await intactTile(context, tile, checkpoint);
  return "tile" in path
    ? hashes.subarray(0, path.width * HASH_BYTES)
    : bundleOf(context.store, hashes, path.bundle * TILE_WIDTH, path.width);
}

/**
 * The note of the checkpoint of exactly this size, or `null` where this ledger has signed none: what a predecessor signed is not its own.
 * It goes out only as the log key signed it. @throws Refusal `damaged`
 */
export async function publishedCheckpoint(
  { store, policy }: Pick<PublishedContext, "store" | "policy">,
  assertSigned: (checkpoint: StoredCheckpoint) => void,
  size: number,
): Promise<string | null> {
  // The log key holds from the size that was taken over on; the ledger's own checkpoints are larger than that.
  if (size < 1 || logKeyFor(policy, size - 1) === null) return null;
  const checkpoint = await store.checkpoint(size);
  if (checkpoint === null) return null;
  assertWhole(checkpoint, policy);
  assertSigned(checkpoint);
  return checkpoint.note;
}

/** A tile as wide as the checkpoint covers it. */
async function intactTile(
  { store, read }: PublishedContext,
  tile: TileId,
  { size, root }: StoredCheckpoint,
): Promise<Uint8Array> {
  const width = tileWidth(tile, size);
  const [stored] = await loadTiles(store, [tile]);
  if (stored === undefined || stored.length < width * HASH_BYTES) throw damagedTile(tile);
  const hashes = stored.subarray(0, width * HASH_BYTES);
  if (width < TILE_WIDTH) {
    if (equalBytes(await treeRoot(read, size), root)) return hashes;
    throw await damageAmong(store, [tile, ...edgeTiles(size)], size);
  }
  const [above] = await read([{ level: (tile.level + 1) * TILE_HEIGHT, index: tile.n }]);
  if (above !== undefined && equalBytes(above, perfectRoot(hashes))) return hashes;
  const parent = { level: tile.level + 1, n: Math.floor(tile.n / TILE_WIDTH) };
  throw await damageAmong(store, [tile, parent], size);
}

async function bundleOf(
  store: Store,
  hashes: Uint8Array,
  from: number,
  width: number,
): Promise<Uint8Array> {
  const entries = await store.entries(from, from + width);
  entries.forEach(({ entry }, i) => {
    if (equalBytes(merkleLeaf(entry), hashAt(hashes, i))) return;
    throw new Refusal("damaged", { what: "entry", index: from + i });
  });
  return encodeBundle(entries.map(({ entry }) => entry));
}
