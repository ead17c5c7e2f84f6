/**
 * Ed25519 private keys in the form of Go's and C2SP's tools: `PRIVATE+KEY+<name>+<hex key id>+<base64(type ‖ seed)>`. No key material is ever
 * part of an error.
 */
import sodium from "sodium-native";
import { asPublicKey, type PublicKey } from "../../portal/verify/brands.ts";
import { base64Decode, base64Encode, concat, hexEncode } from "../../portal/verify/bytes.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { formatVkey, isKeyName, type KeyType, keyId } from "../../portal/verify/note.ts";
import type { Random } from "../core/random.ts";

const ENCODED = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u;

export interface SigningKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: PublicKey;
  /** What verifiers are given. */
  readonly vkey: string;
  /** The 64 bytes of the signature. The same message gives the same ones. */
  sign(message: string | Uint8Array): Uint8Array;
}

/** A new private key in its encoded form: a secret. */
export function generateSigningKey(name: string, type: KeyType, random: Random): string {
  if (!isKeyName(name)) throw new FormatError("key_name_form");
  const seed = random.bytes(sodium.crypto_sign_SEEDBYTES);
  const { publicKey } = keyPair(seed);
  const encoded = base64Encode(concat(Uint8Array.of(type), seed));
  return `PRIVATE+KEY+${name}+${hexEncode(keyId(name, publicKey, type))}+${encoded}`;
}

/** Null for whatever is not the one spelling of a key of this type. */
export function decodeSigningKey(encoded: string, type: KeyType): SigningKey | null {
  const [, name, id, key] = ENCODED.exec(encoded) ?? [];
  if (name === undefined || id === undefined || key === undefined || !isKeyName(name)) return null;
  // 44 characters without padding are 33 bytes and have one spelling.
  const bytes = Buffer.from(base64Decode(key));
  if (bytes[0] !== type) return null;
  const { publicKey, secretKey } = keyPair(bytes.subarray(1));
  const ownId = keyId(name, publicKey, type);
  if (hexEncode(ownId) !== id) return null;
  return {
    name,
    keyId: ownId,
    publicKey,
    vkey: formatVkey(name, publicKey, type),
    sign(message) {
      // libsodium: 25 µs; node:crypto, whose keys are as opaque: 48 µs.
      const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
      sodium.crypto_sign_detached(signature, Buffer.from(message), secretKey);
      return signature;
    },
  };
}

interface KeyPair {
  readonly publicKey: PublicKey;
  readonly secretKey: Buffer;
}

function keyPair(seed: Buffer): KeyPair {
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  const secretKey = sodium.sodium_malloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed);
  return { publicKey: asPublicKey(Uint8Array.from(publicKey)), secretKey };
}
