import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";

/**
 * The environment of a program of ours that this process starts. Nothing of our own goes along, for it may hold tokens; only where that what was compiled
 * once is kept, if it is.
 */
export function childEnvironment(): Readonly<Record<string, string>> {
  const ours = getCompileCacheDir();
  // Node has a directory of its own for each of its versions, below the one that it was told.
  return ours === undefined ? {} : { NODE_COMPILE_CACHE: dirname(ours) };
}
