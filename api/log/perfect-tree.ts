import { sha256Into } from "../core/hash.ts";
import { HASH_BYTES } from "./tiles.ts";

/**
 * The perfect tree over `hashes`, a power of two of them, joined: first themselves, then the level above,
 * and so on to the root. The node of width w (a power of two) at the leaf `offset` is at {@link nodePosition}.
 */
export function perfectTree(hashes: Uint8Array): Uint8Array {
  const nodes = Buffer.alloc(2 * hashes.length - HASH_BYTES);
  nodes.set(hashes);
  let free = hashes.length;
  for (let at = 0; free < nodes.length; at += 2 * HASH_BYTES) {
    nodes.copy(input, 1, at, at + 2 * HASH_BYTES);
    sha256Into(nodes, free, input);
    free += HASH_BYTES;
  }
  return plain(nodes);
}

/** Of a node, whose two halves lie behind one another (RFC 6962 §2.1). */
const input = Buffer.alloc(1 + 2 * HASH_BYTES, Uint8Array.of(0x01, ...new Array(64).fill(0)));

const plain = ({ buffer, byteOffset, length }: Buffer<ArrayBuffer>): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length);

export function perfectRoot(hashes: Uint8Array): Uint8Array {
  return perfectTree(hashes).slice(-HASH_BYTES);
}

/** In a perfect tree over `leaves` leaves: 2·leaves·(1 − 1/width) nodes lie in the levels below. */
export function nodePosition(leaves: number, offset: number, width: number): number {
  return 2 * leaves - (2 * leaves) / width + offset / width;
}

/** A view, not a copy. */
export function hashAt(hashes: Uint8Array, position: number): Uint8Array {
  return hashes.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
}
