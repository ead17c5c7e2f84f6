import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColumnValue, encodeRow, rowMacHolds } from "../../../api/store/row-mac.ts";
import { testRowMac } from "../../helpers/store/row-mac.ts";

const MOST = Number.MAX_SAFE_INTEGER;

/** The encoding read back, by its description alone. */
function decode(bytes: Buffer): ColumnValue[] {
  const values: ColumnValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at];
    if (tag === 0) {
      values.push(null);
      at += 1;
    } else if (tag === 1) {
      values.push(Number(bytes.readBigInt64BE(at + 1)));
      at += 9;
    } else {
      const end = at + 5 + bytes.readUInt32BE(at + 1);
      const content = bytes.subarray(at + 5, end);
      values.push(tag === 2 ? content.toString("utf8") : Uint8Array.from(content));
      at = end;
    }
  }
  return values;
}

const column: fc.Arbitrary<ColumnValue> = fc.oneof(
  fc.constant(null),
  fc.maxSafeInteger(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.uint8Array({ maxLength: 40 }),
);

describe("the encoding of a row", () => {
  it("is this, to the byte", () => {
    const row = encodeRow("meta", ["é", null, -2, 2 ** 32, Uint8Array.of(0, 255), ""]);
    expect(row.toString("hex")).toBe(
      [
        "02000000046d657461",
        "0200000002c3a9",
        "00",
        "01fffffffffffffffe",
        "010000000100000000",
        "030000000200ff",
        "0200000000",
      ].join(""),
    );
  });

  it("can be read back, so that no two rows have the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(column), (table, columns) => {
        // A plain -0 is no other number to SQLite.
        const wanted = columns.map((value) => (Object.is(value, -0) ? 0 : value));
        expect(decode(encodeRow(table, columns))).toEqual([table, ...wanted]);
      }),
    );
  });

  it.each([0, 1, -1, 255, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 32), -(2 ** 32) - 1, MOST, -MOST])(
    "holds the integer %i",
    (value) => expect(decode(encodeRow("t", [value]))).toEqual(["t", value]),
  );

  it.each([0.5, MOST + 1, Number.NaN, Number.POSITIVE_INFINITY])("has none for %d", (value) => {
    expect(() => encodeRow("t", [value])).toThrow(RangeError);
  });

  it("tells NULL, nothing of text, nothing of bytes, and zero apart", () => {
    const encoded = [null, "", new Uint8Array(0), 0, "0", Uint8Array.of(48)].map((value) =>
      encodeRow("t", [value]).toString("hex"),
    );
    expect(new Set(encoded).size).toBe(encoded.length);
  });

  it("holds what is larger than anything before it", () => {
    const text = "中".repeat(50_000);
    const bytes = new Uint8Array(300_000).fill(9);
    expect(decode(encodeRow("t", [text, 1, bytes, 2]))).toEqual(["t", text, 1, bytes, 2]);
  });
});

describe("an authenticator", () => {
  const columns = ["key", "value", 3];
  const mac = testRowMac("meta", columns);

  it("holds for its row alone", () => {
    expect(rowMacHolds(testRowMac, "meta", columns, mac)).toBe(true);
    expect(rowMacHolds(testRowMac, "entries", columns, mac)).toBe(false);
    for (const other of [
      ["key", "valu", 3],
      ["key", "value", 4],
      ["keyvalue", "", 3],
      ["key", "value"],
      ["key", "value", 3, null],
      ["value", "key", 3],
      ["key", Buffer.from("value"), 3],
    ]) {
      expect(rowMacHolds(testRowMac, "meta", other, mac)).toBe(false);
    }
  });

  it("does not hold with a bit turned, of another length, or none", () => {
    for (let bit = 0; bit < 128; bit++) {
      const turned = Uint8Array.from(mac);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      expect(rowMacHolds(testRowMac, "meta", columns, turned)).toBe(false);
    }
    for (const wrong of [mac.subarray(0, 15), Buffer.concat([mac, mac]), new Uint8Array(0), null]) {
      expect(rowMacHolds(testRowMac, "meta", columns, wrong)).toBe(false);
    }
  });

  it("does not hold for a number that was read with loss", () => {
    expect(rowMacHolds(testRowMac, "meta", ["key", "value", 2 ** 60], mac)).toBe(false);
  });
});
