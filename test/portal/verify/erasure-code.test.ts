/** Codes for certificates of erasure: what follows from one, always the same. */
import { createHash, createHmac } from "node:crypto";
import sodium from "sodium-native";
import { describe, expect, it } from "vitest";
import { openSealed, sealTo } from "../../../api/vault/sealed-box.ts";
import { erasureCodeId, erasureCodeKeys } from "../../../portal/verify/erasure-code.ts";

const CODE = Buffer.alloc(32, 7).toString("base64url");

describe("a code", () => {
  it("leads to the key pair that another library makes of it", () => {
    const { secretKey, publicKey } = erasureCodeKeys(CODE);
    const seed = createHmac("sha256", Buffer.alloc(32, 7))
      .update("counterfoil/certificate-key/v1")
      .digest();
    const own = Buffer.alloc(32);
    sodium.crypto_scalarmult_base(own, seed);
    expect(Buffer.from(secretKey)).toEqual(seed);
    expect(Buffer.from(publicKey)).toEqual(own);
    const id = createHash("sha256").update("counterfoil/certificate-id/v1\0").update(own).digest();
    expect(Buffer.from(erasureCodeId(publicKey))).toEqual(id);
  });

  it.each(["", "A", "A".repeat(42), "A".repeat(44), `${"A".repeat(42)}B`, "*".repeat(43)])(
    "is none: %s",
    (text) => {
      expect(() => erasureCodeKeys(text)).toThrow(expect.objectContaining({ name: "FormatError" }));
    },
  );

  it("alone opens what was sealed to it", () => {
    const keys = erasureCodeKeys(CODE);
    const sealed = sealTo(keys.publicKey, Buffer.from("list"));
    expect(openSealed(keys, sealed)?.toString()).toBe("list");
    const other = erasureCodeKeys(Buffer.alloc(32, 8).toString("base64url"));
    expect(openSealed(other, sealed)).toBeNull();
    for (let at = 0; at < sealed.length; at++) {
      const bent = Buffer.from(sealed);
      bent[at]! ^= 1;
      expect(openSealed(keys, bent)).toBeNull();
    }
    expect(openSealed(keys, sealed.subarray(0, 10))).toBeNull();
  });
});
