/**
 * Which hashes the tiles of the log truly hold, from the top down: a tile that hashes to what stands above it is genuine, and at the top stands a root that was
 * signed. Where a stored tile does not, it is made again out of what lies below it.
 */
import {
  edgeTiles,
  HASH_BYTES as HASH,
  levelWidth,
  TILE_WIDTH,
  type TileId,
  tileWidth,
} from "../../log/tiles.ts";
import { fillTree, rootOfEdges, TREE_BYTES, tileRoot } from "./tree-hash.ts";
import { decide, type Vote } from "./votes.ts";

/** What is known of tiles from elsewhere. */
export interface TileSources {
  /** The stored hashes of a tile; `null`: there are none, or they are no hashes. */
  stored(tile: TileId): Promise<Uint8Array | null>;
  /** What entries, and whatever repeats them, say about the leaves of a lowest tile, place by place. */
  leaves(n: number, width: number): Promise<readonly (readonly Vote[])[]>;
}

export interface TrueTile {
  /** Its hashes and the nodes above them (tree-hash.ts). */
  readonly tree: Buffer;
  readonly width: number;
  /** What was signed leaves no other choice. */
  readonly sure: boolean;
}

export interface TrueTiles {
  readonly size: number;
  /** The edges together give the root that was signed. */
  readonly sure: boolean;
  /** A tile above the lowest level, or the lowest level's last one where it is not full. The one asked for last of each level is kept. */
  tile(tile: TileId): Promise<TrueTile>;
  /** What stands above a full tile of the lowest level. */
  above(n: number): Promise<{ readonly hash: Buffer; readonly sure: boolean }>;
  /**
   * The root of the tree of a smaller size, or of this one. `lowest`: the filled tree of the lowest tile that holds the leaf `size - 1`; needed unless
   * the size is a multiple of 256.
   */
  rootAt(size: number, lowest: Buffer): Promise<Buffer | null>;
}

/** Told of every tile above the lowest level, and of the lowest one at the edge, when it is known what it should hold. */
export type OnTile = (tile: TileId, is: TrueTile) => Promise<void>;

/** @param root that was signed for this size; `null`: none is known */
export async function openTrueTiles(
  size: number,
  root: Uint8Array | null,
  sources: TileSources,
  onTile: OnTile,
): Promise<TrueTiles> {
  const edges = new Map<number, TrueTile>();
  const kept = new Map<number, { readonly n: number; readonly tile: TrueTile }>();

  const found = await findEdges(size, root, sources);
  for (const [level, tile] of found.edges) {
    edges.set(level, tile);
    await onTile({ level, n: edgeNumber(level, size) }, tile);
  }

  async function tileOf({ level, n }: TileId): Promise<TrueTile> {
    if (n === edgeNumber(level, size)) {
      const edge = edges.get(level);
      if (edge !== undefined) return edge;
    }
    const known = kept.get(level);
    if (known?.n === n) return known.tile;
    const tile = await resolved({ level, n }, await hashAbove(level, n), sources);
    kept.set(level, { n, tile });
    await onTile({ level, n }, tile);
    return tile;
  }

  async function hashAbove(level: number, n: number) {
    const tile = await tileOf({ level: level + 1, n: Math.floor(n / TILE_WIDTH) });
    const at = (n % TILE_WIDTH) * HASH;
    return { hash: tile.tree.subarray(at, at + HASH), sure: tile.sure };
  }

  return {
    size,
    sure: found.sure,
    tile: tileOf,
    above: (n) => hashAbove(0, n),
    async rootAt(smaller, lowest) {
      const parts: { tree: Buffer; width: number }[] = [];
      for (let level = 0; levelWidth(level, smaller) > 0; level++) {
        const width = levelWidth(level, smaller) % TILE_WIDTH;
        if (width === 0) continue;
        const n = edgeNumber(level, smaller);
        parts.push({ tree: level === 0 ? lowest : (await tileOf({ level, n })).tree, width });
      }
      return rootOfEdges(parts);
    },
  };
}

const edgeNumber = (level: number, size: number): number =>
  Math.floor(levelWidth(level, size) / TILE_WIDTH);

function treeOf(hashes: Uint8Array, width: number): Buffer {
  const tree = Buffer.alloc(TREE_BYTES);
  tree.set(hashes.subarray(0, width * HASH));
  fillTree(tree, width);
  return tree;
}

