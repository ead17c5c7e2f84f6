import type { MapRoot } from "../../../portal/verify/brands.ts";
import type { MapReader } from "../../store/map-store.ts";
import { openSqliteMapReader } from "../../store/sqlite/sqlite-map-store.ts";
import type { Method } from "./crossing.ts";
import { type MapThread, type MapThreadOptions, startMapThread } from "./map-thread.ts";
import { createPageReader } from "./page-reader.ts";
import type { StreamMap } from "./stream-map.ts";
import { answers } from "./versions.ts";

export interface StartStreamMapOptions extends MapThreadOptions {
  readonly startThread?: (options: MapThreadOptions) => Promise<MapThread>;
}

type Answers = ReturnType<typeof answers> & Pick<MapReader, "close">;

/** Inner pages that proofs keep in memory, about 2 KiB each. */
const CACHED_PAGES = 512;

/**
 * The map in a file of its own, worked out in a thread of its own. Roots and proofs are answered here, over a connection that only reads, so
 * that they do not wait for a batch. If the thread dies, the calls that it had reject, and the next one starts another thread.
 *
 * @throws Refusal `in_use`, `unknown_schema` (`map`)
 */
export async function startStreamMap(options: StartStreamMapOptions): Promise<StreamMap> {
  const { file, moves, startThread = startMapThread } = options;
  let running: Promise<MapThread> | null = null;
  let reading: Promise<Answers> | null = null;

  function thread(): Promise<MapThread> {
    running ??= start();
    return running;
  }

  async function start(): Promise<MapThread> {
    try {
      const started = await startThread({ file, moves });
      void started.ended.then(() => {
        running = null;
      });
      return started;
    } catch (error) {
      running = null;
      throw error;
    }
  }

  /** Behind the thread, which makes the file. */
  function reader(): Promise<Answers> {
    reading ??= openReader();
    return reading;
  }

  async function openReader(): Promise<Answers> {
    try {
      await thread();
      const store = await openSqliteMapReader({ file });
      return {
        ...answers(store, createPageReader(store, CACHED_PAGES)),
        close: () => store.close(),
      };
    } catch (error) {
      reading = null;
      throw error;
    }
  }

  /** The pages that the reader knows go, and with `clear` its file: who asks meanwhile waits for what is there afterwards. */
  async function reopening<T>(method: Method, argument: number): Promise<T> {
    const old = reading;
    const changing = (async () => {
      await closeReader(old);
      return (await (await thread()).call(method, argument)) as T;
    })();
    reading = changing.then(openReader, openReader);
    reading.catch(() => {});
    return changing;
  }

  try {
    await reader();
  } catch (error) {
    // The thread holds the file's lock.
    const started = await (running as Promise<MapThread> | null)?.catch(() => null);
    await started?.end();
    throw error;
  }
  return {
    size: async () => (await reader()).size(),
    rootAt: async (mapSize) => (await reader()).rootAt(mapSize),
    prove: async (key, mapSize) => (await reader()).prove(key, mapSize),
    advance: async (size) => (await (await thread()).call("advance", size)) as MapRoot,
    forget: async (below, keep) => void (await (await thread()).call("forget", below, keep)),
    backTo: (mapSize) => reopening<boolean>("backTo", mapSize),
    clear: () => reopening<void>("clear", 0),
    async close() {
      await closeReader(reading);
      reading = null;
      const open = await running;
      if (open === null) return;
      try {
        await open.call("close", 0);
      } finally {
        await open.end();
      }
    },
  };
}

async function closeReader(reader: Promise<Answers> | null): Promise<void> {
  await (await reader?.catch(() => null))?.close();
}
