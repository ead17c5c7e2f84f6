/**
 * The map (FORMAT §6.1) of one part of all keys, those that share their first bits, as it is at every point of the log that is asked for.
 *
 * All keys are known from the beginning, so the tree that they make in the end is made once; at each point only what lies above a key that
 * moved is hashed. Parts know nothing of each other: one at a time is in memory, or one on each thread.
 */
import { sha256Into } from "../../core/hash.ts";

/** A stream that moved: `key[32] ‖ point[4] ‖ leaf hash[32]`; ascending by key, then by point. */
export const MOVE = 68;
/** What the part is from a point on: `point[4] ‖ kind[1] ‖ hash[32]`. */
export const STATE = 37;

const HASH = 32;
const POINT_AT = 32;
const VALUE_AT = 36;
const KIND_AT = 4;
const HASH_AT = 5;

const leafInput = Buffer.alloc(1 + 2 * HASH, 0x02);
const nodeInput = Buffer.alloc(1 + 2 * HASH, 0x03);
const chainInput = Buffer.alloc(1 + 2 * HASH, 0x03);

/**
 * @param moves see {@link MOVE}; of a key at most one for each point
 * @param depth how many bits all keys share at least: at this depth the part's hash stands
 * @returns for each point at which something moved, ascending, a {@link STATE}. `kind` is how many keys there are, two standing for more;
 * the hash of a single one is its leaf's, of none zeros
 */
export function replayPart(moves: Buffer, depth: number): Buffer {
  const tree = plantTree(moves, depth);
  const order = byPoint(moves);
  const states: Buffer[] = [];
  for (let from = 0; from < order.length; ) {
    const point = pointOf(moves, order[from] as number);
    let to = from;
    for (; to < order.length && pointOf(moves, order[to] as number) === point; to++) {
      tree.set(order[to] as number);
    }
    const state = Buffer.alloc(STATE);
    state.writeUInt32BE(point, 0);
    state[KIND_AT] = tree.rootInto(state, HASH_AT);
    states.push(state);
    from = to;
  }
  return Buffer.concat(states);
}

const pointOf = (moves: Buffer, number: number): number =>
  moves.readUInt32BE(number * MOVE + POINT_AT);

/** Numbers of the moves, those of the first point first. */
function byPoint(moves: Buffer): Uint32Array {
  const count = moves.length / MOVE;
  const keyed = new Float64Array(count);
  // Below 2^53 as long as there are fewer than two million moves in a part.
  for (let i = 0; i < count; i++) keyed[i] = pointOf(moves, i) * 2 ** 21 + i;
  keyed.sort();
  return Uint32Array.from(keyed, (value) => value % 2 ** 21);
}

interface Tree {
  /** A key moves, as this move says. */
  set(move: number): void;
  /** Writes the hash, answers the kind. */
  rootInto(out: Buffer, at: number): number;
}

/** Node j parts key j from key j+1, at the first bit in which they differ. Children below zero are keys: ~key. */
function plantTree(moves: Buffer, top: number): Tree {
  const { keyOf, firstMove } = keysOf(moves);
  const keys = firstMove.length;
  const nodes = Math.max(0, keys - 1);
  const depth = new Uint16Array(nodes);
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  const parent = new Int32Array(nodes).fill(-1);
  const leafParent = new Int32Array(keys).fill(-1);
  const stack: number[] = [];
  for (let j = 0; j < nodes; j++) {
    const own = firstDifference(moves, firstMove[j]! * MOVE, firstMove[j + 1]! * MOVE);
    depth[j] = own;
    let below = ~j;
    while (stack.length > 0 && depth[stack.at(-1) as number]! > own) below = stack.pop() as number;
    left[j] = below;
    right[j] = ~(j + 1);
    const above = stack.at(-1);
    if (above !== undefined) right[above] = j;
    stack.push(j);
  }
  for (let j = 0; j < nodes; j++) {
    for (const child of [left[j] as number, right[j] as number]) {
      if (child < 0) leafParent[~child] = j;
      else parent[child] = j;
    }
  }
  const root = stack[0] ?? ~0;
  const present = new Uint8Array(keys);
  const leafHashes = Buffer.alloc(keys * HASH);
  const kinds = new Uint8Array(nodes);
  const hashes = Buffer.alloc(nodes * HASH);
  const dirty = new Uint8Array(nodes);

  const kindOf = (child: number): number => (child < 0 ? present[~child] : kinds[child]) as number;

  /** The hash of a child as it stands at a depth above its own: where two keys or more go one way, each bit of it is a node. */
  function liftInto(out: Buffer, at: number, child: number, to: number): void {
    const kind = kindOf(child);
    if (kind === 0) out.fill(0, at, at + HASH);
    else if (child < 0) leafHashes.copy(out, at, ~child * HASH, (~child + 1) * HASH);
    else {
      hashes.copy(out, at, child * HASH, (child + 1) * HASH);
      if (kind < 2) return;
      // Node `child` has key `child` below it.
      const key = firstMove[child]! * MOVE;
      for (let bit = depth[child]! - 1; bit >= to; bit--) {
        const isRight = ((moves[key + (bit >> 3)] as number) >> (7 - (bit & 7))) & 1;
        chainInput.fill(0, 1);
        out.copy(chainInput, isRight === 1 ? 1 + HASH : 1, at, at + HASH);
        sha256Into(out, at, chainInput);
      }
    }
  }

  function hashNode(node: number): void {
    dirty[node] = 0;
    const [a, b] = [left[node] as number, right[node] as number];
    if (a >= 0 && dirty[a] === 1) hashNode(a);
    if (b >= 0 && dirty[b] === 1) hashNode(b);
    const kind = kindOf(a) + kindOf(b);
    kinds[node] = Math.min(2, kind);
    if (kind < 2) liftInto(hashes, node * HASH, kindOf(a) === 1 ? a : b, 0);
    else {
      liftInto(nodeInput, 1, a, depth[node]! + 1);
      liftInto(nodeInput, 1 + HASH, b, depth[node]! + 1);
      sha256Into(hashes, node * HASH, nodeInput);
    }
  }

  return {
    set(move) {
      const key = keyOf[move] as number;
      const at = move * MOVE;
      moves.copy(leafInput, 1, at, at + HASH);
      moves.copy(leafInput, 1 + HASH, at + VALUE_AT, at + MOVE);
      sha256Into(leafHashes, key * HASH, leafInput);
      present[key] = 1;
      for (let node = leafParent[key]!; node >= 0 && dirty[node] === 0; node = parent[node]!) {
        dirty[node] = 1;
      }
    },
    rootInto(out, at) {
      if (root >= 0 && dirty[root] === 1) hashNode(root);
      liftInto(out, at, root, top);
      return kindOf(root);
    },
  };
}

/** Of each move the number of its key, and of each key its first move. */
function keysOf(moves: Buffer): { readonly keyOf: Uint32Array; readonly firstMove: number[] } {
  const count = moves.length / MOVE;
  const keyOf = new Uint32Array(count);
  const firstMove: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = i * MOVE;
    const same = i > 0 && moves.compare(moves, at - MOVE, at - MOVE + HASH, at, at + HASH) === 0;
    if (!same) firstMove.push(i);
    keyOf[i] = firstMove.length - 1;
  }
  return { keyOf, firstMove };
}

/** The first bit in which two keys differ. */
function firstDifference(moves: Buffer, a: number, b: number): number {
  for (let i = 0; i < HASH; i++) {
    const difference = (moves[a + i] as number) ^ (moves[b + i] as number);
    if (difference !== 0) return 8 * i + Math.clz32(difference) - 24;
  }
  throw new Error("two keys are one");
}
