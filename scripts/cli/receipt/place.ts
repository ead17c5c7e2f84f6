/** What stands at an index of a tree whose root the chain holds: told by hash tiles, proven by the root. */
import type { HashReader } from "../../../api/log/hash-reader.ts";
import { inclusionProof } from "../../../api/log/proofs.ts";
import { createTileReader, type TileStore } from "../../../api/log/tile-reader.ts";
import {
  HASH_BYTES,
  TILE_WIDTH,
  type TileId,
  tilePath,
  tileWidth,
} from "../../../api/log/tiles.ts";
import {
  asLeafHash,
  asTreeSize,
  type LeafHash,
  type NodeHash,
} from "../../../portal/verify/brands.ts";
import { equalBytes, hexEncode } from "../../../portal/verify/bytes.ts";
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { VOID_ENTRY } from "../../../portal/verify/entry.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { leafHash, rootFromInclusionProof } from "../../../portal/verify/merkle.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import type { Receipt } from "../../../portal/verify/receipt.ts";
import type { LogSource } from "./source.ts";

/** At an index: the entry that was promised, a void entry (what was promised there is lost), or another one. */
export type AtIndex = "promised" | "void" | "other";
/** Tiles that are not there, or that do not give the root: nothing is known. */
export type Unproven = "tiles_missing" | "tiles_wrong";

export interface Place {
  readonly at: AtIndex;
  readonly leafHash: LeafHash;
  /** Inclusion proof under the root, leaf to root. */
  readonly inclusion: readonly NodeHash[];
}

export const VOID_LEAF: LeafHash = leafHash(VOID_ENTRY);

/** A tile is not there. */
export class TilesMissing extends Error {}
/** A tile is not as wide as it says. */
export class TilesWrong extends Error {}

/** @param root 0x-hex */
export async function placeUnder(
  source: LogSource,
  { index, leafHash: promised }: Pick<Receipt, "index" | "leafHash">,
  size: number,
  root: string,
): Promise<Place | Unproven> {
  const under = (leaf: LeafHash, proof: readonly NodeHash[]): boolean =>
    `0x${hexEncode(rootFromInclusionProof({ index, size: asTreeSize(size), leafHash: leaf, proof }))}` ===
    root;
  try {
    const read = createTileReader(tilesOf(source, size));
    const inclusion = await inclusionProof(read, index, size);
    if (under(promised, inclusion)) return { at: "promised", leafHash: promised, inclusion };
    const found = await leafAt(read, index);
    if (!under(found, inclusion)) return "tiles_wrong";
    const at = equalBytes(found, VOID_LEAF) ? "void" : "other";
    return { at, leafHash: found, inclusion };
  } catch (error) {
    if (error instanceof TilesMissing) return "tiles_missing";
    if (error instanceof TilesWrong) return "tiles_wrong";
    throw error;
  }
}

async function leafAt(read: HashReader, index: number): Promise<LeafHash> {
  const [leaf] = await read([{ level: 0, index }]);
  return asLeafHash(leaf!);
}

/** The tiles of a tree of this size, as wide as it has them. @throws TilesMissing, TilesWrong, as what is asked of it rejects with */
export function tilesOf(source: LogSource, size: number): TileStore {
  let newest: Promise<number> | undefined;
  const newestSize = (): Promise<number> => {
    newest ??= source.checkpoint(null).then(sizeSaid);
    return newest;
  };
  const fetch = async (tile: TileId): Promise<Uint8Array> => {
    const width = tileWidth(tile, size);
    const ofWidth = async (tried: number): Promise<Uint8Array | null> => {
      const bytes = await source.tile(tilePath(tile, tried));
      if (bytes !== null && bytes.length !== tried * HASH_BYTES) throw new TilesWrong();
      return bytes?.subarray(0, width * HASH_BYTES) ?? null;
    };
    const exact = (await ofWidth(width)) ?? (width < TILE_WIDTH ? await ofWidth(TILE_WIDTH) : null);
    if (exact !== null) return exact;
    // A mirror may have given up what is part of something wider: a tile only ever grows to the right.
    const newest = tileWidth(tile, await newestSize());
    const wider = newest > width && newest < TILE_WIDTH ? await ofWidth(newest) : null;
    if (wider === null) throw new TilesMissing();
    return wider;
  };
  return {
    tiles: (coordinates) =>
      Promise.all(coordinates.map(async (tile) => ({ ...tile, hashes: await fetch(tile) }))),
  };
}

/** What a note says its size is; 0 if it is none. Only widths to ask for come of it. */
function sizeSaid(note: string | null): number {
  if (note === null) return 0;
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    if (error instanceof FormatError) return 0;
    throw error;
  }
}
