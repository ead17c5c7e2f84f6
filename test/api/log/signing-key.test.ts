import { describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { decodeSigningKey, generateSigningKey } from "../../../api/log/signing-key.ts";
import { verifyEd25519 } from "../../../portal/verify/ed25519.ts";
import {
  KEY_TYPE_COSIGNATURE,
  KEY_TYPE_SIGNATURE,
  parseAnyVkey,
} from "../../../portal/verify/note.ts";

const random = systemRandom();
const TYPES = [KEY_TYPE_SIGNATURE, KEY_TYPE_COSIGNATURE] as const;

describe.each(TYPES)("a signing key of type %i", (type) => {
  const other = type === KEY_TYPE_SIGNATURE ? KEY_TYPE_COSIGNATURE : KEY_TYPE_SIGNATURE;

  it("comes back from its encoded form and signs bytes as it signs text", () => {
    const key = decodeSigningKey(generateSigningKey("a/b", type, random), type);
    if (key === null) throw new Error("not decoded");
    expect(parseAnyVkey(key.vkey)).toMatchObject({ name: "a/b", type, publicKey: key.publicKey });
    const message = new TextEncoder().encode("Grüße 账本");
    expect(key.sign("Grüße 账本")).toEqual(key.sign(message));
    expect(verifyEd25519(key.publicKey, message, key.sign(message))).toBe(true);
  });

  it("is no key of the other type", () => {
    const encoded = generateSigningKey("a/b", type, random);
    expect(decodeSigningKey(encoded, other)).toBe(null);
  });

  it("has another key id for each type and name, of one seed", () => {
    const fixed = { bytes: (length: number) => Buffer.alloc(length, 7) };
    const ids = TYPES.flatMap((one) =>
      ["a", "b"].map((name) => generateSigningKey(name, one, fixed).split("+")[3]),
    );
    expect(new Set(ids).size).toBe(4);
  });

  it("has one spelling", () => {
    const encoded = generateSigningKey("a/b", type, random);
    for (const wrong of [`${encoded}\n`, ` ${encoded}`, encoded.toLowerCase(), `${encoded}=`, ""]) {
      expect(decodeSigningKey(wrong, type)).toBe(null);
    }
  });
});
