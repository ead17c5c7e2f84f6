/** What an audit found, as an officer reads it. */
import { createElement } from "react";
import { describe, expect, it } from "vitest";
import { formatsOf } from "../../../../portal/src/frame/format.ts";
import { Findings } from "../../../../portal/src/officer/audits/Findings.tsx";
import { withTimes } from "../../../../portal/src/officer/audits/local-times.ts";
import { draw } from "../draw.ts";

const AT = "2026-03-05T09:30:07.123Z";

describe("times inside sentences", () => {
  it("are each written by the reader's language, and nothing else is", () => {
    expect(withTimes(`${AT} … 2026-03-05T09:30:07Z, 2026-03-05`, () => "then")).toBe(
      "then … then, 2026-03-05",
    );
  });

  it.each(["en", "zh"] as const)("of a finding and its advice, too: %s", (language) => {
    const finding = {
      ...{ number: 1, kindName: "changed", table: "records", tableName: "records", row: "1" },
      ...{ sentence: `Changed before ${AT}.`, advice: { text: `Put back what was at ${AT}.` } },
    };
    const report = { findings: [finding], next: null } as never;
    const { text } = draw(createElement(Findings, { id: "a", report, count: 1 }), { language });
    const time = formatsOf(language).exactTime(AT).replaceAll(/\s+/g, " ");
    expect(text).toContain(`Changed before ${time}.`);
    expect(text).toContain(`Put back what was at ${time}.`);
    expect(text).not.toContain(AT);
  });
});
