import { hash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { MerkleTree } from "merkletreejs";
import { assert, describe, it } from "vitest";
import { asFieldDigest } from "../../../portal/verify/brands.ts";
import { base64UrlEncode, concat, u16 } from "../../../portal/verify/bytes.ts";
import {
  decodeDisclosure,
  disclosureDigest,
  encodeDisclosure,
} from "../../../portal/verify/disclosure.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import {
  checkEnvelopeField,
  checkNames,
  checkRecord,
  checkValue,
  ENVELOPE_NAMES,
  FORBIDDEN_NAMES,
  isFieldName,
  isStreamName,
  isStreamOfKind,
  recordRoot,
  schemaHash,
} from "../../../portal/verify/record.ts";
import { formatTime, isTime, parseTime } from "../../../portal/verify/time.ts";
import { orderFields } from "../../../scripts/vectors/record.ts";
import { codeOf } from "./code-of.ts";

const fields = orderFields();
const names = fields.map(([name]) => name);
const record: JsonObject = Object.fromEntries(fields);
const salt = new Uint8Array(16).fill(7);

describe("names", () => {
  it.each(["a", "aB9", "@id", "constructor", "toString", `a${"x".repeat(62)}`])(
    "allow %s",
    (name) => {
      assert.isTrue(isFieldName(name));
    },
  );
  it.each([
    "",
    "A",
    "9a",
    "a-b",
    "a.b",
    "@",
    "@@id",
    "@Id",
    "ä",
    "a\n",
    "__proto__",
    `a${"x".repeat(63)}`,
  ])("refuse %j", (name) => assert.isFalse(isFieldName(name)));

  it("make a list that is complete, ascending, without forbidden ones and bounded", () => {
    checkNames(names);
    checkNames(ENVELOPE_NAMES);
    assert.equal(
      codeOf(() => checkNames([])),
      "name_count",
    );
    const many = [...ENVELOPE_NAMES, ...Array.from({ length: 119 }, (_, i) => `a${i + 100}`)];
    checkNames(many);
    assert.equal(
      codeOf(() => checkNames([...many, "b"])),
      "name_count",
    );
    for (const name of FORBIDDEN_NAMES) {
      const list = [...ENVELOPE_NAMES, name];
      assert.equal(
        codeOf(() => checkNames(list)),
        "name_forbidden",
        name,
      );
    }
    assert.equal(
      codeOf(() => checkNames(names.toReversed())),
      "name_order",
    );
    for (const name of ENVELOPE_NAMES) {
      assert.equal(
        codeOf(() => checkNames(names.filter((one) => one !== name))),
        "envelope_missing",
      );
    }
  });

  it("order capitals before small letters, as ASCII does", () => {
    checkNames([...ENVELOPE_NAMES, "aB", "aa"]);
    assert.equal(
      codeOf(() => checkNames([...ENVELOPE_NAMES, "aa", "aB"])),
      "name_order",
    );
  });

  it("hash to the schema", () => {
    const expected = hash("sha256", JSON.stringify(names), "buffer").toString("base64url");
    assert.equal(schemaHash(names), expected);
  });
});

describe("values", () => {
  it.each([null, true, 0, -1, 2 ** 53 - 1, "", "账本", [], {}, [[1], { "": null, A: "x" }]])(
    "allow %j",
    (value) => checkValue(value),
  );
  it.each([
    [1.5, "bad_number"],
    [2 ** 53, "bad_number"],
    [Number.NaN, "bad_number"],
    ["\ud800", "bad_string"],
    [{ "\udc00": 1 }, "bad_string"],
    [[[0.1]], "bad_number"],
    [undefined, "bad_value"],
    [1n, "bad_value"],
    [[() => 1], "bad_value"],
  ])("refuse %s", (value, code) => {
    assert.equal(
      codeOf(() => checkValue(value)),
      code,
    );
  });

  it("may be 31 deep, because they sit in one container already", () => {
    let value: JsonValue = 1;
    for (let i = 0; i < 31; i++) value = { a: value };
    checkValue(value);
    encodeDisclosure(salt, "lines", value);
    const deeper = [value];
    assert.equal(
      codeOf(() => checkValue(deeper)),
      "too_deep",
    );
    assert.equal(
      codeOf(() => encodeDisclosure(salt, "lines", deeper)),
      "too_deep",
    );
  });
});

