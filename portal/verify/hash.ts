import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

const blank = nobleSha256.create();
const used = nobleSha256.create();

/** In one state that is begun anew each time: to make a new one takes as long as to hash a node of a tree. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return blank._cloneInto(used).update(bytes).digest();
}

/** RFC 2104. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(nobleSha256, key, message);
}
