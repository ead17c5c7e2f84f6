import { open } from "node:fs/promises";
import type { Readable } from "node:stream";

/** At most `limit + 1` bytes: one more than allowed is enough to see that it is too much. */
async function bounded(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit + 1);
}

/** The bytes of a file, or of the standard input for `-`. Rejects with the system's error if it cannot be read. */
export async function readBounded(file: string, limit: number, stdin: Readable): Promise<Buffer> {
  if (file === "-") return bounded(stdin, limit);
  const handle = await open(file, "r");
  try {
    return await bounded(handle.createReadStream({ end: limit, autoClose: false }), limit);
  } finally {
    await handle.close();
  }
}
