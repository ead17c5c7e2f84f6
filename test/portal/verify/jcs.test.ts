import canonicalize from "canonicalize";
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import {
  canonicalBytes,
  canonicalJson,
  type JsonValue,
  MAX_DEPTH,
  parseCanonical,
  parseRelaxed,
} from "../../../portal/verify/jcs.ts";
import { readVectors } from "../../helpers/vectors.ts";
import { codeOf } from "./code-of.ts";

interface TextVector {
  readonly input: string;
  readonly output: string;
  readonly hex: string;
}

const LIMIT = 1_000_000;
const all = readVectors<TextVector & { numbers: [hex: string, text: string][] }>("jcs");
const texts = all.filter(([name]) => name !== "numbers");
const numbers = all.find(([name]) => name === "numbers")?.[1].numbers ?? [];

describe("published vectors", () => {
  it.each(texts)("%s", (_name, { input, output, hex }) => {
    const value = JSON.parse(input) as JsonValue;
    assert.equal(canonicalJson(value), output);
    assert.equal(hexEncode(canonicalBytes(value)), hex);
    assert.deepEqual(parseCanonical(output, LIMIT), value);
  });

  it("write the numbers of the ES6 list", () => {
    assert.isAtLeast(numbers.length, 200);
    for (const [hex, text] of numbers) {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, BigInt(`0x${hex}`));
      assert.equal(canonicalJson(view.getFloat64(0)), text);
    }
  });
});

const anyJson = fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }) as fc.Arbitrary<JsonValue>;

