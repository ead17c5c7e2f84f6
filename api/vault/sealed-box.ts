/** Sealed to a public key (libsodium's sealed box: X25519, XSalsa20-Poly1305): nobody opens it who does not have the secret key, whoever sealed it among them. */
import sodium from "sodium-native";

export interface BoxKeys {
  /** X25519, 32 bytes each. */
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** Whether anything can be sealed to these bytes: they are a point of X25519 with which no shared secret is all zero (RFC 7748 §6.1). */
export function canSealTo(publicKey: Uint8Array): boolean {
  try {
    sealTo(publicKey, new Uint8Array());
    return true;
  } catch {
    return false;
  }
}

/** @throws where {@link canSealTo} says no */
export function sealTo(publicKey: Uint8Array, plain: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(plain.length + sodium.crypto_box_SEALBYTES);
  sodium.crypto_box_seal(out, Buffer.from(plain), Buffer.from(publicKey));
  return out;
}

/** `null`: it was sealed to another key, or a bit of it is another one. */
export function openSealed({ publicKey, secretKey }: BoxKeys, sealed: Uint8Array): Buffer | null {
  if (sealed.length < sodium.crypto_box_SEALBYTES) return null;
  const out = Buffer.allocUnsafe(sealed.length - sodium.crypto_box_SEALBYTES);
  const [box, pk, sk] = [sealed, publicKey, secretKey].map((one) => Buffer.from(one));
  return sodium.crypto_box_seal_open(out, box!, pk!, sk!) ? out : null;
}
