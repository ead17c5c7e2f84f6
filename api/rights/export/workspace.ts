/** Where an export is put together: files of this server's owner alone, never much of them in memory, and gone when it is made. */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Refusal } from "../../core/errors.ts";
import type { ReadFile } from "./bundle/events.ts";
import { isPath, type ListedFile, MOST_FILES } from "./bundle/manifest.ts";

/** Of all files together. */
const MOST_BYTES = 2 * 1024 * 1024 * 1024;
/** Text is written in pieces of about this length. */
const PIECE = 64 * 1024;

export interface Workspace {
  /** Writes a file that is not there yet. @throws Refusal `pack_too_large`, `client_left` */
  write(path: string, content: Uint8Array | AsyncIterable<string>): Promise<void>;
  readonly read: ReadFile;
  /** All that was written, ascending by path. */
  files(): readonly ListedFile[];
  /** Where it lies. */
  place(path: string): string;
  remove(): Promise<void>;
}

export async function openWorkspace(directory: string, signal: AbortSignal): Promise<Workspace> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = new Map<string, ListedFile>();
  const made = new Set<string>();
  let total = 0;
  const place = (path: string): string => join(directory, path);
  const count = (bytes: number): void => {
    if (signal.aborted) throw new Refusal("client_left", {});
    total += bytes;
    if (total > MOST_BYTES)
      throw new Refusal("pack_too_large", { bound: "bytes", most: MOST_BYTES });
  };

  async function* pieces(content: Uint8Array | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
    if (content instanceof Uint8Array) {
      yield content;
      return;
    }
    let waiting = "";
    for await (const text of content) {
      waiting += text;
      if (waiting.length < PIECE) continue;
      yield Buffer.from(waiting, "utf8");
      waiting = "";
    }
    if (waiting !== "") yield Buffer.from(waiting, "utf8");
  }

  return {
    place,
    async write(path, content) {
      if (!isPath(path) || files.has(path)) throw new Error("no path of a new file");
      if (files.size >= MOST_FILES)
        throw new Refusal("pack_too_large", { bound: "files", most: MOST_FILES });
      const folder = dirname(place(path));
      if (!made.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
      made.add(folder);
      const hash = createHash("sha256");
      let bytes = 0;
      const handle = await open(place(path), "wx", 0o600);
      try {
        for await (const piece of pieces(content)) {
          count(piece.length);
          bytes += piece.length;
          hash.update(piece);
          await handle.write(piece);
        }
      } finally {
        await handle.close();
      }
      files.set(path, { bytes, path, sha256: hash.digest("hex") });
    },
    read: (path) => readFile(place(path)),
    files: () => [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
