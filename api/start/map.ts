import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isRefusal } from "../core/errors.ts";
import { startStreamMap } from "../log/map/start-stream-map.ts";
import type { StreamMap } from "../log/map/stream-map.ts";
import { StoreFault } from "../store/fault.ts";
import type { Store } from "../store/store.ts";

/**
 * The map beside the database. All of it follows from the log, so a file that cannot be opened as one goes, and the check of the log
 * (self-check.ts) fills a new one.
 */
export async function openMap(dataDirectory: string, store: Store): Promise<StreamMap> {
  const file = join(dataDirectory, "map.db");
  const moves = (from: number, to: number): Promise<Uint8Array> => store.moves(from, to);
  try {
    return await startStreamMap({ file, moves });
  } catch (error) {
    if (!isRefusal(error, "unknown_schema") && !isCorrupt(error)) throw error;
    for (const ending of ["", "-wal", "-shm"]) await rm(`${file}${ending}`, { force: true });
    return startStreamMap({ file, moves });
  }
}

const isCorrupt = (error: unknown): boolean =>
  error instanceof StoreFault && error.code.startsWith("SQLITE_CORRUPT");
