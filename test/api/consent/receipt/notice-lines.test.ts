import { describe, expect, it } from "vitest";
import { noticeLines } from "../../../../api/consent/receipt/notice-lines.ts";
import { textOf } from "../../../helpers/consent-statement.ts";

const told = (text: string, mediaType: "text/plain" | "text/markdown" = "text/markdown") =>
  noticeLines(textOf(text, { mediaType })).map(
    ({ kind, mark, runs }) =>
      `${kind}|${mark}|${runs.map((run) => (run.bold ? `<${run.text}>` : run.text)).join("")}`,
  );

describe("the lines of a notice", () => {
  it.each([
    ["# Title #", "heading||Title"],
    ["###### **Title**", "heading||Title"],
    ["# C#", "heading||C#"],
    ["## a ##b  ###  ", "heading||a ##b"],
    ["#hashtag", "text||#hashtag"],
    ["- item", "item|•|item"],
    ["  * **bold** item", "item|•|<bold> item"],
    ["12. item", "item|12.|item"],
    ["1.5 percent", "text||1.5 percent"],
    ["-5 degrees", "text||-5 degrees"],
    ["a **b** c **d**", "text||a <b> c <d>"],
    ["2 ** 3 ** 4", "text||2 ** 3 ** 4"],
    ["**", "text||**"],
    ["****", "text||****"],
    ["a\tb", "text||a    b"],
    ["a\u{202e}b", "text||a\\u202eb"],
  ])("%j is %j", (line, expected) => {
    expect(told(line)).toEqual([expected]);
  });

  it("are told at once, however long one is", () => {
    const before = performance.now();
    const blanks = " ".repeat(60_000);
    expect(told(`# a${blanks}b`)).toEqual([`heading||a${blanks}b`]);
    expect(told(`# ${"# ".repeat(30_000)}b`)).toHaveLength(1);
    expect(told("**a".repeat(20_000))).toHaveLength(1);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("are those that were written, whatever ends them, and end where the text does", () => {
    expect(told("a\r\nb\rc\n\nd\n\n")).toEqual([
      "text||a",
      "text||b",
      "text||c",
      "gap||",
      "text||d",
    ]);
  });

  it("of plain text are left alone", () => {
    expect(told("# a\n- **b**", "text/plain")).toEqual(["text||# a", "text||- **b**"]);
  });
});
