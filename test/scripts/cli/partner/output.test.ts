/** The files that a partner works with: nothing in them is worked out by a program for tables, and nothing is lost by it. */
import { describe, expect, it } from "vitest";
import { csvCell } from "../../../../scripts/cli/partner/output.ts";

describe("a cell", () => {
  it.each<[Parameters<typeof csvCell>[0], string]>([
    [undefined, ""],
    [null, ""],
    [0, "0"],
    [-5, "-5"],
    [true, "true"],
    ["plain", "plain"],
    ["-12.50", "-12.50"],
    ["+49 30", "'+49 30"],
    ["=1+1", "'=1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["-2+3+cmd", "'-2+3+cmd"],
    ["\tx", `"'\tx"`],
    ['a "b", c', '"a ""b"", c"'],
    ["two\nlines", '"two\nlines"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    [["a@b.example"], '"[""a@b.example""]"'],
    [{ amount: "1.00" }, '"{""amount"":""1.00""}"'],
  ])("of %j is %j", (value, wanted) => {
    expect(csvCell(value)).toBe(wanted);
  });
});
