import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, negotiateLanguage, terminalLanguage } from "../../../api/core/language.ts";

describe("the language of a request", () => {
  it.each([
    [undefined, "en"],
    ["", "en"],
    ["*", "en"],
    ["fr, de", "en"],
    ["zh", "zh"],
    ["ZH-cn", "zh"],
    ["zh-Hans-CN,zh;q=0.9,en;q=0.8", "zh"],
    ["en-GB,en;q=0.9,zh;q=0.8", "en"],
    ["en;q=0.4, zh;q=0.5", "zh"],
    ["en;q=0.5,zh;q=0.5", "en"],
    ["zh;q=0.5,en;q=0.5", "zh"],
    ["fr;q=1, zh;q=0.1", "zh"],
    ["zh;q=0", "en"],
    ["zh;q=0, en;q=0", "en"],
    ["zh;q=0.001", "zh"],
    ["zh;level=1;q=0.3,en;q=0.2", "zh"],
    [" zh ; q=1", "zh"],
    ["zh;q=much", "zh"],
    [",,;;==,zh", "zh"],
    [`${"x,".repeat(300)}zh`, "en"],
  ])("by %j is %s", (header, language) => {
    expect(negotiateLanguage(header)).toBe(language);
  });

  it("is one of ours for any header, and soon decided", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(["en", "zh"]).toContain(negotiateLanguage(header));
      }),
    );
    expect(negotiateLanguage(";q=0.".repeat(200_000))).toBe("en");
  });
});

describe("the language of a terminal", () => {
  it.each([
    [[], "en"],
    [[undefined, "", "zh_CN.UTF-8"], "zh"],
    [["en", "zh_CN"], "en"],
    [["zh", "en_US.UTF-8"], "zh"],
    [[undefined, "C.UTF-8", "zh_CN"], "en"],
    [["ZH-TW"], "zh"],
  ])("of %j is %s", (settings, language) => {
    expect(terminalLanguage(settings)).toBe(language);
  });
});

describe("filling a sentence", () => {
  it("puts in what is given, as often as it is named", () => {
    expect(fill("{a} and {b} and {a}", { a: 1, b: "two" })).toBe("1 and two and 1");
  });

  it("leaves what is not given, and looks at a value no further", () => {
    expect(fill("{a} {b}", { a: undefined })).toBe("{a} {b}");
    expect(fill("{a}", { a: "{b}", b: "no" })).toBe("{b}");
    expect(fill("{a}", { a: "$& $1" })).toBe("$& $1");
  });
});
