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

  it("reads long lines in a moment", () => {
    const blanks = " ".repeat(50_000);
    const lines = [`# a${blanks}b`, `# a ##${blanks}`, `#${blanks}#`, `# a${blanks}#b`];
    const begun = performance.now();
    const kinds = lines.map((text) => told(text)[0]?.split("|")[0]);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(kinds).toEqual(lines.map(() => "heading"));
  });
});
