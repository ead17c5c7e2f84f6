/** Codes for certificates of erasure: what follows from one, always the same. */
import { createHash, createHmac } from "node:crypto";
import sodium from "sodium-native";
import { describe, expect, it } from "vitest";
import { openSealed, sealTo } from "../../../api/vault/sealed-box.ts";
import { erasureCodeId, erasureCodeKeys } from "../../../portal/verify/erasure-code.ts";
import { allErasureCodeVectors } from "../../../scripts/vectors/erasure-codes/all.ts";
import { readVectors } from "../../helpers/vectors.ts";

const CODE = Buffer.alloc(32, 7).toString("base64url");

interface Vector {
  readonly code: string;
  readonly secretKey: string | null;
  readonly publicKey: string | null;
  readonly id: string | null;
}

/** What the kernel makes of a text. */
function madeOf(code: string): Vector {
  try {
    const { secretKey, publicKey } = erasureCodeKeys(code);
    const [secret, id] = [secretKey, erasureCodeId(publicKey)].map((one) =>
      Buffer.from(one).toString("hex"),
    );
    const named = Buffer.from(publicKey).toString("base64url");
    return { code, secretKey: secret!, publicKey: named, id: id! };
  } catch {
    return { code, secretKey: null, publicKey: null, id: null };
  }
}

describe("the vectors of codes", () => {
  it.each(readVectors<Vector>("erasure-codes"))("%s", (_, vector) => {
    expect(madeOf(vector.code)).toEqual(vector);
  });

  it("are what the generator makes", () => {
    const stored = readVectors<Vector>("erasure-codes").map(([name, one]) => [
      `${name}.json`,
      `${JSON.stringify(one, null, 2)}\n`,
    ]);
    expect(new Map(stored as [string, string][])).toEqual(allErasureCodeVectors());
  });
});

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
