import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBundle, encodeBundle } from "../../../api/log/bundles.ts";

const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });

describe("a bundle", () => {
  it("is read back as it was written, wherever it stands", () => {
    fc.assert(
      fc.property(entries, fc.nat(9), (written, before) => {
        const bundle = encodeBundle(written);
        const within = Buffer.concat([Buffer.alloc(before, 255), bundle]).subarray(before);
        expect(decodeBundle(within, written.length)).toEqual(written);
      }),
    );
  });

  it("is read without a copy, and not as Buffers, whose methods differ", () => {
    const bundle = encodeBundle([Uint8Array.of(1, 2, 3)]);
    const [entry] = decodeBundle(bundle, 256) as [Uint8Array];
    expect(Buffer.isBuffer(entry)).toBe(false);
    bundle[2] = 9;
    expect(entry[0]).toBe(9);
  });

  it("is none if it is cut off anywhere within an entry", () => {
    const bundle = encodeBundle([Uint8Array.of(1, 2, 3), new Uint8Array(300)]);
    const whole = [0, 5, bundle.length];
    for (let length = 0; length <= bundle.length; length++) {
      expect(decodeBundle(bundle.subarray(0, length), 256) !== null).toBe(whole.includes(length));
    }
  });

  it("holds no entry that its length cannot tell", () => {
    expect(decodeBundle(encodeBundle([new Uint8Array(65_535)]), 1)?.[0]).toHaveLength(65_535);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it("with more entries than are asked for are none, however many there are", () => {
    const three = encodeBundle([1, 2, 3].map((byte) => Uint8Array.of(byte)));
    expect(decodeBundle(three, 3)).toHaveLength(3);
    expect(decodeBundle(three, 2)).toBe(null);
    expect(decodeBundle(new Uint8Array(16 * 2 ** 20), 256)).toBe(null);
  });
});
