/**
 * The second copy as it lies on its disk (api/log/entry-copy.ts says what is in it). Reads only, beside a server that extends it: what a wider form has
 * just replaced is looked for again.
 */
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeBundle } from "../../log/bundles.ts";
import {
  BUNDLES,
  type BundleList,
  listBundles,
  listNotes,
  NOTES,
  TIMES,
} from "../../log/copy-files.ts";
import { numberPath, TILE_WIDTH } from "../../log/tiles.ts";

export interface CopyReader {
  /** The entries of a bundle; `null`: it is not there, or is none. */
  bundle(n: number): Promise<readonly Uint8Array[] | null>;
  /** `recordedAt[8] ‖ dueAt[8]` of these entries, as many as there are. */
  times(from: number, to: number): Promise<Buffer>;
  /** Sizes of the checkpoints that are there, ascending. */
  notes(): Promise<readonly number[]>;
  /** `null`: it cannot be read. */
  note(size: number): Promise<string | null>;
  close(): Promise<void>;
}

/** What `copy.json` says; `null`: there is no copy. */
export async function copyMarkIn(directory: string): Promise<string | null> {
  return readFile(join(directory, "copy.json"), "utf8").catch(() => null);
}

const TRIES = 3;
const TIME_BYTES = 16;

export async function openCopyReader(directory: string): Promise<CopyReader> {
  let bundles: BundleList = await listBundles(directory);
  const times: FileHandle | null = await open(join(directory, TIMES), "r").catch(() => null);

  async function read(n: number): Promise<readonly Uint8Array[] | null> {
    const width = bundles.width(n);
    if (width === 0) return null;
    const bytes = await readFile(join(directory, BUNDLES, numberPath(n, width))).catch(() => null);
    const entries = bytes === null ? null : decodeBundle(bytes, width);
    return entries?.length === width ? entries : null;
  }

  return {
    async bundle(n) {
      for (let tries = 1; ; tries++) {
        const entries = await read(n);
        // Full ones are never replaced.
        if (entries !== null || tries === TRIES || bundles.width(n) === TILE_WIDTH) return entries;
        bundles = await listBundles(directory);
      }
    },
    async times(from, to) {
      const bytes = Buffer.alloc((to - from) * TIME_BYTES);
      if (times === null) return bytes.subarray(0, 0);
      const { bytesRead } = await times.read(bytes, 0, bytes.length, from * TIME_BYTES);
      return bytes.subarray(0, bytesRead - (bytesRead % TIME_BYTES));
    },
    notes: () => listNotes(directory),
    note: (size) => readFile(join(directory, NOTES, numberPath(size)), "utf8").catch(() => null),
    close: async () => void (await times?.close()),
  };
}
