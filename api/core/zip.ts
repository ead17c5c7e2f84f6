/** A ZIP, written as it is made into a file of its owner alone. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** The format knows no time before it. */
const FIRST_TIME = Date.UTC(1980, 0, 2);

/** A file of a ZIP: its bytes, or where they lie. */
export type ZipPart =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly file: string };

/**
 * The same files give the same bytes, wherever they lie. What lies in files is read one after the other: of all of them never more than a piece is in memory.
 *
 * @param at what the files are dated, in milliseconds since 1970
 * @param signal ends it; the file is left as it is then
 * @returns its length, and its SHA-256
 */
export async function writeZip(
  path: string,
  parts: readonly ZipPart[],
  at: number,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const zip = new ZipFile();
  const options = { mtime: new Date(Math.max(FIRST_TIME, at)), mode: 0o100644 };
  for (const part of parts) {
    if ("file" in part) zip.addFile(part.file, part.path, options);
    else zip.addBuffer(Buffer.from(part.bytes), part.path, options);
  }
  // A file that cannot be read any more is told here, and nowhere else.
  const failed = new Promise<never>((_, reject) => zip.once("error", reject));
  zip.end();
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
  const stopping = signal === undefined ? {} : { signal };
  await Promise.race([failed, pipeline(zip.outputStream, hashing, file, stopping)]);
  return { bytes: (await stat(path)).size, sha256: hash.digest() };
}
