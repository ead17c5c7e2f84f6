/** Streams and the map: how the entries of each stream are chained, the table of heads, and the roots that state entries name. */
import type { CheckedLog } from "../log/check-log.ts";
import { MOVE_AT, MOVE_RECORD, STATE_AT, STATE_RECORD } from "../log/take.ts";
import type { AuditScene } from "../scene.ts";
import { followChains, type PlacedMove } from "./chain.ts";
import { checkHeads, type DerivedHead } from "./heads.ts";
import { lostEntries, type OpenedLost } from "./lost.ts";
import { createMapReplay, type PartReplay } from "./points.ts";

export interface StreamOptions {
  readonly log: CheckedLog;
  /** Map sizes besides those of the state entries, at which the root is wanted. */
  readonly versions: readonly number[];
  readonly replay: PartReplay;
  readonly atOnce: number;
  /** What the record of a lost entry tells; `null`: it is lost, too. */
  readonly openLost: (index: number) => Promise<OpenedLost | null>;
}

export interface CheckedStreams {
  readonly streams: number;
  /** Heads that are stored. */
  readonly heads: number;
  /** State entries whose map was worked out again. */
  readonly states: number;
  /** From this index on nobody can say what the map is, because an entry is lost whose stream nobody knows; `null`: everywhere. */
  readonly unknownFrom: number | null;
  /** The true root of the map over so many entries. */
  readonly roots: ReadonlyMap<number, Buffer>;
  /** Entries that were lost, and are whole again by their records and what is chained to them. */
  readonly rebuilt: ReadonlyMap<number, Buffer>;
  /** Lost entries, these among them, of which it is known in which stream they were. */
  readonly found: readonly number[];
  /** How streams moved by entries that stay lost. */
  readonly placed: readonly PlacedMove[];
}

const KEY = 32;

export async function checkStreams(
  scene: AuditScene,
  options: StreamOptions,
): Promise<CheckedStreams> {
  const { findings, snapshots, steps, directory } = scene;
  const { log, replay, atOnce } = options;
  const opened = await openLostEntries(options);
  const lost = lostEntries(log.lost);
  const rebuilt = new Map<number, Buffer>();
  const placed: PlacedMove[] = [];
  const points = await mapPoints(options);
  steps.expect("streams", log.moves.length);
  steps.expect("map", log.moves.length);
  const map = await createMapReplay({
    ...{ points, replay, directory, atOnce },
    moves: log.moves.length,
    onMoves: (moves) => steps.done("map", moves),
  });
  try {
    const chains = followChains({
      ...{ findings, lost, opened },
      onRebuilt: (index, entry) => void rebuilt.set(index, entry),
      onPlaced: (move) => void placed.push(move),
      onMove: (key, index, leaf) => map.take(key, index, leaf),
    });
    const heads = checkHeads(snapshots.ledger, findings, (row, head) => {
      const own = typeof row.index === "number" ? lost.at(row.index) : null;
      if (own === null || row.leaf === null || own.leaf?.equals(row.leaf) === false) return false;
      if (Number(row.seq) <= (head?.seq ?? 0)) return false;
      lost.find(own.index);
      map.take(row.key, own.index, row.leaf);
      placed.push({ key: Buffer.from(row.key), index: own.index, leaf: Buffer.from(row.leaf) });
      return true;
    });
    let streams = 0;
    /** The head of the stream that ends, in a loop that awaits seldom. */
    const ended = (): DerivedHead | null => {
      const head = chains.last();
      // Nothing of it could be put in its place.
      if (head === null || head.seq === 0) return null;
      streams += 1;
      return head;
    };
    for await (const page of log.moves.sorted()) {
      for (let at = 0; at < page.length; at += MOVE_RECORD) {
        if (chains.begins(page, at)) {
          const head = ended();
          while (head !== null && !heads.end(head)) await heads.load();
          const key = page.subarray(at, at + KEY);
          while (!heads.begin(key)) await heads.load();
        }
        chains.take(page, at);
      }
      await map.settle();
      steps.done("streams", page.length / MOVE_RECORD);
    }
    const last = ended();
    while (last !== null && !heads.end(last)) await heads.load();
    while (!heads.finish()) await heads.load();

    const [unknownFrom = null] = lost.left();
    const roots = new Map<number, Buffer>();
    const wanted = new Set(options.versions);
    const states = stateReader(log);
    let checked = 0;
    let wrong = false;
    for await (const { mapSize, root } of map.roots()) {
      if (wanted.has(mapSize)) roots.set(mapSize, root);
      const state = await states(mapSize);
      if (state === null || (unknownFrom !== null && mapSize > unknownFrom)) continue;
      checked += 1;
      const holds = root.equals(state.mapRoot);
      // What is wrong once stays so in every map behind it.
      if (!holds && !wrong) {
        const key = { index: state.index };
        findings.add({ place: "entries", key, kind: "contradicts", cause: "map_root" });
      }
      wrong = !holds;
    }
    return {
      ...{ streams, unknownFrom, roots, rebuilt, placed },
      heads: heads.checked,
      states: checked,
      found: lost.found(),
    };
  } finally {
    await map.close();
  }
}

/** What records tell of the entries that they are of: these go in with the other moves, to be found in their streams. */
async function openLostEntries({ log, openLost }: StreamOptions): Promise<Map<number, OpenedLost>> {
  const opened = new Map<number, OpenedLost>();
  for (const { index, leaf } of log.lost) {
    const record = leaf === null ? null : await openLost(index);
    if (leaf === null || record === null) continue;
    opened.set(index, record);
    await log.moves.ready(1);
    const { buffer, at } = log.moves.next();
    buffer.fill(0, at, at + MOVE_RECORD);
    buffer.set(record.streamKey, at);
    buffer.writeUIntBE(index, at + MOVE_AT.index, 6);
    leaf.copy(buffer, at + MOVE_AT.leaf);
  }
  return opened;
}

/** All sizes at which the map is wanted, ascending, each once. A ledger that seals every few seconds has millions. */
async function mapPoints({ log, versions }: StreamOptions): Promise<Float64Array> {
  const points = new Float64Array(log.states.length + versions.length);
  let count = 0;
  for (const size of versions) if (size > 0 && size <= log.size) points[count++] = size;
  for await (const page of log.states.sorted()) {
    for (let at = 0; at < page.length; at += STATE_RECORD) {
      const size = mapSizeAt(page, at);
      if (size > 0) points[count++] = size;
    }
  }
  const sorted = points.subarray(0, count).sort();
  return sorted.filter((size, i) => size !== sorted[i - 1]);
}

const mapSizeAt = (page: Buffer, at: number): number =>
  page.readUIntBE(at + STATE_AT.mapSize + 1, 6);

/** The state entry of a map size, which ascend; `null`: there is none. */
function stateReader({ states }: CheckedLog) {
  const pages = states.sorted()[Symbol.asyncIterator]();
  let page: Buffer = Buffer.alloc(0);
  let at = 0;
  return async (mapSize: number): Promise<{ index: number; mapRoot: Buffer } | null> => {
    for (;;) {
      if (at >= page.length) {
        const next = await pages.next();
        if (next.done) return null;
        page = next.value;
        at = 0;
      }
      const own = mapSizeAt(page, at);
      if (own > mapSize) return null;
      const index = page.readUIntBE(at, 6);
      const mapRoot = page.subarray(at + STATE_AT.mapRoot, at + STATE_RECORD);
      at += STATE_RECORD;
      if (own === mapSize) return { index, mapRoot };
    }
  };
}