describe("the envelope", () => {
  const wrong: Record<string, JsonValue[]> = {
    "@id": [
      null,
      1,
      "",
      "01936a3e-7b00-4c3d-8a4f-2b6c5d7e8f90",
      "01936a3e-7b00-7c3d-ca4f-2b6c5d7e8f90",
    ],
    "@kind": [null, "", "Order", "9", "a_b", "a".repeat(33), "order\n"],
    "@occurredAt": [null, 0, "2026-11-22", "2026-11-22T09:30:00Z"],
    "@recordedAt": [null, "2026-11-22T09:30:00.000+00:00"],
    "@schema": [null, "A".repeat(42), `${"A".repeat(42)}B`, `${"A".repeat(43)}=`],
    "@source": [null, "", "a b", "a".repeat(65), "é"],
    "@stream": [null, "", "order/", "order/a b", `order/${"a".repeat(201)}`, "/a", "Order/a"],
    "@subject": [null, "", `${"A".repeat(42)}B`, "A".repeat(44)],
    "@version": [null, 0, -1, 1.5, "1", 2 ** 53],
  };

  it.each(ENVELOPE_NAMES)("has a form for %s", (name) => {
    checkEnvelopeField(name, record[name] as JsonValue);
    for (const value of wrong[name] as JsonValue[]) {
      assert.equal(
        codeOf(() => checkEnvelopeField(name, value)),
        "envelope_form",
        `${value}`,
      );
    }
  });

  it("says nothing about other names", () => {
    checkEnvelopeField("total", null);
  });

  it("knows which stream is of which kind", () => {
    for (const stream of [
      "order",
      "order/a",
      "order/01936a3e-7b00-7c3d-8a4f-2b6c5d7e8f90",
      "order//",
    ]) {
      assert.isTrue(isStreamName(stream) && isStreamOfKind(stream, "order"), stream);
    }
    for (const stream of ["orders", "orders/a", "payment", "orde", "order/"]) {
      assert.isFalse(isStreamOfKind(stream, "order"), stream);
    }
  });
});

describe("checkRecord", () => {
  it("accepts the record, and names what is wrong with others", () => {
    checkRecord(names, record);
    const { total, ...without } = record;
    for (const [changed, code] of [
      [without, "record_fields"],
      [{ ...record, more: 1 }, "record_fields"],
      [{ ...without, totals: total }, "record_fields"],
      [{ ...record, total: 1.5 }, "bad_number"],
      [{ ...record, "@version": 0 }, "envelope_form"],
      [{ ...record, "@schema": schemaHash(["a"]) }, "schema_mismatch"],
      [{ ...record, "@stream": "payment" }, "stream_not_of_kind"],
      [{ ...record, note: "x".repeat(65_536) }, "record_too_large"],
    ] as [JsonObject, string][]) {
      assert.equal(
        codeOf(() => checkRecord(names, changed)),
        code,
      );
    }
  });

  it("counts the bytes of the canonical form", () => {
    const empty = canonicalJson({ ...record, note: "" });
    const room = 65_536 - new TextEncoder().encode(empty).length;
    checkRecord(names, { ...record, note: "x".repeat(room) });
    const over = { ...record, note: "x".repeat(room + 1) };
    assert.equal(
      codeOf(() => checkRecord(names, over)),
      "record_too_large",
    );
    encodeDisclosure(salt, "note", "x".repeat(65_530));
  });
});

describe("the record root", () => {
  it("agrees with merkletreejs for n = 1..128", () => {
    const sha256 = (data: Buffer) => hash("sha256", data, "buffer");
    const node = (data: Buffer) => sha256(Buffer.concat([Buffer.of(1), data]));
    for (let n = 1; n <= 128; n++) {
      const digests = Array.from({ length: n }, () => randomBytes(32));
      const tree = new MerkleTree(digests, node, { hashLeaves: false, sortPairs: false });
      const expected = sha256(Buffer.from(concat(Uint8Array.of(4), u16(n), tree.getRoot())));
      const root = recordRoot(digests.map(asFieldDigest));
      assert.equal(Buffer.from(root).toString("hex"), expected.toString("hex"), `n = ${n}`);
    }
    assert.equal(
      codeOf(() => recordRoot([])),
      "name_count",
    );
  });
});

const anyValue = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) as fc.Arbitrary<JsonValue>;

