import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isReadable, visible, visibleJson, visibleValue } from "../../../api/core/visible.ts";

test.each([
  ["\u001b[2J\u001b[31mVERIFIED", "\\u001b[2J\\u001b[31mVERIFIED"],
  ["a\r\nb\tc\u0000", "a\\u000d\\u000ab\\u0009c\\u0000"],
  ["\u009b31m", "\\u009b31m"],
  ["\u202egnp.exe", "\\u202egnp.exe"],
  ["\u2066x\u2069\u200b\ufeff", "\\u2066x\\u2069\\u200b\\ufeff"],
  ["\u2028\u2029", "\\u2028\\u2029"],
  ["\ud800", "\\ud800"],
  ["\u{e0041}", "\\u{e0041}"],
  ["a\u200d\u2060\u00ad\u061c\u034fb", "a\\u200d\\u2060\\u00ad\\u061c\\u034fb"],
  ["\u115f\u3164\uffa0\ufe0f", "\\u115f\\u3164\\uffa0\\ufe0f"],
  ["paid\u2800\u2800VERIFIED", "paid\\u2800\\u2800VERIFIED"],
  ["\u061c\u200e\u200f\u202a\u2067\u2068", "\\u061c\\u200e\\u200f\\u202a\\u2067\\u2068"],
  ["订单：茶叶　两盒，共 ¥250.00（已付）。", "订单：茶叶　两盒，共 ¥250.00（已付）。"],
  ["《𠮷野家》、㐀·龘「ㄅㄆ」", "《𠮷野家》、㐀·龘「ㄅㄆ」"],
  ["Grüße, 李伟 👋", "Grüße, 李伟 👋"],
])("%j is shown as %s", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("values: a text as it is, all else as JSON", () => {
  expect(visibleValue("a\u0007")).toBe("a\\u0007");
  expect(visibleValue(null)).toBe("null");
  expect(visibleValue([{ a: "\u001b\u202e" }])).toBe('[{"a":"\\u001b\\u202e"}]');
});

test("as JSON: the same value, and nothing that the eye does not see", () => {
  const value = {
    "\u202e": ["\u001b[2J\u009b31m\u007f", "\ufeff\u200b\u2066", "\u{e0041}\ud800", "李伟\n"],
  };
  const shown = visibleJson(value);
  expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  expect(shown).toContain("李伟\\n");
  expect(shown).toContain("\\udb40\\udc41\\ud800");
  expect(JSON.parse(shown)).toEqual(value);
  fc.assert(
    fc.property(fc.jsonValue(), (any) => {
      expect(JSON.parse(visibleJson(any))).toEqual(JSON.parse(JSON.stringify(any)));
    }),
  );
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

describe("what somebody is to read", () => {
  it.each(["投诉 12", "a", "…", "€", "é", "e\u0301"])("is readable: %j", (text) => {
    expect(isReadable(text)).toBe(true);
    // Asked again it is the same.
    expect(isReadable(text)).toBe(true);
  });

  it.each([
    "",
    " ",
    "\u0301",
    "a\u200b",
    "\u200b",
    "a\nb",
    "\u2028a",
    "\u202ea",
    "\u2800",
    "\u3164",
  ])("is not, where something is hidden or nothing is there: %j", (text) => {
    expect(isReadable(text)).toBe(false);
    expect(isReadable(text)).toBe(false);
  });
});
