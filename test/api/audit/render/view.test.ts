import { describe, expect, it } from "vitest";
import { percent, spans, viewOf } from "../../../../api/audit/render/view.ts";
import { clean, damaged, FINDINGS } from "../reports.ts";

describe("a report in words", () => {
  it("says in one sentence how it ended", () => {
    expect(viewOf(clean(), "en").verdict).toEqual({
      word: "CLEAN",
      sentence: "Nothing is wrong with any of the 8,571 rows that were checked.",
    });
    const many = viewOf(damaged(), "en").verdict;
    expect(many.word).toBe("DAMAGED");
    expect(many.sentence).toMatch(/^9 findings; the first: Hash tile 0 of level 1 /);
    const [one] = FINDINGS;
    expect(viewOf(clean({ findings: one ? [one] : [] }), "zh").verdict.sentence).toMatch(
      /^一项发现：/,
    );
    const chain = { state: "unreachable", embedded: false } as const;
    expect(viewOf(clean({ chain }), "en").tone).toBe("unasked");
    expect(viewOf(damaged({ chain }), "en").tone).toBe("damaged");
  });

  it("shows every finding, each once, however many there are", () => {
    const findings = Array.from({ length: 50_000 }, (_, index) => {
      return { place: "entries", key: { index }, kind: "missing", cause: "entry_missing" } as const;
    });
    const view = viewOf(clean({ findings }), "en");
    expect(view.findings).toHaveLength(50_000);
    expect(new Set(view.findings.map(({ key }) => key)).size).toBe(50_000);
    expect(view.advice).toHaveLength(1);
    expect(view.advice[0]?.about).toBe(" (findings 1–50000)");
  });

  it("counts findings by their tables, also those of which nothing could be counted", () => {
    const { counts } = viewOf(damaged(), "en");
    const of = (place: string) => counts.find((row) => row.place === place);
    expect(of("tiles")).toMatchObject({ checked: 18, findings: 2 });
    expect(of("entries")).toMatchObject({ findings: 1 });
    expect(of("schema")).toMatchObject({ checked: 0, of: null, findings: 1 });
    const all = counts.reduce((sum, { findings }) => sum + findings, 0);
    expect(all).toBe(FINDINGS.length);
  });

  it("says of a quick audit how its sample was drawn, and what it would miss", () => {
    const sample = {
      ...{ count: 2_000, checked: 3_008, nonce: `0x${"5a".repeat(32)}` },
      anchor: { size: 4_000, block: 120 },
      block: { number: 152, hash: `0x${"9f".repeat(32)}` },
      ...{ choosable: true, missed: 0.1352 },
    };
    const { facts, notProven } = viewOf(clean({ mode: { kind: "quick", sample } }), "en");
    const said = new Map(facts);
    expect(said.get("Sample")).toMatch(/^twice 2,000 of the 4,000 entries .* block 120/);
    expect(said.get("Looked at")).toMatch(/^3,008 entries/);
    expect(said.get("First sample")).toMatch(/hash of block 152, 0x9f.*could have chosen/);
    expect(said.get("Second sample")).toMatch(/ 0x5a5a.*before the audit began could not know/);
    expect(said.get("Would miss")).toMatch(/one entry in a thousand.* 13\.5 % for each sample/);
    const other = { ...sample, choosable: false };
    const elsewhere = viewOf(clean({ mode: { kind: "quick", sample: other } }), "en");
    expect(new Map(elsewhere.facts).get("First sample")).toMatch(
      /cannot choose it. Once the block is there, everybody knows it/,
    );
    expect(notProven.join()).toContain("not drawn");
  });

  it.each([
    [0, "0.00"],
    [0.000_01, "< 0.01"],
    [0.0042, "0.42"],
    [0.135, "13.5"],
    [1, "100.0"],
  ])("spells a share of %d as %s %%", (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it.each([
    [[], ""],
    [[4], "4"],
    [[1, 2, 3, 7, 9, 10], "1–3, 7, 9–10"],
  ])("spells the numbers %j as “%s”", (numbers, text) => {
    expect(spans(numbers, ", ")).toBe(text);
  });
});
