/** A pack as a ZIP, written as it is made into a file of its owner alone. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { PackFile } from "./gather.ts";

/** The format knows no time before it. */
const FIRST_TIME = Date.UTC(1980, 0, 2);

/**
 * The same files give the same bytes.
 *
 * @param at what the files are dated, in milliseconds since 1970
 * @returns its length, and its SHA-256
 */
export async function writeZip(
  path: string,
  files: readonly PackFile[],
  at: number,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const zip = new ZipFile();
  const mtime = new Date(Math.max(FIRST_TIME, at));
  for (const { path: name, bytes } of files)
    zip.addBuffer(Buffer.from(bytes), name, { mtime, mode: 0o100644 });
  zip.end();
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
  await pipeline(zip.outputStream, hashing, file);
  return { bytes: (await stat(path)).size, sha256: hash.digest() };
}
