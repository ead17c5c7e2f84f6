/**
 * The map of the replay: each state entry's root is worked out again, one after the other, beside the reading of more entries. What is pending is told
 * from entries and map alone, so that it goes on where a crash left it.
 */
import type { MapRoot } from "../../portal/verify/brands.ts";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { STATE_ENTRY_LENGTH, type StateEntry } from "../../portal/verify/entry.ts";
import { isRefusal } from "../core/errors.ts";
import type { StreamMap } from "../log/map/stream-map.ts";
import { readStateEntry } from "../log/state-entry.ts";
import type { Store } from "../store/store.ts";
import { lastState } from "./broken-rule.ts";

export interface WrongMap {
  readonly index: number;
  /** What the state entry says, and what follows from the entries. */
  readonly said: StateEntry;
  readonly derived: MapRoot;
}

export interface MapReplay {
  /** Takes the state entries among these neighbours, which are stored. Resolves when there is room for more. */
  take(from: number, entries: readonly Uint8Array[]): Promise<void>;
  /** Resolves when all that was taken has been worked out: with the first that is wrong, or `null`. Rejects if the map has failed. */
  settled(): Promise<WrongMap | null>;
  /** A map is wrong, or has failed: nothing is worked out any more, and what is taken now only waits. */
  stopped(): boolean;
  /** Where the map has failed, it is tried again, up to where it was: it starts its thread anew. Rejects if it fails again. */
  retried(): Promise<void>;
}

export interface MapReplayOptions {
  readonly store: Pick<Store, "size" | "entries">;
  readonly map: Pick<StreamMap, "size" | "rootAt" | "advance" | "backTo" | "clear" | "forget">;
}

interface State {
  readonly index: number;
  readonly said: StateEntry;
}

/** State entries that wait. Entries in between are not kept: the map reads them from the store. */
const MOST_WAITING = 256;
/** Versions of the map that are kept before they are forgotten together. */
const VERSIONS = 16;
const READ = 4_096;

/** Takes up all state entries of the store that the map has not been held against. Rejects if the map fails meanwhile. */
export async function openMapReplay({ store, map }: MapReplayOptions): Promise<MapReplay> {
  const waiting: State[] = [];
  let running: Promise<void> | null = null;
  let found: WrongMap | null = null;
  let failure: { readonly error: unknown } | null = null;
  let makeRoom: () => void = () => undefined;
  let versions = 0;

  async function run(): Promise<void> {
    for (let state = waiting[0]; state !== undefined && found === null; state = waiting[0]) {
      found = await held(map, state);
      waiting.shift();
      makeRoom();
      if (++versions < VERSIONS) continue;
      versions = 0;
      await map.forget(state.said.mapSize);
    }
  }

  function start(): void {
    if (running !== null || waiting.length === 0 || found !== null || failure !== null) return;
    running = run()
      .catch((error: unknown) => {
        failure = { error };
      })
      .finally(() => {
        running = null;
        makeRoom();
        start();
      });
  }

  async function push(state: State): Promise<void> {
    waiting.push(state);
    start();
    while (waiting.length > MOST_WAITING && running !== null) {
      await new Promise<void>((resolve) => {
        makeRoom = resolve;
      });
    }
  }

  async function take(from: number, entries: readonly Uint8Array[], least = 0): Promise<void> {
    for (const [i, entry] of entries.entries()) {
      // Only state entries have this length: an exception for each of the others would take longer than all else.
      const said = entry.length === STATE_ENTRY_LENGTH ? readStateEntry(entry) : null;
      if (said !== null && said.mapSize >= least) await push({ index: from + i, said });
    }
  }

  async function settled(): Promise<WrongMap | null> {
    start();
    while (running !== null) await running;
    if (failure !== null) throw failure.error;
    return found;
  }

  const size = await store.size();
  const least = await heldUpTo({ store, map });
  for (let from = least; from < size && found === null; from += READ) {
    const entries = await store.entries(from, Math.min(size, from + READ));
    await take(
      from,
      entries.map(({ entry }) => entry),
      least,
    );
    if (failure !== null) await settled();
  }
  return {
    take: (from, entries) => take(from, entries),
    settled,
    stopped: () => found !== null || failure !== null,
    async retried() {
      if (failure === null) return;
      failure = null;
      await settled();
    },
  };
}

async function held(
  map: MapReplayOptions["map"],
  { index, said }: State,
): Promise<WrongMap | null> {
  const derived = await rootOver(map, said.mapSize);
  if (equalBytes(derived, said.mapRoot)) return null;
  // Nobody is accused because of a page that was damaged here: it is all worked out again.
  await map.clear();
  const again = await map.advance(said.mapSize);
  return equalBytes(again, said.mapRoot) ? null : { index, said, derived: again };
}

async function rootOver(map: MapReplayOptions["map"], mapSize: number): Promise<MapRoot> {
  try {
    return (await map.rootAt(mapSize)) ?? (await map.advance(mapSize));
  } catch (error) {
    if (!isRefusal(error, "damaged") || error.details.what !== "map") throw error;
    await map.clear();
    return map.advance(mapSize);
  }
}

/**
 * Over how many entries the map is: of the state entries whose map is over fewer, each was compared before the next was begun. That of the newest version was perhaps
 * not compared any more; it stands behind all that its map is over. What is ahead of the entries goes.
 */
async function heldUpTo({ store, map }: MapReplayOptions): Promise<number> {
  const entries = await store.size();
  let size: number;
  try {
    size = await map.size();
  } catch (error) {
    if (!isRefusal(error, "damaged")) throw error;
    size = Number.POSITIVE_INFINITY;
  }
  if (size <= entries) return size;
  const last = await lastState(store, entries);
  const over = last === null ? null : (readStateEntry(last.entry)?.mapSize ?? null);
  if (over !== null && (await isBackAt(map, over))) return over;
  await map.clear();
  return 0;
}

async function isBackAt(map: MapReplayOptions["map"], mapSize: number): Promise<boolean> {
  try {
    return await map.backTo(mapSize);
  } catch (error) {
    if (!isRefusal(error, "damaged")) throw error;
    return false;
  }
}
