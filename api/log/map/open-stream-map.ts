import { asMapRoot, asTreeSize, type MapRoot } from "../../../portal/verify/brands.ts";
import type { MapStore, MapVersion } from "../../store/map-store.ts";
import { type CollectOptions, collect, type Moves } from "./collect.ts";
import { inTurn } from "./in-turn.ts";
import { createPageReader } from "./page-reader.ts";
import type { StreamMap } from "./stream-map.ts";
import { update } from "./update.ts";
import { answers, NO_ENTRIES } from "./versions.ts";

export interface StreamMapOptions {
  readonly store: MapStore;
  readonly moves: Moves;
  /** Leaves in a bucket, at most 255. */
  readonly capacity?: number;
  /** Inner pages kept in memory. */
  readonly cachedPages?: number;
  /** Entries read at once, which must not hold up the log's thread; and keys changed in one step, with which memory grows. */
  readonly steps?: CollectOptions;
}

/**
 * A full bucket becomes up to 16 of about one leaf, so they hold five on average. Larger ones save a few bytes a key, and cost more to hash, which is
 * most of the work.
 */
const CAPACITY = 16;
const STEPS: CollectOptions = { chunk: 2_048, group: 16_384 };
/** All inner pages of the upper four levels: 1 + 16 + 256 + 4,096. Nearly every batch needs them. */
const CACHED_PAGES = 4_369;

/** The map over a store, worked out where it is called. */
export function openStreamMap({
  store,
  moves,
  capacity = CAPACITY,
  cachedPages = CACHED_PAGES,
  steps = STEPS,
}: StreamMapOptions): StreamMap {
  const pages = createPageReader(store, cachedPages);
  const run = inTurn();

  /** One step from the newest version towards `size`. The store is asked where it stands: a write that was rejected may have persisted. */
  async function step(from: number, root: typeof NO_ENTRIES, size: number): Promise<MapVersion> {
    const { to, changes } = await collect(moves, from, size, steps);
    const old = { id: root.rootPage, hash: root.mapRoot };
    const lastPage = await store.lastPage();
    const updated = await update(pages, old, changes, { lastPage, capacity });
    const version = {
      mapSize: asTreeSize(to),
      mapRoot: asMapRoot(updated.root.hash),
      rootPage: updated.root.id,
      working: to < size,
    };
    await store.write({ version, added: updated.added, replaced: updated.replaced });
    pages.remember(updated.inners);
    return version;
  }

  async function advance(size: number): Promise<MapRoot> {
    let version = await store.version(null);
    const stored = version?.mapSize ?? 0;
    if (!Number.isSafeInteger(size) || size < stored) throw new RangeError("the map goes back");
    while (version === null || version.mapSize < size || version.working) {
      if (version === null && size === 0) return asMapRoot(NO_ENTRIES.mapRoot.slice());
      version = await step(version?.mapSize ?? 0, version ?? NO_ENTRIES, size);
    }
    return version.mapRoot;
  }

  return {
    ...answers(store, pages),
    advance: (size) => run(() => advance(size)),
    async forget(below, keep) {
      // Each piece takes its turn, so that an `advance` need not wait for all of them.
      while (await run(() => store.prune(below, keep)));
    },
    backTo: (mapSize) =>
      run(async () => {
        // The empty map is not stored: everything is above it.
        if (mapSize > 0 && !(await store.backTo(mapSize))) return false;
        if (mapSize === 0) await store.clear();
        pages.forget();
        return true;
      }),
    clear: () =>
      run(async () => {
        pages.forget();
        await store.clear();
      }),
    close: () => run(() => store.close()),
  };
}
