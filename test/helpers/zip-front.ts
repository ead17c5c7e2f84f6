/** Reads a ZIP as programs do that never look at its directory: from the first byte on, as long as there are headers (APPNOTE 4.3.6). */
import { inflateRawSync } from "node:zlib";

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;

function inflated(raw: Buffer): { readonly buffer: Buffer; readonly read: number } {
  const made = inflateRawSync(raw, { info: true } as object) as unknown as {
    readonly buffer: Buffer;
    readonly engine: { readonly bytesWritten: number };
  };
  return { buffer: made.buffer, read: made.engine.bytesWritten };
}

export function fromTheFront(bytes: Uint8Array): ReadonlyMap<string, string> {
  const all = Buffer.from(bytes);
  const files = new Map<string, string>();
  let at = 0;
  while (all.readUInt32LE(at) === LOCAL) {
    const isLater = (all.readUInt16LE(at + 6) & 8) !== 0;
    const isStored = all.readUInt16LE(at + 8) === 0;
    const packed = all.readUInt32LE(at + 18);
    const [name, extra] = [all.readUInt16LE(at + 26), all.readUInt16LE(at + 28)];
    const begin = at + 30 + name + extra;
    const path = all.toString("latin1", at + 30, at + 30 + name);
    const { buffer, read } = isStored
      ? { buffer: all.subarray(begin, begin + packed), read: packed }
      : inflated(all.subarray(begin));
    files.set(path, buffer.toString("latin1"));
    at = begin + read;
    if (isLater && all.readUInt32LE(at) === DESCRIPTOR) at += 16;
  }
  return files;
}
