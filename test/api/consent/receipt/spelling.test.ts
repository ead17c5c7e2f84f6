import { describe, expect, it } from "vitest";
import * as spelling from "../../../../api/consent/receipt/spelling.ts";
import { termWords } from "../../../../api/consent/receipt/terms.ts";

describe("spelling", () => {
  it("tells times in UTC", () => {
    const time = "2026-01-02T03:04:05.678Z";
    expect(spelling.spelledTime(time, "en")).toBe("2 January 2026, 03:04:05 UTC");
    expect(spelling.spelledTime(time, "zh")).toBe("2026年1月2日 03:04:05（UTC）");
  });

  it.each([
    ["P1Y", "1 year", "1 年"],
    ["P2Y6M", "2 years, 6 months", "2 年 6 个月"],
    ["P1M1D", "1 month, 1 day", "1 个月 1 天"],
    ["P2W", "2 weeks", "2 周"],
  ])("tells %s", (duration, en, zh) => {
    expect(spelling.spelledDuration(duration, "en")).toBe(en);
    expect(spelling.spelledDuration(duration, "zh")).toBe(zh);
  });

  it("names places and languages, and leaves what has no name", () => {
    expect([spelling.placeName("EU", "en"), spelling.placeName("DE", "zh")]).toEqual([
      "European Union",
      "德国",
    ]);
    expect(spelling.placeName("QX", "en")).toBe("QX");
    expect(spelling.languageName("en-GB", "zh")).toMatch(/英语|英文/);
    expect(spelling.languageName("abcdefgh-a-b", "en")).toBe("abcdefgh-a-b");
  });

  it("writes an address in the order of the language", () => {
    const address = { lines: ["A 1", "B"], city: "C", postalCode: "9", region: "R", country: "FR" };
    expect(spelling.spelledAddress(address, "en")).toBe("A 1, B, C 9, R, France");
    expect(spelling.spelledAddress(address, "zh")).toBe("法国 R C A 1 B 9");
    expect(spelling.spelledAddress({ lines: ["A"], country: "FR" }, "en")).toBe("A, France");
  });

  it("takes the reader's language, or else the first", () => {
    const texts = [
      { language: "de", text: "d" },
      { language: "ZH-Hans-CN", text: "z" },
    ];
    expect(spelling.inLanguage(texts, "zh").text).toBe("z");
    expect(spelling.inLanguage(texts, "en").text).toBe("d");
  });
});

describe("terms", () => {
  it.each([
    ["dpv:Marketing", "Marketing", "营销"],
    ["eu-gdpr:A6-1-a", "Consent (GDPR 6(1)(a))", "同意（GDPR 第6条第1款a项）"],
    ["pd:IPAddress", "IP address", "IP 地址"],
    ["pd:ShoeSize", "Shoe size (pd:ShoeSize)", "Shoe size（pd:ShoeSize）"],
    ["dpv:constructor", "constructor (dpv:constructor)", "constructor（dpv:constructor）"],
    ["my own words: these", "my own words: these", "my own words: these"],
    ["A copy", "A copy", "A copy"],
  ])("%s in words", (term, en, zh) => {
    expect([termWords(term, "en"), termWords(term, "zh")]).toEqual([en, zh]);
  });
});
