/** Reads a ZIP back: its files in the order of the central directory (APPNOTE 4.3.12), without anything that ours do not have. */
import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

export function readZip(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const all = Buffer.from(bytes);
  const end = all.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || all.readUInt32LE(end) !== END) throw new Error("no ZIP");
  const files = new Map<string, Buffer>();
  let at = all.readUInt32LE(end + 16);
  for (let left = all.readUInt16LE(end + 10); left > 0; left--) {
    if (all.readUInt32LE(at) !== ENTRY) throw new Error(`no entry at ${at}`);
    const [method, packed, whole] = [at + 10, at + 20, at + 24].map((place, i) =>
      i === 0 ? all.readUInt16LE(place) : all.readUInt32LE(place),
    ) as [number, number, number];
    const [name, extra, comment] = [28, 30, 32].map((place) => all.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const local = all.readUInt32LE(at + 42);
    if (all.readUInt32LE(local) !== LOCAL) throw new Error(`no file at ${local}`);
    const begin = local + 30 + all.readUInt16LE(local + 26) + all.readUInt16LE(local + 28);
    const raw = all.subarray(begin, begin + packed);
    const content = method === 8 ? inflateRawSync(raw) : Buffer.from(raw);
    if (content.length !== whole) throw new Error("another length");
    files.set(all.toString("utf8", at + 46, at + 46 + name), content);
    at += 46 + name + extra + comment;
  }
  return files;
}
