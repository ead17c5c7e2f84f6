/** Entry bundles of tlog-tiles: each entry behind its length in two bytes, big-endian. */
const LENGTH_BYTES = 2;
const LONGEST = 0xffff;

/** What `tile/entries/<N>[.p/<W>]` holds. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  const total = entries.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0);
  const bundle = Buffer.alloc(total);
  let at = 0;
  for (const entry of entries) {
    if (entry.length > LONGEST) throw new RangeError("entry too long for a bundle");
    at = bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at);
    at += entry.length;
  }
  return bundle;
}

/** Its inverse, without a copy; `null` for bytes that are no bundle, or one of more entries than `most`. */
export function decodeBundle(bytes: Uint8Array, most: number): Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + LENGTH_BYTES;
    const end = start + (((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0));
    if (end > bytes.length || entries.length === most) return null;
    entries.push(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
    at = end;
  }
  return entries;
}
