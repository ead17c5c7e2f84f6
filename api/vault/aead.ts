import sodium from "sodium-native";
import type { Random } from "../core/random.ts";

const NONCE = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
const TAG = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES;

/** Length of every key in this project. */
export const KEY_BYTES = 32;

/** XChaCha20-Poly1305 with a random nonce: `nonce[24] ‖ ciphertext ‖ tag[16]`. `data` is authenticated, not encrypted. */
export function encrypt(key: Buffer, plaintext: Buffer, data: Buffer, random: Random): Buffer {
  const out = Buffer.allocUnsafe(NONCE + plaintext.length + TAG);
  const nonce = random.bytes(NONCE);
  nonce.copy(out);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    out.subarray(NONCE),
    plaintext,
    data,
    null,
    nonce,
    key,
  );
  return out;
}

/** The plaintext, or `null` if key, associated data or a single bit of the box is another one. */
export function decrypt(key: Buffer, box: Uint8Array, data: Buffer): Buffer | null {
  if (box.length < NONCE + TAG) return null;
  const bytes = Buffer.isBuffer(box) ? box : Buffer.from(box.buffer, box.byteOffset, box.length);
  const out = Buffer.allocUnsafe(bytes.length - NONCE - TAG);
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      out,
      null,
      bytes.subarray(NONCE),
      data,
      bytes.subarray(0, NONCE),
      key,
    );
  } catch {
    // sodium's one way to say "forged"; wrong lengths were excluded above.
    return null;
  }
  return out;
}
