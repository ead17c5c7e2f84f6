/**
 * What truly stands in a place of the map, in any of its versions: worked out from how the streams moved. Asked only where a stored page is not what it
 * should be; the nearer the place is to the root, the more it takes.
 */

import { sha256 } from "../../core/hash.ts";
import { combine, FAN, HASH, type Kind, LEAF, subtreeInto } from "../../log/map/hashing.ts";
import { emptyInner, encodeBucket, type Inner, nibble } from "../../log/map/page.ts";
import { MOVE_AT, MOVE_RECORD } from "../log/take.ts";
import type { Run, Sorter } from "../spool/sorter.ts";
import type { PlacedMove } from "../streams/chain.ts";

/** Leaves that a bucket holds at most (api/log/map). */
const CAPACITY = 16;

/** A place: the first `depth` half-bytes of `path`. */
export interface Place {
  readonly path: Buffer;
  readonly depth: number;
  readonly mapSize: number;
}

export interface TruePlace {
  readonly kind: Kind;
  /** What the page above says of it. */
  readonly hash: Buffer;
  /** The page's content by which it is known: that of two pages is the same where they say the same, whatever pages they name. */
  readonly content: string;
  /** Of an inner page, by slot; `null`: a bucket. */
  readonly children:
    | readonly { readonly slot: number; readonly kind: Kind; readonly hash: Buffer }[]
    | null;
}

export interface MapTruth {
  /** `null`: nothing stands there. */
  at(place: Place): Promise<TruePlace | null>;
  /** Whether each of these leaves (`key[32] ‖ value[32]`) stood in the map at some time. */
  hadAll(leaves: Buffer): Promise<boolean>;
}

export interface TruthSources {
  readonly moves: Sorter;
  /** Moves by entries that are lost, which are not among the others. */
  readonly placed: readonly PlacedMove[];
  /** Whether a lost entry that was put among the moves belongs there. */
  readonly isFound: (index: number) => boolean;
}

export function mapTruth(sources: TruthSources): MapTruth {
  let all: Promise<readonly Run[]> | null = null;
  return {
    async at(place) {
      all ??= sources.moves.runs();
      const leaves = await leavesUnder(await all, sources, place);
      return leaves.length === 0 ? null : truePlace(leaves, place.depth);
    },
    async hadAll(leaves) {
      all ??= sources.moves.runs();
      for (let at = 0; at < leaves.length; at += LEAF) {
        if (!(await had(await all, leaves.subarray(at, at + LEAF)))) return false;
      }
      return true;
    },
  };
}

export const contentOfBucket = (bytes: Uint8Array): string => sha256(bytes).toString("latin1");

export function contentOfInner({ nodes, kinds }: Pick<Inner, "nodes" | "kinds">): string {
  return sha256(Buffer.concat([nodes.subarray(FAN * HASH), kinds.subarray(FAN)])).toString(
    "latin1",
  );
}

function truePlace(leaves: Buffer, depth: number): TruePlace {
  const count = leaves.length / LEAF;
  const hash = Buffer.alloc(HASH);
  subtreeInto(hash, 0, leaves, 0, count, 4 * depth);
  if (count <= CAPACITY) {
    const content = contentOfBucket(encodeBucket(leaves, 0, count));
    return { kind: count === 1 ? 1 : 2, hash, content, children: null };
  }
  const inner = emptyInner();
  const children: { slot: number; kind: Kind; hash: Buffer }[] = [];
  for (let from = 0; from < count; ) {
    const slot = nibble(leaves, from * LEAF, depth);
    let to = from + 1;
    while (to < count && nibble(leaves, to * LEAF, depth) === slot) to++;
    const own = Buffer.alloc(HASH);
    subtreeInto(own, 0, leaves, from, to, 4 * (depth + 1));
    const kind: Kind = to - from === 1 ? 1 : 2;
    children.push({ slot, kind, hash: own });
    inner.kinds[FAN + slot] = kind;
    own.copy(inner.nodes, (FAN + slot) * HASH);
    from = to;
  }
  combine(inner.nodes, inner.kinds, 2 ** FAN - 1);
  return { kind: 2, hash, content: contentOfInner(inner), children };
}

/** Key and newest value of every stream on the way to a place, ascending by key. */
async function leavesUnder(
  runs: readonly Run[],
  { placed, isFound }: TruthSources,
  { path, depth, mapSize }: Place,
): Promise<Buffer> {
  const newest = new Map<string, { index: number; leaf: Buffer }>();
  const take = (key: Buffer, index: number, leaf: Buffer): void => {
    const name = key.toString("latin1");
    if (index < mapSize && (newest.get(name)?.index ?? -1) < index)
      newest.set(name, { index, leaf });
  };
  for (const run of runs) {
    for await (const move of movesOnWay(run, path, depth)) {
      const index = move.readUIntBE(MOVE_AT.index, 6);
      const isLost = move.readUIntBE(MOVE_AT.seq + 1, 6) === 0 && move[MOVE_AT.seq] === 0;
      if (isLost && !isFound(index)) continue;
      take(move.subarray(0, HASH), index, move.subarray(MOVE_AT.leaf, MOVE_AT.leaf + HASH));
    }
  }
  for (const { key, index, leaf } of placed) if (isOnWay(key, path, depth)) take(key, index, leaf);
  const names = [...newest.keys()].sort();
  return Buffer.concat(
    names.flatMap((name) => [Buffer.from(name, "latin1"), newest.get(name)?.leaf as Buffer]),
  );
}

async function had(runs: readonly Run[], leaf: Buffer): Promise<boolean> {
  for (const run of runs) {
    for await (const move of movesOnWay(run, leaf, 2 * HASH)) {
      if (leaf.compare(move, MOVE_AT.leaf, MOVE_AT.leaf + HASH, HASH, LEAF) === 0) return true;
    }
  }
  return false;
}

function isOnWay(key: Buffer, path: Buffer, depth: number): boolean {
  for (let d = 0; d < depth; d++) if (nibble(key, 0, d) !== nibble(path, 0, d)) return false;
  return true;
}

const PAGE = 512;

async function* movesOnWay(run: Run, path: Buffer, depth: number): AsyncIterable<Buffer> {
  // The least key on the way: the half-bytes behind it are zero.
  const least = Buffer.alloc(HASH);
  for (let d = 0; d < depth; d++) {
    const at = d >> 1;
    least[at] = (least[at] as number) | (nibble(path, 0, d) << ((d & 1) === 0 ? 4 : 0));
  }
  let [low, high] = [0, run.records];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const key = (await run.read(middle, middle + 1)).subarray(0, HASH);
    if (Buffer.compare(key, least) < 0) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < run.records; at += PAGE) {
    const page = await run.read(at, Math.min(run.records, at + PAGE));
    for (let from = 0; from < page.length; from += MOVE_RECORD) {
      const move = page.subarray(from, from + MOVE_RECORD);
      if (!isOnWay(move, path, depth)) return;
      yield move;
    }
  }
}
