/**
 * RFC 8032 §5.1.7 in its strict form: canonical points and scalar, neither A nor R of small order, and
 * the equation without the cofactor, which is also what libsodium does. Libraries differ on exactly these corners (the library used here
 * multiplies by the cofactor even in its strict mode); a format that says "the same verdict
 * everywhere" has to name one behaviour.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import type { PublicKey } from "./brands.ts";
import { concat, equalBytes } from "./bytes.ts";

export const SIGNATURE_LENGTH = 64;

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);

/** Null unless these bytes are the one encoding of a point on the curve that is not of small order. */
function decodeKey(bytes: Uint8Array) {
  if (bytes.length !== 32) return null;
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return point.isSmallOrder() ? null : point;
  } catch {
    return null;
  }
}

export function isPublicKey(bytes: Uint8Array): boolean {
  return decodeKey(bytes) !== null;
}

export function verifyEd25519(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const point = decodeKey(key);
  if (point === null || signature.length !== SIGNATURE_LENGTH) return false;
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= order) return false;
  const k = littleEndian(sha512(concat(r, key, message))) % order;
  // R is compared as bytes: sB − kA has one encoding, so another one of the same point fails.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
  return !expected.isSmallOrder() && equalBytes(expected.toBytes(), r);
}
