import fc from "fast-check";
import { assert, describe, it } from "vitest";
import {
  base64Decode,
  base64Encode,
  base64UrlDecode,
  base64UrlEncode,
  concat,
  equalBytes,
  hexDecode,
  hexEncode,
  isWellFormed,
  readU64,
  u16,
  u64,
  utf8Decode,
  utf8Encode,
} from "../../../portal/verify/bytes.ts";
import { codeOf } from "./code-of.ts";

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe("concat and equalBytes", () => {
  it("join and compare", () => {
    fc.assert(
      fc.property(fc.array(anyBytes), (parts) => {
        const joined = concat(...parts);
        assert.deepEqual(
          [...joined],
          parts.flatMap((part) => [...part]),
        );
      }),
    );
    assert.isTrue(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
    assert.isFalse(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
    assert.isFalse(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0)));
  });
});

describe.each([
  ["base64", base64Encode, base64Decode, "base64", "bad_base64"],
  ["base64url", base64UrlEncode, base64UrlDecode, "base64url", "bad_base64url"],
  ["hex", hexEncode, hexDecode, "hex", "bad_hex"],
] as const)("%s", (_name, encode, decode, nodes, code) => {
  it("writes what Node writes, and reads it back", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = encode(bytes);
        assert.equal(text, Buffer.from(bytes).toString(nodes));
        assert.deepEqual([...decode(text)], [...bytes]);
      }),
    );
  });

  it("accepts no other spelling", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."ABQZabz019+/-_=\n é") });
    fc.assert(
      fc.property(letters, (text) => {
        const refused = codeOf(() => decode(text));
        if (refused === null) assert.equal(encode(decode(text)), text);
        else assert.equal(refused, code);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("the corners of base64", () => {
  it.each([
    "A",
    "AA",
    "AAA",
    "AA=",
    "A===",
    "=",
    "AB==",
    "AAB=",
    "AAAA=",
    "AAAA====",
    "AA==AA==",
    "-_==",
    "AA\n=",
  ])("refuses %j", (text) =>
    assert.equal(
      codeOf(() => base64Decode(text)),
      "bad_base64",
    ),
  );
  it.each(["", "AA==", "AAA=", "AAAA", "+/+/"])("accepts %j", (text) => {
    assert.equal(base64Encode(base64Decode(text)), text);
  });
  it.each(["A", "AB", "AAB", "AA==", "+/", "AAAAA", " AA"])("base64url refuses %j", (text) =>
    assert.equal(
      codeOf(() => base64UrlDecode(text)),
      "bad_base64url",
    ),
  );
  it.each(["0", "0G", "AB", "0x00", "00 "])("hex refuses %j", (text) =>
    assert.equal(
      codeOf(() => hexDecode(text)),
      "bad_hex",
    ),
  );
});

describe("UTF-8", () => {
  it("agrees with Node and is strict", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (!isWellFormed(text)) {
          assert.equal(
            codeOf(() => utf8Encode(text)),
            "bad_string",
          );
          return;
        }
        assert.deepEqual([...utf8Encode(text)], [...Buffer.from(text, "utf8")]);
        assert.equal(utf8Decode(utf8Encode(text)), text);
      }),
    );
  });

  it("either refuses bytes or gives them back", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const refused = codeOf(() => utf8Decode(bytes));
        if (refused === null) assert.deepEqual([...utf8Encode(utf8Decode(bytes))], [...bytes]);
        else assert.equal(refused, "bad_utf8");
      }),
      { numRuns: 2000 },
    );
  });

  it("knows half of a pair", () => {
    assert.isTrue(isWellFormed("a\u{1F375}\ufeff\ufffd"));
    assert.isFalse(isWellFormed("\ud83c"));
    assert.isFalse(isWellFormed("\udf75\ud83c"));
    assert.equal(
      codeOf(() => utf8Encode("a\udf75")),
      "bad_string",
    );
  });

  it("keeps a byte order mark, refuses overlong forms and surrogates", () => {
    assert.equal(utf8Decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)), "\ufeffA");
    for (const bytes of [
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
    ]) {
      assert.equal(
        codeOf(() => utf8Decode(Uint8Array.from(bytes))),
        "bad_utf8",
      );
    }
  });
});

describe("integers", () => {
  it("are big-endian", () => {
    assert.deepEqual([...u16(0x0102)], [1, 2]);
    assert.deepEqual([...u64(0x0102)], [0, 0, 0, 0, 0, 0, 1, 2]);
    assert.deepEqual([...u64(Number.MAX_SAFE_INTEGER)], [0, 0x1f, 255, 255, 255, 255, 255, 255]);
  });

  it("read back what was written", () => {
    fc.assert(fc.property(fc.maxSafeNat(), (n) => assert.equal(readU64(u64(n)), n)));
    const shifted = concat(Uint8Array.of(9), u64(77)).subarray(1);
    assert.equal(readU64(shifted), 77, "also at an offset");
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(9), (n, at) => {
        assert.equal(readU64(concat(new Uint8Array(at).fill(255), u64(n)), at), n);
      }),
    );
  });

  it("refuse what is no such integer", () => {
    for (const n of [-1, 0.5, 0x10000, Number.NaN]) {
      assert.equal(
        codeOf(() => u16(n)),
        "bad_number",
      );
    }
    for (const n of [-1, 0.5, 2 ** 53, Number.POSITIVE_INFINITY]) {
      assert.equal(
        codeOf(() => u64(n)),
        "bad_number",
      );
    }
    assert.equal(
      codeOf(() => readU64(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0))),
      "bad_number",
    );
    // As far as 2^53, and from there on.
    const beyond = fc.bigInt(2n ** 53n, 2n ** 64n - 1n);
    fc.assert(
      fc.property(beyond, (n) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64BE(n);
        assert.equal(
          codeOf(() => readU64(bytes)),
          "bad_number",
        );
      }),
    );
    for (const [length, at] of [
      [7, 0],
      [15, 8],
    ] as const) {
      assert.equal(
        codeOf(() => readU64(new Uint8Array(length), at)),
        "bad_length",
      );
    }
  });
});
