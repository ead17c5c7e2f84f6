import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusal, type Refusal } from "../../../api/core/errors.ts";
import { decodeUtf8, parseJsonObject } from "../../../api/core/json.ts";

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
  throw new Error("was accepted");
}

const repeated = (text: string): unknown => {
  const found = refusal(() => parseJsonObject(text));
  expect(found.code).toBe("duplicate_member");
  return (found.details as { member: string }).member;
};

describe("a JSON object", () => {
  it("is what JSON.parse makes of it, whatever object is written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), (value) => {
        for (const text of [JSON.stringify(value), JSON.stringify(value, null, "\t ")]) {
          expect(parseJsonObject(text)).toEqual(JSON.parse(text));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is refused wherever JSON.parse refuses, for any text", () => {
    const soup = fc.array(
      fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "a", "1", "null", " ", '"a":1'),
    );
    fc.assert(
      fc.property(
        soup.map((parts) => parts.join("")),
        (text) => {
          const parses = (() => {
            try {
              return JSON.parse(text) as unknown;
            } catch {
              return undefined;
            }
          })();
          if (parses === undefined) {
            expect(refusal(() => parseJsonObject(text)).code).toBe("invalid_json");
          } else if (typeof parses !== "object" || parses === null || Array.isArray(parses)) {
            expect(refusal(() => parseJsonObject(text)).code).toBe("not_an_object");
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each(["null", "true", "1", '"text"', "[]", "[{}]", " [1] "])("is not %s", (text) => {
    expect(refusal(() => parseJsonObject(text)).code).toBe("not_an_object");
  });

  it.each([
    "",
    " ",
    "{",
    "{]",
    "{'a':1}",
    '{"a":1,}',
    '{"a":01}',
    '{"a":NaN}',
    '{"a":1}{"b":2}',
    "\ufeff{}",
    '{"a":"\n"}',
    "// no\n{}",
  ])("is not JSON: %j", (text) => {
    expect(refusal(() => parseJsonObject(text)).code).toBe("invalid_json");
  });

  it("tells the parser's position, and takes none from the text itself", () => {
    expect(refusal(() => parseJsonObject('{"a":1 "b"}')).details).toEqual({ position: 7 });
    const own = refusal(() => parseJsonObject("x at position 99"));
    expect(own.details).not.toEqual({ position: 99 });
  });
});

describe("a repeated member", () => {
  it.each([
    ['{"a":1,"a":1}', "a"],
    ['{"a":1,"b":2,"a":3}', "a"],
    ['{"a":1,"\\u0061":1}', "a"],
    ['{"\\u0061":1,"a":1}', "a"],
    ['{"b":{"c":[{"d":1,"d":2}]}}', "d"],
    ['{"b":[{"x":1},{"x":1},{"y":1,"y":2}]}', "y"],
    ['{"a":{"a":1},"b":1,"a":2}', "a"],
    ['{"@kind":"order" , "@kind" : "payment"}', "@kind"],
    ['{"a":"}{\\"a\\":1","a":2}', "a"],
    ['{"a":1,"a"\n\t :2}', "a"],
    ['{"__proto__":1,"__proto__":2}', "?"],
    ['{"王":1,"王":2}', "?"],
    ['{"":1,"":2}', "?"],
  ])("of %s is named", (text, member) => {
    expect(repeated(text)).toBe(member);
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '{"a":[{"a":1},{"a":1}],"b":{"a":1}}',
    '{"a":"a:\\"a\\":","b":"\\\\"}',
    '{"a":["a","a"],"A":"a"}',
    '{"é":1,"e\u0301":2}',
    '{"__proto__":{"a":1},"a":1}',
  ])("is none in %s", (text) => {
    expect(parseJsonObject(text)).toEqual(JSON.parse(text));
  });

  it("is found at every position of a nested object, and told by its name", () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
    const tree = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", maxDepth: 4 },
        fc.constantFrom(null, 1, "x:y", '"', "\\"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(name, tie("value"), { maxKeys: 4, minKeys: 1 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }), fc.nat(), (value, n) => {
        const text = JSON.stringify(value);
        // Each member once: its name and colon are inserted before it again.
        const members = [...text.matchAll(/(?<=[{,])"([a-zA-Z0-9]+)":(?=[^:])/g)].filter(
          ({ index }) => outsideStrings(text, index),
        );
        const chosen = members[n % members.length]!;
        const doubled = `${text.slice(0, chosen.index)}${chosen[0]}0,${text.slice(chosen.index)}`;
        expect(repeated(doubled)).toBe(chosen[1]);
        expect(parseJsonObject(text)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });
});

function outsideStrings(text: string, position: number): boolean {
  let quoted = false;
  for (let at = 0; at < position; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') quoted = !quoted;
  }
  return !quoted;
}

describe("nesting", () => {
  const nested = (depth: number): string =>
    `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;

  it("is allowed 32 deep, as the kernel has it, and not deeper", () => {
    expect(parseJsonObject(nested(32))).toEqual(JSON.parse(nested(32)));
    expect(refusal(() => parseJsonObject(nested(33))).code).toBe("invalid_json");
  });

  it.each([
    ["arrays", `{"a":${"[".repeat(100_000)}`],
    ["objects", '{"a":'.repeat(100_000)],
    ["closed arrays", `{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}`],
  ])("bombs of %s are refused without exhausting the stack", (_, text) => {
    expect(refusal(() => parseJsonObject(text)).code).toBe("invalid_json");
  });

  it("does not count brackets in strings", () => {
    const value = { a: "[".repeat(100), b: '{"'.repeat(50) };
    expect(parseJsonObject(JSON.stringify(value))).toEqual(value);
  });
});

describe("bytes as text", () => {
  it("come back as they were, the byte order mark too", () => {
    const text = "\ufeff王小明 🧾";
    expect(decodeUtf8(Buffer.from(text))).toBe(text);
  });

  it.each([
    ["a lone continuation byte", [0x80]],
    ["a cut sequence", [0xe7, 0x8e]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
    ["Latin-1", [0x4d, 0xfc, 0x6c]],
  ])("are refused: %s", (_, bytes) => {
    expect(refusal(() => decodeUtf8(Uint8Array.from(bytes))).code).toBe("invalid_utf8");
  });
});
