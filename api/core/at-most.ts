/** What strangers answer, and what operators write, is read up to a bound: nothing beyond it is ever held. */
import { open } from "node:fs/promises";

/** All bytes of a stream; `null` as soon as there are more than `most`: then it is let go, and a connection closed. Rejects as the stream does. */
export async function readAtMost(
  source: AsyncIterable<Uint8Array> | null,
  most: number,
): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source ?? []) {
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  const [first] = parts;
  if (first === undefined || parts.length > 1) return Buffer.concat(parts, length);
  return Buffer.from(first.buffer, first.byteOffset, length);
}

/** All bytes of a file; `null` if there are more than `most`. Rejects with the system's error if it cannot be read. */
export async function readFileAtMost(path: string, most: number): Promise<Buffer | null> {
  const handle = await open(path, "r");
  try {
    return await readAtMost(handle.createReadStream({ end: most, autoClose: false }), most);
  } finally {
    await handle.close();
  }
}
