import fc from "fast-check";
import { expect, test } from "vitest";
import { wrap } from "../../../scripts/cli/terminal.ts";
import { textWidth } from "../../../scripts/cli/width.ts";

test.each([
  ["one two three", 8, ["one two", "three"]],
  ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ["a abcdefghij b", 4, ["a", "abcd", "efgh", "ij b"]],
  ["订单已付", 4, ["订单", "已付"]],
  ["好。。。。", 4, ["好。", "。。", "。"]],
])("%j in %i cells", (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test("no line is wider than the room, and nothing but blanks is lost", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "订", "。", "👋", "-") });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 12 }), (value, width) => {
      const lines = wrap(value, width);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join("").replace(/ /g, "")).toBe(value.replace(/ /g, ""));
    }),
  );
});
