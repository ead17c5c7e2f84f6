/**
 * Ed25519 keys that sign notes, in the form of Go's and C2SP's tools:
 * `PRIVATE+KEY+<name>+<hex key id>+<base64(0x01 ‖ seed)>`. No key material is ever part of an error.
 */
import sodium from "sodium-native";
import { asPublicKey, type PublicKey } from "../../portal/verify/brands.ts";
import { base64Decode, base64Encode, concat, hexEncode } from "../../portal/verify/bytes.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { formatNote, formatVkey, isKeyName, keyId } from "../../portal/verify/note.ts";
import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";

const ED25519 = 0x01;
const ENCODED = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u;

export interface NoteSigner {
  readonly name: string;
  readonly publicKey: PublicKey;
  /** What verifiers are given. */
  readonly vkey: string;
  /** The whole note over this text, which ends in a newline. The same text gives the same note. */
  sign(text: string): string;
}

/** `setting`: the name under which the key was configured, for the refusal. */
export function loadNoteSigner(encoded: string, setting: string = "key"): NoteSigner {
  const signer = decodeSigner(encoded);
  if (signer === null) throw new Refusal("invalid_setting", { setting, problem: "bad_key" });
  return signer;
}

/** A new private key in its encoded form: a secret. */
export function generateNoteSigner(name: string, random: Random): string {
  if (!isKeyName(name)) throw new FormatError("key_name_form");
  const seed = random.bytes(sodium.crypto_sign_SEEDBYTES);
  const { publicKey } = keyPair(seed);
  const encoded = base64Encode(concat(Uint8Array.of(ED25519), seed));
  return `PRIVATE+KEY+${name}+${hexEncode(keyId(name, publicKey))}+${encoded}`;
}

function decodeSigner(encoded: string): NoteSigner | null {
  const [, name, id, key] = ENCODED.exec(encoded) ?? [];
  if (name === undefined || id === undefined || key === undefined || !isKeyName(name)) return null;
  // 44 characters without padding are 33 bytes and have one spelling.
  const bytes = Buffer.from(base64Decode(key));
  if (bytes[0] !== ED25519) return null;
  const pair = keyPair(bytes.subarray(1));
  return hexEncode(keyId(name, pair.publicKey)) === id ? createSigner(name, pair) : null;
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

function createSigner(name: string, { publicKey, secretKey }: KeyPair): NoteSigner {
  const id = keyId(name, publicKey);
  return {
    name,
    publicKey,
    vkey: formatVkey(name, publicKey),
    sign(text) {
      // libsodium: 25 µs; node:crypto, whose keys are as opaque: 48 µs.
      const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
      sodium.crypto_sign_detached(signature, Buffer.from(text), secretKey);
      return formatNote(text, [{ name, keyId: id, signature }]);
    },
  };
}
