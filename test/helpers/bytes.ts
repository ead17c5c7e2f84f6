export function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

/** The bytes with one bit turned. */
export function flipped(bytes: Uint8Array, position: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = ((position % copy.length) + copy.length) % copy.length;
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}
