import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { visible, visibleValue } from "../../../scripts/cli/visible.ts";

test.each([
  ["\u001b[2J\u001b[31mVERIFIED", "\\u001b[2J\\u001b[31mVERIFIED"],
  ["a\r\nb\tc\u0000", "a\\u000d\\u000ab\\u0009c\\u0000"],
  ["\u009b31m", "\\u009b31m"],
  ["\u202egnp.exe", "\\u202egnp.exe"],
  ["\u2066x\u2069\u200b\ufeff", "\\u2066x\\u2069\\u200b\\ufeff"],
  ["\u2028\u2029", "\\u2028\\u2029"],
  ["\ud800", "\\ud800"],
  ["\u{e0041}", "\\u{e0041}"],
  ["Grüße, 李伟 👋", "Grüße, 李伟 👋"],
])("%j is shown as %s", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("values: a text as it is, all else as JSON", () => {
  expect(visibleValue("a\u0007")).toBe("a\\u0007");
  expect(visibleValue(null)).toBe("null");
  expect(visibleValue([{ a: "\u001b\u202e" }])).toBe('[{"a":"\\u001b\\u202e"}]');
});

test("nothing that moves a cursor comes through, whatever the value", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()), (value) => {
      const shown = visibleValue(value);
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      expect(stripVTControlCharacters(shown)).toBe(shown);
    }),
  );
});
