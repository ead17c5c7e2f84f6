/** Entries in pieces of a bundle, each held against the signed root before it is handed on. Some are asked for ahead. */
import { equalBytes } from "../../portal/verify/bytes.ts";
import { sha256Into } from "../core/hash.ts";
import { hashAt, perfectRoot } from "../log/perfect-tree.ts";
import { HASH_BYTES, TILE_WIDTH } from "../log/tiles.ts";
import type { ServedTiles } from "./served-tiles.ts";
import { type LogSource, SourceFailure } from "./source.ts";

/** Neighbouring entries that are in the tree of the checkpoint, at these places. */
export interface Piece {
  readonly from: number;
  readonly entries: readonly Uint8Array[];
  /** Their leaf hashes, joined. */
  readonly leaves: Uint8Array;
}

export interface PieceOptions {
  readonly source: LogSource;
  readonly tiles: ServedTiles;
  /** Also asks for the hash tile of each bundle: it is what everybody else is served. */
  readonly withTiles: boolean;
  /** Bundles asked for at a time. */
  readonly ahead?: number;
}

const AHEAD = 4;

/**
 * The entries from `from` up to the end of the tree, in order.
 *
 * @throws SourceFailure; `bad_answer` for what is not in the tree
 */
export async function* readPieces(
  { source, tiles, withTiles, ahead = AHEAD }: PieceOptions,
  from: number,
): AsyncGenerator<Piece> {
  const { size } = tiles.checkpoint;
  const last = Math.ceil(size / TILE_WIDTH);
  let next = Math.floor(from / TILE_WIDTH);
  const coming: Promise<Piece>[] = [];
  for (;;) {
    while (coming.length < ahead && next < last) {
      const piece = readBundle({ source, tiles, withTiles }, next++);
      // Whether it fails is told when its turn comes; by then nobody may be waiting any more.
      piece.catch(() => undefined);
      coming.push(piece);
    }
    const piece = await coming.shift();
    if (piece === undefined) return;
    yield piece.from < from ? behind(piece, from) : piece;
  }
}

async function readBundle(
  { source, tiles, withTiles }: Omit<PieceOptions, "ahead">,
  n: number,
): Promise<Piece> {
  const { size } = tiles.checkpoint;
  const from = n * TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, size - from);
  const [entries, tile] = await Promise.all([
    source.bundle(n, width),
    // The partial one was asked for with the root.
    withTiles && width === TILE_WIDTH ? source.tile({ level: 0, n }, width) : null,
  ]);
  const leaves = leafHashes(entries);
  if (!(await isInTree(tiles, n, leaves))) {
    throw new SourceFailure("bad_answer", "entries", { level: 0, n });
  }
  if (tile !== null && !leaves.equals(tile)) {
    throw new SourceFailure("bad_answer", "tile", { level: 0, n });
  }
  return { from, entries, leaves };
}

/** Input of a leaf's hash; one for all, because they are made by the million. */
let input = Buffer.alloc(1_024);

/** Joined. */
function leafHashes(entries: readonly Uint8Array[]): Buffer {
  const leaves = Buffer.allocUnsafe(entries.length * HASH_BYTES);
  for (const [i, entry] of entries.entries()) {
    if (entry.length >= input.length) input = Buffer.alloc(1 + 2 * entry.length);
    input.set(entry, 1);
    sha256Into(leaves, i * HASH_BYTES, input.subarray(0, 1 + entry.length));
  }
  return leaves;
}

async function isInTree(tiles: ServedTiles, n: number, leaves: Uint8Array): Promise<boolean> {
  if (leaves.length < TILE_WIDTH * HASH_BYTES) {
    return equalBytes(await tiles.tile({ level: 0, n }), leaves);
  }
  const above = await tiles.tile({ level: 1, n: Math.floor(n / TILE_WIDTH) });
  return equalBytes(perfectRoot(leaves), hashAt(above, n % TILE_WIDTH));
}

function behind({ from, entries, leaves }: Piece, index: number): Piece {
  const done = index - from;
  return {
    from: index,
    entries: entries.slice(done),
    leaves: leaves.subarray(done * HASH_BYTES),
  };
}
