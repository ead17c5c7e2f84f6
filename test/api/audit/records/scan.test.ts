/** The scanner of canonical records against parsing them and spelling them again: where it decides, both say the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf, says, spelling, textOfField } from "../../../../api/audit/records/fields.ts";
import { scanRecord } from "../../../../api/audit/records/scan.ts";
import type { JsonValue } from "../../../../api/core/kind.ts";
import { kindsByName } from "../../../../api/ledger/kinds/registry.ts";
import { jcs } from "../../../../api/vault/commitment.ts";

const plain = fc.string({ unit: fc.constantFrom(..."abcXYZ09 ,:[]{}-王é🧾/'".split(/(?:)/u)) });
const text = fc.oneof(
  plain,
  fc.string({ unit: "binary" }).filter((s) => s.isWellFormed()),
);
const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(null, true, false, 0, -1, 10, -0),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const record = fc.dictionary(text, value, { maxKeys: 8 });

/** What stands there, taken the long way; `null`: it is not canonical. */
function parsedAs(spelled: string): { names: string[]; values: string[] } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(spelled);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return null;
  if (jcs(parsed as JsonValue) !== spelled) return null;
  const names = Object.keys(parsed).sort();
  return { names, values: names.map((n) => jcs((parsed as Record<string, JsonValue>)[n]!)) };
}

describe("the scanner", () => {
  it("takes any canonical record apart as parsing does, or leaves it undecided", () => {
    fc.assert(
      fc.property(record, fc.nat({ max: 3 }), (fields, known) => {
        const spelled = jcs(fields);
        const expected = parsedAs(spelled)!;
        for (const names of [[], expected.names, expected.names.slice(0, known), ["a", "b"]]) {
          const found = scanRecord(spelled, names);
          if (found !== null) expect(found).toEqual(expected);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("decides what real records are made of", () => {
    const order = kindsByName.get("order")!;
    const fields: Record<string, JsonValue> = {};
    for (const [i, name] of order.names.entries()) {
      fields[name] = [null, i, `文 ${i}`, { a: [i, { b: "x" }], c: [] }, [{}], true][i % 6]!;
    }
    const found = scanRecord(jcs(fields), order.names);
    // The very list: then nobody need compare it.
    expect(found?.names).toBe(order.names);
    expect(found?.values).toEqual(order.names.map((name) => jcs(fields[name]!)));
  });

  it("accepts nothing that was changed in any one place and is not canonical still", () => {
    const fields = { "@id": "a-1", "@version": 12, b: { c: [1, "x"], d: null }, e: [true, {}] };
    const spelled = jcs(fields);
    const letters = '"\\,:[]{}0-1. a\u0000\u001f~';
    for (let at = 0; at <= spelled.length; at++) {
      const before = spelled.slice(0, at);
      const texts = [before, before + spelled.slice(at + 1)];
      for (const letter of letters) {
        texts.push(before + letter + spelled.slice(at), before + letter + spelled.slice(at + 1));
      }
      for (const changed of texts) {
        const expected = parsedAs(changed);
        for (const names of [[], Object.keys(fields)]) {
          const found = scanRecord(changed, names);
          if (found !== null) expect(found, changed).toEqual(expected);
        }
      }
    }
  });

  it.each([
    ['{"b":1,"a":2}', "names out of order"],
    ['{"a":1,"a":1}', "a name twice"],
    ['{"x":{"b":1,"a":2}}', "members out of order"],
    ['{"x":{"b":1,"b":2}}', "a member twice"],
    ['{"a":01}', "a zero in front"],
    ['{"a":-0}', "minus zero"],
    ['{"a":1.0}', "a fraction"],
    ['{"a":1e2}', "an exponent"],
    ['{"a": 1}', "a space"],
    ['{"a":1,}', "a comma at the end"],
    ['{"a":[1,]}', "a comma at the end of a list"],
    ['{"a":1}}', "a brace too many"],
    ['{"a":{}', "a brace too few"],
    ['{"a":"\\u0041"}', "a letter escaped"],
    ['{"a":nul}', "no word"],
  ])("does not take %s (%s)", (spelled) => {
    expect(scanRecord(spelled, [])).toBeNull();
    expect(scanRecord(spelled, ["a"])).toBeNull();
    expect(fieldsOf(spelled, ["a"])).toBeNull();
  });

  it("is not led astray by depth", () => {
    const spelled = `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect(scanRecord(spelled, [])).toBeNull();
  });
});

describe("the fields of a record", () => {
  it("are those of any canonical text, also of what the scanner leaves undecided", () => {
    fc.assert(
      fc.property(record, (fields) => {
        const expected = parsedAs(jcs(fields))!;
        // Names that need an escape are none of a record's.
        if (expected.names.some((name) => JSON.stringify(name) !== `"${name}"`)) return;
        // Nor names that are numbers, which come first wherever they stand.
        if (expected.names.some((name) => /^\d+$/.test(name))) return;
        expect(fieldsOf(jcs(fields), [])).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("are read one by one", () => {
    const fields = fieldsOf('{"a":"x\\ny","b":"王","c":7,"d":null}', [])!;
    expect(textOfField(fields, "a")).toBe("x\ny");
    expect(textOfField(fields, "b")).toBe("王");
    expect(textOfField(fields, "c")).toBeNull();
    expect(textOfField(fields, "z")).toBeNull();
    expect(spelling(fields, "d")).toBe("null");
    expect(spelling(fields, "z")).toBeNull();
    expect(says(fields, "c", 7)).toBe(true);
    expect(says(fields, "c", "7")).toBe(false);
    expect(says(fields, "a", "x\ny")).toBe(true);
    expect(says(fields, "z", "null")).toBe(false);
  });
});
