/**
 * The code that opens a person's certificates of erasure (docs/FORMAT.md §20.6). Whoever makes it tells nobody but the person; whoever keeps the ledger gets a public key, under which lists are sealed
 * that it cannot open again.
 */
import { x25519 } from "@noble/curves/ed25519.js";
import { base64UrlDecode, concat, utf8Encode } from "./bytes.ts";
import { FormatError } from "./errors.ts";
import { hmacSha256, sha256 } from "./hash.ts";

const CODE_BYTES = 32;

export interface ErasureCodeKeys {
  /** X25519 (RFC 7748), 32 bytes; it opens what was sealed. */
  readonly secretKey: Uint8Array;
  /** 32 bytes, to be given to the ledger. */
  readonly publicKey: Uint8Array;
}

/** @throws FormatError `bad_length`, `bad_base64url`: it is no code */
export function erasureCodeKeys(code: string): ErasureCodeKeys {
  const bytes = base64UrlDecode(code);
  if (bytes.length !== CODE_BYTES) throw new FormatError("bad_length", { limit: CODE_BYTES });
  const secretKey = hmacSha256(bytes, utf8Encode("counterfoil/certificate-key/v1"));
  return { secretKey, publicKey: x25519.getPublicKey(secretKey) };
}

/** By what the ledger finds the lists that were sealed under a public key. */
export const erasureCodeId = (publicKey: Uint8Array): Uint8Array =>
  sha256(concat(utf8Encode("counterfoil/certificate-id/v1\0"), publicKey));
