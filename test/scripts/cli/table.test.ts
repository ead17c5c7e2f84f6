import fc from "fast-check";
import { expect, test } from "vitest";
import { table } from "../../../scripts/cli/table.ts";
import { paint, wrap } from "../../../scripts/cli/terminal.ts";
import { padEnd, textWidth } from "../../../scripts/cli/width.ts";

test.each([
  ["abc", 3],
  ["", 0],
  ["中文", 4],
  ["カナ", 4],
  ["한글", 4],
  ["é", 1],
  ["e\u0301", 1],
  ["（全）", 6],
  ["👋", 2],
  ["✓✗?", 3],
])("%j takes %i cells", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test("columns are as wide as their widest cell, wide characters counted as two", () => {
  const rows = [
    ["通过", "内容", "一"],
    ["✓ pass", "x", "two"],
  ];
  expect(table({ columns: null }, rows)).toBe("  通过    内容  一\n  ✓ pass  x     two\n");
});

test("the last column goes on below itself", () => {
  const text = table({ columns: 34 }, [["name", "one two three four five six seven"]]);
  expect(text).toBe("  name  one two three four five\n        six seven\n");
  expect(table({ columns: 34 }, [])).toBe("");
});

test("wide text breaks anywhere, but not before a closing mark", () => {
  expect(wrap("一二三四五。六", 10)).toEqual(["一二三四", "五。六"]);
  expect(wrap("a b", null)).toEqual(["a b"]);
  expect(wrap("", 10)).toEqual([""]);
});

test("wrapping loses nothing, and no line is too wide unless a single word is", () => {
  const word = fc.stringMatching(/^[a-z一-九]{1,12}$/);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.integer({ min: 4, max: 40 }),
      (words, width) => {
        const lines = wrap(words.join(" "), width);
        expect(lines.join("").replaceAll(" ", "")).toBe(words.join(""));
        for (const line of lines) {
          const whole = textWidth(line) <= width || !/[ 一-九]/.test(line);
          expect(whole).toBe(true);
        }
      },
    ),
  );
});

test("padding fills to the width and never cuts", () => {
  expect(padEnd("中", 4)).toBe("中  ");
  expect(padEnd("中文", 3)).toBe("中文");
});

test("colour only where it is wanted", () => {
  const terminal = { colour: false } as Parameters<typeof paint>[0];
  expect(paint(terminal, "red", "x")).toBe("x");
  expect(paint({ ...terminal, colour: true }, "red", "x")).toBe("\u001b[31mx\u001b[39m");
});
