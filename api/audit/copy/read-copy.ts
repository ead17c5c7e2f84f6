/**
 * The second copy as it lies on its disk (api/log/entry-copy.ts says what is in it). Reads only, beside a server that extends it: what a wider form has
 * just replaced is looked for again.
 */
import { type FileHandle, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeBundle } from "../../log/bundles.ts";
import { BUNDLES, listNotes, NOTES } from "../../log/copy-files.ts";
import { numberPath, TILE_WIDTH } from "../../log/tiles.ts";

export interface CopyReader {
  /** The entries of a bundle; `null`: it is not there, or is none. */
  bundle(n: number): Promise<readonly Uint8Array[] | null>;
  /** `recordedAt[8] ‖ dueAt[8]` of these entries, as many as there are; `null`: they cannot be read. */
  times(from: number, to: number): Promise<Buffer | null>;
  /** Sizes of the checkpoints that are there, ascending. */
  notes(): Promise<readonly number[]>;
  /** `null`: it cannot be read. */
  note(size: number): Promise<string | null>;
  close(): Promise<void>;
}

export interface CopyParts {
  /** Open; `missing` and `unreadable`: it is not. */
  readonly times: FileHandle | "missing" | "unreadable";
  /** Whether the checkpoints can be listed. */
  readonly notes: boolean;
}

const TRIES = 3;
const TIME_BYTES = 16;

export function copyReader(directory: string, parts: CopyParts): CopyReader {
  const { times } = parts;

  /** Looked for by its name: a list of all is long, and old when a bundle is read. */
  async function read(n: number): Promise<{ width: number; entries: Uint8Array[] | null }> {
    const path = join(directory, BUNDLES, numberPath(n));
    const whole = await readFile(path).catch(() => null);
    const width = whole === null ? await widest(`${path}.p`) : TILE_WIDTH;
    const bytes =
      whole ?? (width === 0 ? null : await readFile(`${path}.p/${width}`).catch(() => null));
    const entries = bytes === null ? null : decodeBundle(bytes, width);
    return { width, entries: entries?.length === width ? entries : null };
  }

  return {
    async bundle(n) {
      for (let tries = 1; ; tries++) {
        const { width, entries } = await read(n);
        // Full ones are never replaced.
        if (entries !== null || tries === TRIES || width === TILE_WIDTH) return entries;
      }
    },
    async times(from, to) {
      const bytes = Buffer.alloc((to - from) * TIME_BYTES);
      if (times === "unreadable") return null;
      if (times === "missing") return bytes.subarray(0, 0);
      const { bytesRead } = await times.read(bytes, 0, bytes.length, from * TIME_BYTES);
      return bytes.subarray(0, bytesRead - (bytesRead % TIME_BYTES));
    },
    notes: async () => (parts.notes ? listNotes(directory) : []),
    note: (size) => readFile(join(directory, NOTES, numberPath(size)), "utf8").catch(() => null),
    close: async () => void (typeof times === "string" ? null : await times.close()),
  };
}

/** The widest partial form of a bundle; 0: there is none. */
async function widest(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  return names.reduce((most, name) => {
    const width = /^[1-9]\d{0,2}$/.test(name) ? Number(name) : 0;
    return width < TILE_WIDTH ? Math.max(most, width) : most;
  }, 0);
}
