/** What is remembered of a signature is remembered of that signature alone. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import type { PublicKey } from "../../../portal/verify/brands.ts";
import { isPublicKey, verifyEd25519 } from "../../../portal/verify/ed25519.ts";

const secret = new Uint8Array(32).fill(7);
const key = ed25519.getPublicKey(secret) as PublicKey;
const message = new TextEncoder().encode("counterfoil");
const signature = ed25519.sign(message, secret);

const changed = <T extends Uint8Array>(bytes: T, at: number): T => {
  const copy = bytes.slice() as T;
  copy[at] = copy[at]! ^ 1;
  return copy;
};
const places = (bytes: Uint8Array): number[] => [...bytes.keys()];

describe("a signature that was asked for before", () => {
  it("is said the same of again, and no other with a byte changed anywhere", () => {
    for (let time = 0; time < 2; time++) {
      expect(verifyEd25519(key, message, signature)).toBe(true);
      const others = [
        ...places(key).map((at) => verifyEd25519(changed(key, at), message, signature)),
        ...places(message).map((at) => verifyEd25519(key, changed(message, at), signature)),
        ...places(signature).map((at) => verifyEd25519(key, message, changed(signature, at))),
        verifyEd25519(key, message.subarray(1), signature),
        verifyEd25519(key, message, signature.subarray(1)),
      ];
      expect(others).not.toContain(true);
    }
  });

  it("is not that of the same bytes after they were changed in place", () => {
    const bytes = message.slice();
    expect(verifyEd25519(key, bytes, signature)).toBe(true);
    bytes[0] = 0;
    expect(verifyEd25519(key, bytes, signature)).toBe(false);
  });
});

it("a key is said the same of again", () => {
  const small = new Uint8Array(32);
  small[0] = 1;
  for (let time = 0; time < 2; time++) {
    expect(isPublicKey(key)).toBe(true);
    expect(isPublicKey(small)).toBe(false);
    expect(isPublicKey(key.subarray(1))).toBe(false);
  }
});
