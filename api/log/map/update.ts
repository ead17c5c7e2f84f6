/**
 * A version of the map out of the one before, by copy on write. Level by level, so that each level's pages are read in few calls; then
 * from the bottom up. All pages on the way are checked against the root that was: a new root never stands on something damaged.
 */
import type { MapPage } from "../../store/map-store.ts";
import { type Builder, type Built, createBuilder, putChild, runs } from "./build.ts";
import { bothInto, combine, FAN, HASH, LEAF, subtreeInto } from "./hashing.ts";
import {
  type Bucket,
  compareKeys,
  copyInner,
  emptyInner,
  type Inner,
  isBucket,
  isOnWay,
  type Page,
} from "./page.ts";
import { assertRoot, damagedPage, hasHash, type PageReader, type PageRef } from "./page-reader.ts";

/** The root page, and its hash, which is the map's root. */
export interface Root {
  readonly id: number | null;
  readonly hash: Uint8Array;
}

export interface Updated {
  readonly root: Root;
  readonly added: readonly MapPage[];
  readonly replaced: readonly number[];
  /** The inner pages among the added ones, those nearest to the root last. */
  readonly inners: Iterable<readonly [id: number, page: Inner]>;
}

export interface UpdateOptions {
  /** The greatest page id so far. */
  readonly lastPage: number;
  readonly capacity: number;
}

/** An inner page that some change lies below. */
interface Branch {
  readonly before: Inner;
  readonly after: Inner;
  /** Bit n: the child n is another one. */
  dirty: number;
  readonly parent: Branch | null;
  readonly slot: number;
}

/** A place to go to, with the changes that go there. */
interface Visit {
  readonly parent: Branch;
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

/** Pages read in one call. */
const PIECE = 1_024;

/** `changes`: keys with their new values, joined, ascending by key, each key once. */
export async function update(
  reader: PageReader,
  root: Root,
  changes: Buffer,
  { lastPage, capacity }: UpdateOptions,
): Promise<Updated> {
  assertRoot(root);
  const builder = createBuilder(lastPage, capacity);
  const replaced: number[] = [];
  const trunk = trunkOf(root);
  const levels: Branch[][] = [];

  /** One level of pages: buckets are done at once, inner pages lead on. */
  async function visitAll(visits: readonly Visit[], depth: number): Promise<Visit[]> {
    const branches: Branch[] = [];
    const next: Visit[] = [];
    for (let at = 0; at < visits.length; at += PIECE) {
      const piece = visits.slice(at, at + PIECE);
      const pages = await readPlaces(reader, piece);
      for (const [i, visit] of piece.entries()) {
        const page = pages[i] ?? null;
        if (page !== null && !isBucket(page)) {
          const branch = branchOf(page, visit);
          branches.push(branch);
          for (const run of runs(changes, visit.from, visit.to, depth)) {
            next.push({ parent: branch, ...run });
          }
          continue;
        }
        const built = changeBucket(builder, page, visit, changes, depth, capacity);
        if (built !== null) replace(visit.parent, visit.slot, built, replaced);
      }
    }
    levels.push(branches);
    return next;
  }

  const all: Visit = { parent: trunk, slot: 0, from: 0, to: changes.length / LEAF };
  let visits = all.to === 0 ? [] : [all];
  for (let depth = 0; visits.length > 0; depth++) visits = await visitAll(visits, depth);

  for (const branches of levels.reverse()) {
    for (const { parent, slot, after, dirty } of branches) {
      if (dirty === 0) continue;
      combine(after.nodes, after.kinds, dirty);
      replace(parent as Branch, slot, builder.addInner(after), replaced);
    }
  }
  return {
    root: rootOf(trunk),
    added: builder.added,
    replaced,
    inners: builder.inners,
  };
}

/** The root as the only child of a page that is none, so that it is a place like all others. */
function trunkOf({ id, hash }: Root): Branch {
  const inner = emptyInner();
  inner.ids[0] = id ?? 0;
  inner.nodes.set(hash, FAN * HASH);
  return { before: inner, after: copyInner(inner), dirty: 0, parent: null, slot: 0 };
}

function rootOf({ after }: Branch): Root {
  const id = after.ids[0] as number;
  const hash = new Uint8Array(after.nodes.subarray(FAN * HASH, (FAN + 1) * HASH));
  return { id: id === 0 ? null : id, hash };
}

function branchOf(page: Inner, { parent, slot }: Visit): Branch {
  return { before: page, after: copyInner(page), dirty: 0, parent, slot };
}

/** The page of a place as its parent names it. */
function refOf({ parent, slot }: Visit): PageRef {
  const { ids, kinds, nodes } = parent.before;
  const kind = parent.parent === null ? null : kinds[FAN + slot];
  return { id: ids[slot] as number, kind: kind as PageRef["kind"], nodes, at: (FAN + slot) * HASH };
}

/** The pages of these places, in order; `null` for an empty place. */
async function readPlaces(
  reader: PageReader,
  visits: readonly Visit[],
): Promise<readonly (Page | null)[]> {
  const refs = visits.map(refOf);
  const pages = await reader.read(refs.filter(({ id }) => id !== 0));
  let next = 0;
  return refs.map(({ id }) => (id === 0 ? null : (pages[next++] as Page)));
}

function replace(branch: Branch, slot: number, built: Built, replaced: number[]): void {
  const old = branch.before.ids[slot] as number;
  if (old !== 0) replaced.push(old);
  putChild(branch.after, slot, built);
  branch.dirty |= 1 << slot;
}

const hashBefore = Buffer.alloc(HASH);
const hashAfter = Buffer.alloc(HASH);

/** A bucket, or an empty place, with the changes that go there; `null` if it is as it was. */
function changeBucket(
  builder: Builder,
  page: Bucket | null,
  visit: Visit,
  changes: Buffer,
  depth: number,
  capacity: number,
): Built | null {
  const { from, to } = visit;
  if (page === null) return builder.addSubtree(changes, from, to, depth);
  const ref = refOf(visit);
  if (!isOnWay(page, changes, from * LEAF, depth)) throw damagedPage(ref.id);
  const merged = merge(page, changes, from, to);
  const count = merged.length / LEAF;
  const splits = count > capacity;
  if (splits) subtreeInto(hashBefore, 0, page.bytes, 0, page.count, 4 * depth);
  else {
    const before = [page.bytes, 0, page.count] as const;
    bothInto(hashBefore, hashAfter, 0, ...before, merged, 0, count, 4 * depth);
  }
  if (!hasHash(hashBefore, 0, ref)) throw damagedPage(ref.id);
  if (merged.equals(page.bytes)) return null;
  if (splits) return builder.addSubtree(merged, 0, count, depth);
  return builder.addBucket(merged, 0, count, Buffer.from(hashAfter));
}

/** Leaves with changes from `from` up to `to`; both are sorted, and where a key is in both, the change counts. */
function merge({ bytes, count }: Bucket, changes: Buffer, from: number, to: number): Buffer {
  const merged = Buffer.allocUnsafe((count + to - from) * LEAF);
  const end = count * LEAF;
  let [old, at, young] = [0, 0, from * LEAF];
  while (old < end || young < to * LEAF) {
    const order =
      old === end ? 1 : young === to * LEAF ? -1 : compareKeys(bytes, old, changes, young);
    if (order < 0) bytes.copy(merged, at, old, old + LEAF);
    else changes.copy(merged, at, young, young + LEAF);
    if (order <= 0) old += LEAF;
    if (order >= 0) young += LEAF;
    at += LEAF;
  }
  return merged.subarray(0, at);
}