describe("disclosures", () => {
  it("give back salt, name and value", () => {
    const name = fc.constantFrom("total", "constructor", "@kind");
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        name,
        anyValue,
        (bytes, n, value) => {
          if (codeOf(() => checkValue(value)) !== null) {
            assert.isNotNull(codeOf(() => encodeDisclosure(bytes, n, value)));
            return;
          }
          const text = encodeDisclosure(bytes, n, value);
          const decoded = decodeDisclosure(text);
          assert.deepEqual([...decoded.salt], [...bytes]);
          assert.equal(decoded.name, n);
          assert.equal(canonicalJson(decoded.value), canonicalJson(value));
          assert.equal(encodeDisclosure(decoded.salt, decoded.name, decoded.value), text);
          const expected = hash("sha256", text, "hex");
          assert.equal(Buffer.from(disclosureDigest(text)).toString("hex"), expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("have one spelling", () => {
    const good = encodeDisclosure(salt, "total", { amount: "1.00", currency: "CNY" });
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(..."AZaz09-_=+/. "), (at, letter) => {
        const text = good.slice(0, at) + letter + good.slice(at + 1);
        if (codeOf(() => decodeDisclosure(text)) === null) {
          const { salt: s, name, value } = decodeDisclosure(text);
          assert.equal(encodeDisclosure(s, name, value), text);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("crash on nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array().map(base64UrlEncode)), (text) => {
        assert.notMatch(String(codeOf(() => decodeDisclosure(text))), /Error/);
      }),
      { numRuns: 1000 },
    );
    assert.equal(
      codeOf(() => decodeDisclosure("A".repeat(100_000))),
      "too_large",
    );
  });

  it("refuse a name, a salt or a value that a record may not have", () => {
    assert.equal(
      codeOf(() => encodeDisclosure(salt, "sub", 1)),
      "name_forbidden",
    );
    assert.equal(
      codeOf(() => encodeDisclosure(salt, "Sub", 1)),
      "name_form",
    );
    assert.equal(
      codeOf(() => encodeDisclosure(salt.slice(1), "a", 1)),
      "salt_form",
    );
    assert.equal(
      codeOf(() => encodeDisclosure(salt, "a", 0.5)),
      "bad_number",
    );
    const raw = (value: unknown) =>
      base64UrlEncode(new TextEncoder().encode(JSON.stringify(value)));
    assert.equal(
      codeOf(() => decodeDisclosure(raw([base64UrlEncode(salt), "status", 1]))),
      "name_forbidden",
    );
    assert.equal(
      codeOf(() => decodeDisclosure(raw({ a: 1 }))),
      "disclosure_form",
    );
  });
});

describe("times", () => {
  it("have one spelling", () => {
    for (const text of [
      "2026-11-22T09:30:00.000Z",
      "2024-02-29T23:59:59.999Z",
      "0001-01-01T00:00:00.000Z",
      "9999-12-31T23:59:59.999Z",
      "1969-12-31T23:59:59.999Z",
    ]) {
      assert.equal(formatTime(parseTime(text)), text);
    }
    for (const text of [
      "",
      "2026-11-22",
      "2026-11-22T09:30:00Z",
      "2026-11-22T09:30:00.00Z",
      "2026-11-22t09:30:00.000z",
      "2026-11-22 09:30:00.000Z",
      "2025-02-29T00:00:00.000Z",
      "2026-11-31T00:00:00.000Z",
      "2026-13-01T00:00:00.000Z",
      "2026-00-01T00:00:00.000Z",
      "2026-11-22T24:00:00.000Z",
      "2016-12-31T23:59:60.000Z",
      "2026-11-22T09:60:00.000Z",
      "0000-01-01T00:00:00.000Z",
      "+002026-11-22T09:30:00.000Z",
      "2026-11-22T09:30:00.000Z\n",
      "２026-11-22T09:30:00.000Z",
    ]) {
      assert.isFalse(isTime(text), text);
      assert.equal(
        codeOf(() => parseTime(text)),
        "bad_time",
      );
    }
  });

  it("read back what was written", () => {
    const last = Date.parse("9999-12-31T23:59:59.999Z");
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: last }), (ms) => {
        assert.equal(parseTime(formatTime(ms)), ms);
      }),
    );
    for (const ms of [0.5, Number.NaN, last + 1, -62_135_596_800_001]) {
      assert.equal(
        codeOf(() => formatTime(ms)),
        "bad_time",
      );
    }
  });
});
