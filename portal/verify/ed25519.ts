/**
 * RFC 8032 §5.1.7 in its strict form: canonical points and scalar, neither A nor R of small order, and
 * the equation without the cofactor, which is also what libsodium does. Libraries differ on exactly these corners (the library used here
 * multiplies by the cofactor even in its strict mode); a format that says "the same verdict
 * everywhere" has to name one behaviour.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import type { PublicKey } from "./brands.ts";
import { concat, equalBytes, hexEncode } from "./bytes.ts";

export const SIGNATURE_LENGTH = 64;

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);

/**
 * Files name the same keys, and show the same signatures, again and again; each takes a millisecond or more. What was worked out is remembered by all that
 * it follows from, so that nothing else can be answered than would be worked out again. So many of the latest at most.
 */
const REMEMBERED = 1_000;

function remembering<T>(): (all: Uint8Array, workOut: () => T) => T {
  const known = new Map<string, { readonly value: T }>();
  return (all, workOut) => {
    const name = hexEncode(all);
    const found = known.get(name);
    if (found !== undefined) return found.value;
    const value = workOut();
    const [oldest] = known.keys();
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(name, { value });
    return value;
  };
}

const points = remembering<ReturnType<typeof pointOf>>();
const equations = remembering<boolean>();

/** Null unless these bytes are the one encoding of a point on the curve that is not of small order. */
function decodeKey(bytes: Uint8Array) {
  return bytes.length === 32 ? points(bytes, () => pointOf(bytes)) : null;
}

function pointOf(bytes: Uint8Array) {
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
  const digest = sha512(concat(r, key, message));
  // The equation is one of the key, R, s and the digest: of the message nothing else is in it.
  return equations(concat(key, signature, digest), () => {
    const k = littleEndian(digest) % order;
    // R is compared as bytes: sB − kA has one encoding, so another one of the same point fails.
    const expected = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
    return !expected.isSmallOrder() && equalBytes(expected.toBytes(), r);
  });
}
