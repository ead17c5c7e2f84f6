import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { viewOf } from "../../../../api/audit/render/view.ts";
import { textReport } from "../../../../scripts/cli/audit/text.ts";
import { textWidth } from "../../../../scripts/cli/width.ts";
import { clean, damaged } from "../../../api/audit/reports.ts";
import { fakeTerminal } from "../../helpers/cli.ts";

const { terminal } = fakeTerminal();

describe.each(["en", "zh"] as const)("the report as text in %s", (language) => {
  it.each([
    ["clean", clean()],
    ["damaged", damaged()],
  ])("is as it was looked at: %s", async (name, report) => {
    const text = textReport(terminal, report, language);
    await expect(text).toMatchFileSnapshot(`./golden/${name}.${language}.txt.golden`);
  });

  it("says the verdict in its first line", () => {
    const [first] = textReport(terminal, damaged(), language).split("\n");
    expect(first).toMatch(language === "en" ? /^DAMAGED {2}9 findings/ : /^已损坏 {2}9 项发现/);
  });

  it("fits the line, breaks where it must, and cuts nothing", () => {
    const narrow = { ...terminal, columns: 72 };
    const text = textReport(narrow, damaged(), language);
    const lines = text.split("\n").slice(1);
    for (const line of lines.filter((one) => !/[0-9a-f]{40}/.test(one))) {
      expect(textWidth(line), line).toBeLessThanOrEqual(72);
    }
    const bare = (some: string): string => some.replace(/\s+/g, "");
    for (const { place, key, wrong } of viewOf(damaged(), language).findings) {
      expect(bare(text)).toContain(bare(`${place}, ${key === "" ? "–" : key}: ${wrong}`));
    }
  });

  it("lists everything, be it thousands", () => {
    const findings = Array.from({ length: 3_000 }, (_, index) => {
      return {
        place: "records",
        key: { index },
        kind: "missing",
        cause: "record_missing",
      } as const;
    });
    const text = textReport(terminal, clean({ findings }), language);
    for (const { key } of findings) expect(text).toContain(` ${key.index} `);
  });

  it("lets no stranger paint the terminal", () => {
    const name = "\u001b[2J\u202eVERIFIED\n";
    const findings = [
      { place: "meta", key: { name }, kind: "inserted", cause: "row_mac" } as const,
    ];
    const ledger = { ...clean().ledger, origin: name };
    const text = textReport(terminal, clean({ findings, ledger }), language);
    expect(stripVTControlCharacters(text)).toBe(text);
    expect(text).not.toContain("\u202e");
    expect(text).toContain("\\u001b[2J\\u202eVERIFIED\\u000a");
  });
});

it("paints the verdict, where colours are wanted", () => {
  const colourful = { ...terminal, colour: true };
  const first = (report: ReturnType<typeof clean>): string =>
    textReport(colourful, report, "en").split("\n")[0] ?? "";
  expect(first(clean())).toContain("\u001b[32m");
  expect(first(damaged())).toContain("\u001b[31m");
  expect(first(clean({ chain: { state: "unreachable", embedded: false } }))).toContain(
    "\u001b[33m",
  );
  expect(stripVTControlCharacters(textReport(colourful, damaged(), "en"))).toBe(
    textReport(terminal, damaged(), "en"),
  );
});
