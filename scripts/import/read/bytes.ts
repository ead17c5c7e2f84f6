import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Meter } from "./meter.ts";
import { FileProblem, type FileProblemCode } from "./problem.ts";

const SYSTEM_CODES: Readonly<Record<string, FileProblemCode>> = {
  ENOENT: "not_found",
  ENOTDIR: "not_found",
  EISDIR: "not_a_file",
};

function fileProblemOf(error: unknown, file: string): FileProblem {
  if (error instanceof FileProblem) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code.startsWith("Z_")) return new FileProblem("broken_gzip", file);
  return new FileProblem(SYSTEM_CODES[code] ?? "unreadable", file);
}

/** The length of a file that is there, is one, and may be read. */
export async function sizeOf(file: string): Promise<number> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "r");
    const stat = await handle.stat();
    if (!stat.isFile()) throw new FileProblem("not_a_file", file);
    return stat.size;
  } catch (error) {
    throw fileProblemOf(error, file);
  } finally {
    await handle?.close();
  }
}

/** A file's bytes, unpacked if its name ends in `.gz`. The meter counts bytes of the file as it lies on the disk. */
export async function* readBytes(file: string, meter: Meter | null): AsyncGenerator<Buffer> {
  const disk = createReadStream(file, { highWaterMark: 1 << 18 });
  if (meter !== null) disk.on("data", (chunk) => (meter.bytesRead += chunk.length));
  const stream: Readable = file.endsWith(".gz") ? disk.pipe(createGunzip()) : disk;
  if (stream !== disk) disk.on("error", (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw fileProblemOf(error, file);
  } finally {
    disk.destroy();
    stream.destroy();
  }
}