/** The last tiles of all levels, which the signed root vouches for together. */
async function findEdges(
  size: number,
  root: Uint8Array | null,
  sources: TileSources,
): Promise<{ readonly edges: ReadonlyMap<number, TrueTile>; readonly sure: boolean }> {
  const ids = edgeTiles(size);
  const choices: Buffer[][] = [];
  for (const id of ids) {
    const width = tileWidth(id, size);
    const stored = await sources.stored(id);
    const whole = stored !== null && stored.length >= width * HASH;
    choices.push(whole ? [treeOf(stored, width)] : []);
  }
  const parts = (chosen: readonly Buffer[]) =>
    ids.map((id, i) => ({ tree: chosen[i] as Buffer, width: tileWidth(id, size) }));
  const gives = (chosen: readonly Buffer[]): boolean => {
    const derived = rootOfEdges(parts(chosen));
    return root !== null && derived?.equals(root) === true;
  };
  const answer = (chosen: readonly Buffer[], sure: boolean) => ({
    edges: new Map(
      ids.map((id, i) => [id.level, { ...parts(chosen)[i]!, sure } satisfies TrueTile]),
    ),
    sure,
  });

  const asStored = choices.flatMap(([first]) => (first === undefined ? [] : [first]));
  if (asStored.length === ids.length && gives(asStored)) return answer(asStored, true);
  const votes: Vote[][][] = [];
  for (const [i, id] of ids.entries()) {
    const width = tileWidth(id, size);
    const own = await votesFor(id, width, sources);
    votes.push(own);
    choices[i]?.unshift(treeOf(decide(own, null).hashes, width));
  }
  const first = choices.map((own) => own[0] as Buffer);
  // Each level as it was made again, or as it is stored: a few choices in all.
  for (let mask = 0; mask < 2 ** ids.length; mask++) {
    const chosen = choices.map((own, i) => ((mask >> i) & 1 ? own.at(-1) : own[0]) as Buffer);
    if (gives(chosen)) return answer(chosen, true);
  }
  for (const [i, id] of ids.entries()) {
    const width = tileWidth(id, size);
    const replaced = (hashes: Buffer): Buffer[] => first.with(i, treeOf(hashes, width));
    const { hashes, sure } = decide(votes[i] ?? [], (own) => gives(replaced(own)));
    if (sure) return answer(replaced(hashes), true);
  }
  return answer(first, false);
}

/** A full tile, given what stands above it. */
async function resolved(
  id: TileId,
  above: { readonly hash: Buffer; readonly sure: boolean } | null,
  sources: TileSources,
): Promise<TrueTile> {
  const stored = await sources.stored(id);
  const whole = stored?.length === TILE_WIDTH * HASH ? stored : null;
  if (whole !== null && above !== null && tileRoot(whole).equals(above.hash)) {
    return { tree: treeOf(whole, TILE_WIDTH), width: TILE_WIDTH, sure: above.sure };
  }
  const votes = await votesFor(id, TILE_WIDTH, sources);
  const holds = above && ((hashes: Buffer): boolean => tileRoot(hashes).equals(above.hash));
  const { hashes, sure } = decide(votes, holds);
  return {
    tree: treeOf(hashes, TILE_WIDTH),
    width: TILE_WIDTH,
    sure: sure && above?.sure === true,
  };
}

/** What is said about the hashes of a tile: by itself, and by what lies below it. */
async function votesFor(id: TileId, width: number, sources: TileSources): Promise<Vote[][]> {
  const stored = await sources.stored(id);
  const below = id.level === 0 ? await sources.leaves(id.n, width) : null;
  const places: Vote[][] = [];
  for (let i = 0; i < width; i++) {
    const votes: Vote[] = [...(below?.[i] ?? [])];
    const own = stored?.subarray(i * HASH, (i + 1) * HASH);
    if (own?.length === HASH) votes.push({ hash: own, weight: 1 });
    if (id.level > 0) {
      const child = { level: id.level - 1, n: id.n * TILE_WIDTH + i };
      votes.push(...(await votesOfChild(child, own ?? null, sources)));
    }
    places.push(votes);
  }
  return places;
}

/** What a full tile hashes to. Where it is not what stands above it, also what it hashes to when it is made again. */
async function votesOfChild(
  child: TileId,
  above: Uint8Array | null,
  sources: TileSources,
): Promise<Vote[]> {
  const stored = await sources.stored(child);
  const votes: Vote[] = [];
  if (stored?.length === TILE_WIDTH * HASH) {
    const hash = tileRoot(stored);
    votes.push({ hash, weight: 2 });
    if (above !== null && hash.equals(above)) return votes;
  }
  const { hashes } = decide(await votesFor(child, TILE_WIDTH, sources), null);
  votes.push({ hash: tileRoot(hashes), weight: 3 });
  return votes;
}
