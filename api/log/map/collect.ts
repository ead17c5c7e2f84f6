/** How streams moved, as changes of the map: the newest of each, in the order of the keys. */
import { HASH, LEAF } from "./hashing.ts";

/**
 * `Store.moves`: of every record entry from `from` up to, not including, `to`, in order, stream key and leaf hash, joined.
 * The buffer is the caller's afterwards.
 */
export type Moves = (from: number, to: number) => Promise<Uint8Array>;

export interface CollectOptions {
  /** Entries asked for at once. */
  readonly chunk: number;
  /** So many different keys are enough. */
  readonly group: number;
}

export interface Collected {
  /** Up to, not including, this entry. */
  readonly to: number;
  /** Key and value, joined, ascending by key. */
  readonly changes: Buffer;
}

/** The changes from entry `from` up to `size`, or up to where there are enough of them for one step. */
export async function collect(
  moves: Moves,
  from: number,
  size: number,
  { chunk, group }: CollectOptions,
): Promise<Collected> {
  // Bytes as text of one character each: as keys of a Map, and in its order.
  const newest = new Map<string, string>();
  let to = from;
  while (to < size && newest.size < group) {
    const end = Math.min(size, to + chunk);
    const bytes = Buffer.from(await moves(to, end));
    if (bytes.length % LEAF !== 0) throw new Error("moves are not pairs of key and leaf hash");
    for (let at = 0; at < bytes.length; at += LEAF) {
      const key = bytes.toString("latin1", at, at + HASH);
      newest.set(key, bytes.toString("latin1", at + HASH, at + LEAF));
    }
    to = end;
  }
  const changes = Buffer.allocUnsafe(newest.size * LEAF);
  let at = 0;
  for (const key of [...newest.keys()].sort()) {
    changes.write(key, at, HASH, "latin1");
    changes.write(newest.get(key) as string, at + HASH, HASH, "latin1");
    at += LEAF;
  }
  return { to, changes };
}
