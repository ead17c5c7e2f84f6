/**
 * The map (FORMAT §6.1) replayed at every point that somebody has said something about: the map size of each state entry, and of each version that is kept.
 * Moves come sorted by key, so that each part of all keys is complete at some time, and is worked out for itself (partition.ts).
 */
import { createSorter, type Sorter } from "../spool/sorter.ts";
import { MOVE, STATE } from "./partition.ts";
import { createTop } from "./top.ts";

/** Works out a part; on another thread, where there are some. `replayPart` is one. */
export type PartReplay = (moves: Buffer, bits: number) => Promise<Buffer>;

export interface MapReplay {
  /** How a stream moved: in ascending order of keys, then of indexes. */
  take(key: Buffer, index: number, leaf: Buffer): void;
  /** To be awaited from time to time: parts that are complete are worked out. */
  settle(): Promise<void>;
  /** The root at each point, ascending. Nothing is taken any more. */
  roots(): AsyncIterable<{ readonly mapSize: number; readonly root: Buffer }>;
  close(): Promise<void>;
}

export interface ReplayOptions {
  /** Map sizes, ascending, each once. */
  readonly points: ArrayLike<number>;
  /** About how many moves there are. */
  readonly moves: number;
  readonly replay: PartReplay;
  readonly directory: string;
  /** Parts that are worked out at the same time. */
  readonly atOnce: number;
  readonly onMoves?: (moves: number) => void;
}

/** Moves of one part: some megabytes while it is worked out. */
const PART = 16_384;
const MOST_BITS = 20;

/** `point[4] ‖ part[4] ‖ kind[1] ‖ hash[32]` */
const RECORD = 41;
const KEY = 8;

export async function createMapReplay(options: ReplayOptions): Promise<MapReplay> {
  const { points, replay, directory, atOnce, onMoves = () => {} } = options;
  const bits = Math.max(0, Math.min(MOST_BITS, Math.ceil(Math.log2(options.moves / PART))));
  const states = await createSorter({ record: RECORD, key: KEY, directory, name: "parts" });
  const running = new Set<Promise<void>>();
  let waiting: { readonly part: number; readonly moves: Buffer }[] = [];
  let part = 0;
  let room = Buffer.alloc(MOVE * 1_024);
  let length = 0;
  let writing: Promise<void> = Promise.resolve();

  function pointOf(index: number): number {
    let [low, high] = [0, points.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((points[middle] as number) > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function complete(): void {
    if (length > 0) waiting.push({ part, moves: Buffer.from(room.subarray(0, length)) });
    length = 0;
  }

  async function work(own: { readonly part: number; readonly moves: Buffer }): Promise<void> {
    const found = await replay(own.moves, bits);
    onMoves(own.moves.length / MOVE);
    // One after the other: they share the sorter.
    writing = writing.then(() => keep(states, own.part, found));
    await writing;
  }

  async function settle(most: number): Promise<void> {
    for (const own of waiting) {
      while (running.size >= most) await Promise.race(running);
      const job: Promise<void> = work(own).finally(() => running.delete(job));
      // Whoever awaits all of them learns of it.
      job.catch(() => {});
      running.add(job);
    }
    waiting = [];
  }

  return {
    take(key, index, leaf) {
      const point = pointOf(index);
      if (point === points.length) return;
      const own = bits === 0 ? 0 : key.readUInt32BE(0) >>> (32 - bits);
      if (own !== part) complete();
      part = own;
      // Of one stream only the last move before a point is part of the map there.
      const last = length - MOVE;
      const again =
        last >= 0 &&
        room.readUInt32BE(last + 32) === point &&
        room.compare(key, 0, 32, last, last + 32) === 0;
      if (again) length = last;
      if (length + MOVE > room.length) room = Buffer.concat([room, Buffer.alloc(room.length)]);
      key.copy(room, length, 0, 32);
      room.writeUInt32BE(point, length + 32);
      leaf.copy(room, length + 36, 0, 32);
      length += MOVE;
    },
    settle: () => settle(atOnce),
    async *roots() {
      complete();
      await settle(atOnce);
      await Promise.all(running);
      yield* rootsOf(states, points, bits);
    },
    async close() {
      await Promise.allSettled(running);
      await states.close();
    },
  };
}

async function keep(states: Sorter, part: number, found: Buffer): Promise<void> {
  for (let from = 0; from < found.length; from += STATE) {
    await states.ready(1);
    const { buffer, at } = states.next();
    found.copy(buffer, at, from, from + 4);
    buffer.writeUInt32BE(part, at + 4);
    found.copy(buffer, at + KEY, from + 4, from + STATE);
  }
}

async function* rootsOf(
  states: Sorter,
  points: ArrayLike<number>,
  bits: number,
): AsyncIterable<{ readonly mapSize: number; readonly root: Buffer }> {
  const top = createTop(bits);
  let next = 0;
  const rootAt = (point: number) => ({
    mapSize: points[point] as number,
    root: Buffer.from(top.root()),
  });
  for await (const page of states.sorted()) {
    for (let at = 0; at < page.length; at += RECORD) {
      // Where nothing moved the map is as it was.
      for (const point = page.readUInt32BE(at); next < point; next++) yield rootAt(next);
      const hash = page.subarray(at + KEY + 1, at + RECORD);
      top.set(page.readUInt32BE(at + 4), page[at + KEY] as number, hash);
    }
  }
  for (; next < points.length; next++) yield rootAt(next);
}