describe("canonicalJson", () => {
  it("agrees with canonicalize", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        if (codeOf(() => canonicalJson(value)) === "bad_string") return;
        assert.equal(canonicalJson(value), canonicalize(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("sorts by UTF-16 code units, and integers like any other name", () => {
    const value = { "\u{1F600}": 1, "\ufb33": 2, 10: 3, 9: 4, "": 5, a: 6, A: 7 };
    assert.equal(canonicalJson(value), '{"":5,"10":3,"9":4,"A":7,"a":6,"\u{1F600}":1,"\ufb33":2}');
  });

  it("refuses what JSON does not have", () => {
    assert.equal(
      codeOf(() => canonicalJson(Number.NaN)),
      "bad_number",
    );
    assert.equal(
      codeOf(() => canonicalJson([Number.POSITIVE_INFINITY])),
      "bad_number",
    );
    assert.equal(
      codeOf(() => canonicalJson("\ud800")),
      "bad_string",
    );
    assert.equal(
      codeOf(() => canonicalJson({ "\udc00": 1 })),
      "bad_string",
    );
    for (const value of [undefined, () => 1, 1n, Symbol("s")]) {
      assert.equal(
        codeOf(() => canonicalJson([value as unknown as JsonValue])),
        "bad_value",
      );
    }
  });

  it("writes minus zero as zero", () => {
    assert.equal(canonicalJson(-0), "0");
  });
});

describe("parseCanonical", () => {
  it("gives back every value from its canonical form", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        if (codeOf(() => canonicalJson(value)) === "bad_string") return;
        const text = canonicalJson(value);
        const copy = parseCanonical(utf8Encode(text), LIMIT);
        assert.equal(canonicalJson(copy), text);
        assert.equal(canonicalJson(parseCanonical(text, LIMIT)), text);
      }),
    );
  });

  it.each([
    [" 1", "not_canonical"],
    ["1 ", "not_canonical"],
    ["[1, 2]", "not_canonical"],
    ['{"b":1,"a":2}', "not_canonical"],
    ['{"a":1,"a":1}', "not_canonical"],
    ['{"a":1,"a":2}', "not_canonical"],
    ['{"__proto__":1,"__proto__":2}', "not_canonical"],
    ["1.0", "not_canonical"],
    ["1e2", "not_canonical"],
    ["-0", "not_canonical"],
    ["9007199254740993", "not_canonical"],
    ['"\\u0041"', "not_canonical"],
    ['"\\/"', "not_canonical"],
    ['"\\u000A"', "not_canonical"],
    ['"\\ud800"', "bad_string"],
    ["1e400", "bad_number"],
    ["", "bad_json"],
    ["01", "bad_json"],
    ["+1", "bad_json"],
    ["'a'", "bad_json"],
    ["[1,]", "bad_json"],
    ["NaN", "bad_json"],
    ["// x\n1", "bad_json"],
    ["\ufeff1", "bad_json"],
    ["1 1", "bad_json"],
  ])("refuses %j", (text, code) => {
    assert.equal(
      codeOf(() => parseCanonical(text, LIMIT)),
      code,
    );
    if (code !== "bad_string") {
      assert.equal(
        codeOf(() => parseCanonical(utf8Encode(text), LIMIT)),
        code,
      );
    }
  });

  it("keeps a member named __proto__ a member", () => {
    const value = parseCanonical('{"__proto__":{"a":1}}', LIMIT) as object;
    assert.deepEqual(Object.keys(value), ["__proto__"]);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  it("bounds bytes, not characters, before it parses", () => {
    assert.equal(parseCanonical('"ab"', 4), "ab");
    assert.equal(
      codeOf(() => parseCanonical('"abc"', 4)),
      "too_large",
    );
    assert.equal(
      codeOf(() => parseCanonical('"é"', 3)),
      "too_large",
    );
    assert.equal(parseCanonical('"é"', 4), "é");
    assert.equal(
      codeOf(() => parseCanonical(new Uint8Array(5), 4)),
      "too_large",
    );
  });

  it("bounds the depth, whatever is in strings", () => {
    const nested = (n: number) => "[".repeat(n) + "]".repeat(n);
    assert.isNull(codeOf(() => parseCanonical(nested(MAX_DEPTH), LIMIT)));
    assert.equal(
      codeOf(() => parseCanonical(nested(MAX_DEPTH + 1), LIMIT)),
      "too_deep",
    );
    assert.equal(
      codeOf(() => parseCanonical(nested(400_000), LIMIT)),
      "too_deep",
    );
    assert.equal(
      codeOf(() => parseCanonical("[".repeat(900_000), LIMIT)),
      "too_deep",
    );
    const quoted = `"${"[".repeat(99)}\\"${"{".repeat(99)}"`;
    assert.isNull(codeOf(() => parseCanonical(quoted, LIMIT)));
    let value: JsonValue = 1;
    for (let i = 0; i < MAX_DEPTH; i++) value = [value];
    assert.isNull(codeOf(() => canonicalJson(value)));
    assert.equal(
      codeOf(() => canonicalJson([value])),
      "too_deep",
    );
  });

  it("never throws anything else", () => {
    const soup = fc.string({ unit: fc.constantFrom(...'[]{}",:\\u01e.-+tfn \n\ud83c\udf75é') });
    fc.assert(
      fc.property(soup, (text) => {
        const code = codeOf(() => parseCanonical(text, LIMIT));
        assert.include([null, "bad_json", "not_canonical", "bad_string", "bad_number"], code);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("parseRelaxed", () => {
  it.each([
    '{"b":1,"a":"x y"}',
    ' {\n\t"b" : [ 1 , 2 ] ,\r\n "a":null } \n',
    '{"a":"\\"  \\\\"  }',
    '"  "',
  ])("accepts %j", (text) => {
    assert.deepEqual(parseRelaxed(text, LIMIT), JSON.parse(text));
  });

  it.each([
    ['{"a":1,"a":1}', "not_canonical"],
    ['{"a":1,"b":2,"a":3}', "not_canonical"],
    ['{"a":{"b":1,"b":2}}', "not_canonical"],
    ['{"\\u0061":1}', "not_canonical"],
    ['{"a":1.0}', "not_canonical"],
    ['{"a":1e3}', "not_canonical"],
    ['{"b":1,"1":2}', "not_canonical"],
    ['{"a":"\\ud800"}', "bad_string"],
    ['{"a":1}}', "bad_json"],
    ["\ufeff{}", "bad_json"],
    ["\u00a0{}", "bad_json"],
  ])("refuses %j", (text, code) => {
    assert.equal(
      codeOf(() => parseRelaxed(text, LIMIT)),
      code,
    );
  });

  it("accepts every way to lay a value out", () => {
    fc.assert(
      fc.property(anyJson, fc.nat(4), (value, indent) => {
        if (codeOf(() => canonicalJson(value)) !== null) return;
        const text = JSON.stringify(value, null, indent);
        // Members named like array indexes cannot keep a place of their own (see jcs.ts).
        assert.equal(canonicalJson(parseRelaxed(text, LIMIT)), canonicalJson(JSON.parse(text)));
      }),
    );
  });
});
