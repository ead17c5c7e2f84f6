/** Numbers of rows where nobody says how many there are: none that somebody wrote makes the check larger than the table. */
import { describe, expect, it } from "vitest";
import { nameOf } from "../../../../api/audit/finding.ts";
import { collectFindings } from "../../../../api/audit/findings.ts";
import { type NumberedRow, numberCheck } from "../../../../api/audit/tables/numbered.ts";

const HUGE = [2 ** 31 + 1, 2 ** 36, Number.MAX_SAFE_INTEGER];

function check(numbers: readonly number[], isKeyed: boolean, authentic: NumberedRow["authentic"]) {
  const findings = collectFindings();
  const numbered = numberCheck("meta", { counted: null, isKeyed }, findings);
  for (const number of numbers) numbered.take({ key: { name: `n${number}` }, number, authentic });
  numbered.finish();
  return findings.all.map((finding) => `${nameOf(finding)} ${finding.kind}`);
}

describe("numbers of rows that nobody counted and nothing authenticates", () => {
  it.each(HUGE)("name a row whose number is %d, and no row before it", (number) => {
    expect(check([1, number, 2, 4], false, null)).toEqual([
      `meta name=n${number} changed`,
      "meta number=3 missing",
    ]);
  });

  it("are believed in any order as far as rows come", () => {
    const numbers = Array.from({ length: 70_000 }, (_, i) => 70_000 - i);
    expect(check(numbers, false, null)).toEqual([]);
    expect(check(numbers.toSpliced(5, 1), false, null)).toEqual(["meta number=69995 missing"]);
  });

  it("accuse nobody where rows could not be read", () => {
    const findings = collectFindings();
    const numbered = numberCheck("subjects", { counted: null, isKeyed: false }, findings);
    numbered.takeNumbers([1, 2 ** 40]);
    numbered.finish(true);
    expect(findings.all).toEqual([]);
  });
});

describe("numbers of rows that were changed", () => {
  it("reach no further than rows may be missing, however they are spread", () => {
    const numbers = Array.from({ length: 2_000 }, (_, i) => (i + 1) * 2_000);
    const found = check(numbers, true, false);
    expect(found.filter((name) => name.endsWith("missing")).length).toBeLessThan(70_000);
    expect(found.filter((name) => name.startsWith("meta name=")).length).toBe(2_000);
  });
});
