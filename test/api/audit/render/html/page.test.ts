import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../../../../api/audit/render/html/page.ts";
import { marksOf } from "../../../../../api/audit/render/html/strip.ts";
import type { ReportedFinding } from "../../../../../api/audit/report.ts";
import { clean, damaged, FINDINGS } from "../../reports.ts";

const LANGUAGES = ["en", "zh"] as const;
const hostile = `"><script>alert(1)</script><img src=x onerror=y>'&\u202e\u0000`;
const HOSTILE: ReportedFinding = {
  place: "meta",
  key: { name: hostile, [hostile]: hostile },
  kind: "inserted",
  cause: "row_mac",
  details: { count: hostile },
};

describe.each(LANGUAGES)("the page in %s", (language) => {
  it.each([
    ["clean", clean()],
    ["damaged", damaged()],
  ])("is as it was looked at: %s", async (name, report) => {
    const golden = `./golden/${name}.${language}.html.golden`;
    await expect(htmlReport(report, language)).toMatchFileSnapshot(golden);
  });

  it("loads nothing and runs nothing: its policy allows one sheet, by its hash", () => {
    const page = htmlReport(damaged(), language);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
    const sheet = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(sheet).digest("base64");
    expect(policy.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(
      /<script|<link|<img|<iframe|<object|\ssrc=|\shref=|\sstyle=|url\(|@import/,
    );
    expect(page).not.toMatch(/\son[a-z]+=/);
  });

  it("shows what strangers wrote as text, and nothing hidden in it", () => {
    const ledger = { ...clean().ledger, origin: hostile };
    const mode = { kind: "remote", url: hostile } as const;
    const page = htmlReport(clean({ findings: [HOSTILE], ledger, mode }), language);
    expect(page).not.toMatch(/<script|<img/);
    for (const hidden of ["\u202e", "\u0000"]) expect(page.includes(hidden)).toBe(false);
    expect(page).toContain("&lt;script&gt;");
    expect(page).toContain("\\u202e");
  });

  it("is built for who cannot see it: language, one heading for all, tables with headers, a named picture", () => {
    const page = htmlReport(damaged(), language);
    expect(page).toContain(`<html lang="${language === "zh" ? "zh-CN" : "en"}">`);
    expect(page.match(/<h1/g)).toHaveLength(1);
    const sections = [...page.matchAll(/<section aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(sections).toEqual([
      ...["map", "findings", "advice", "ledger", "checked", "notes", "not-proven"],
    ]);
    for (const id of sections) expect(page).toContain(`<h2 id="${id}">`);
    for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) {
      const headers = table.match(/<th role="columnheader" scope="col"/g)?.length ?? 0;
      expect(headers).toBeGreaterThan(2);
      for (const [row] of table.matchAll(/<tr role="row"><td[\s\S]*?<\/tr>/g)) {
        expect(row.match(/<td /g)).toHaveLength(headers);
      }
    }
    expect(page).toMatch(/<svg role="img" aria-label="[^"]+"/);
  });

  it("has nothing of what is not there: no findings, no notes, no log", () => {
    const snapshot = { ...clean().snapshot, size: 0, checkpoint: null, anchor: null };
    const page = htmlReport(clean({ notes: [], snapshot }), language);
    expect(page).not.toMatch(/id="(findings|advice|notes|map)"/);
    expect(page).not.toContain("NaN");
  });
});

describe("the strip of the log", () => {
  it("holds every finding that has a place in the log, in exactly one mark", () => {
    const marks = marksOf({ findings: FINDINGS }, 4_100);
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    for (const { from, to } of marks) expect(from).toBeLessThanOrEqual(to);
    const inLog = marks.map(({ from }) => from);
    expect(inLog).toEqual([...inLog].sort((a, b) => a - b));
  });

  it("shows what lies behind the end at the end", () => {
    const findings: ReportedFinding[] = [
      { place: "entries", key: { index: 1e9 }, kind: "inserted", cause: "entry_inserted" },
    ];
    expect(marksOf({ findings }, 10)).toEqual([{ from: 1e9, to: 1e9, count: 1 }]);
    const page = htmlReport(clean({ findings }), "en");
    const x = Number(/<rect class="mark" x="([\d.]+)" y="0"/.exec(page)?.[1]);
    expect(x).toBeLessThan(1_000);
  });
});
