import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemRandom } from "../../../api/core/random.ts";
import { decrypt, encrypt, KEY_BYTES } from "../../../api/vault/aead.ts";
import { flipped } from "../../helpers/ledger.ts";

const random = systemRandom();
const key = random.bytes(KEY_BYTES);
const bytes = fc.uint8Array({ maxLength: 400 }).map((b) => Buffer.from(b));

describe("a box", () => {
  it("opens to what was put in, whatever that is", () => {
    fc.assert(
      fc.property(bytes, bytes, (plaintext, data) => {
        const box = encrypt(key, plaintext, data, random);
        expect(box).toHaveLength(24 + plaintext.length + 16);
        expect(decrypt(key, box, data)?.equals(plaintext)).toBe(true);
      }),
    );
  });

  it("is another one each time", () => {
    const boxes = Array.from({ length: 100 }, () =>
      encrypt(key, Buffer.from("same"), Buffer.alloc(0), random).toString("hex"),
    );
    expect(new Set(boxes.map((box) => box.slice(0, 48))).size).toBe(100);
  });

  it("does not open with any bit turned: nonce, text, tag, associated data or key", () => {
    const data = Buffer.from("data");
    const box = encrypt(key, Buffer.from("plaintext 王小明"), data, random);
    for (let bit = 0; bit < box.length * 8; bit++) {
      const other = Buffer.from(box);
      other[bit >> 3]! ^= 1 << (bit & 7);
      expect(decrypt(key, other, data)).toBeNull();
    }
    for (let at = 0; at < data.length; at++) {
      expect(decrypt(key, box, flipped(data, at))).toBeNull();
    }
    for (let at = 0; at < KEY_BYTES; at++) expect(decrypt(flipped(key, at), box, data)).toBeNull();
  });

  it("does not open when it is cut, stretched or no box at all", () => {
    const data = Buffer.alloc(0);
    const box = encrypt(key, Buffer.from("text"), data, random);
    for (let length = 0; length < box.length; length++) {
      expect(decrypt(key, box.subarray(0, length), data)).toBeNull();
    }
    expect(decrypt(key, Buffer.concat([box, Buffer.alloc(1)]), data)).toBeNull();
  });

  it("opens from a view into a larger buffer, as a database hands it out", () => {
    const box = encrypt(key, Buffer.from("text"), Buffer.alloc(0), random);
    const large = new Uint8Array(box.length + 20);
    large.set(box, 7);
    const view = large.subarray(7, 7 + box.length);
    expect(decrypt(key, view, Buffer.alloc(0))?.toString()).toBe("text");
  });
});
