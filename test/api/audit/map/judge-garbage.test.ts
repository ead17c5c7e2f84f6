/** What is said of the list of unused pages by the numbers of its rows, also where these are as many and as wild as somebody likes. */
import { describe, expect, it } from "vitest";
import { nameOf } from "../../../../api/audit/finding.ts";
import { collectFindings } from "../../../../api/audit/findings.ts";
import type { GarbageRow } from "../../../../api/audit/map/garbage.ts";
import { judgeGarbage } from "../../../../api/audit/map/judge-garbage.ts";

/** Rows of these numbers, the first of which lists what the oldest version had; each version lost one page. */
async function judge(numbers: readonly number[], unlisted: readonly number[] = []) {
  const rows = numbers.map((number, i): GarbageRow => {
    const mapSize = 10 * (i + 1);
    return {
      ...{ number, mapSize, broken: false, wrong: 0, first: i + 1 },
      of: new Map([[mapSize, 1]]),
    };
  });
  const sizes = [...rows.map(({ mapSize }) => mapSize), ...unlisted].sort((a, b) => b - a);
  const versions = sizes.map((mapSize) => {
    return { mapSize, root: Buffer.alloc(32), claimed: null, rootPage: null, lastPage: 0 };
  });
  const findings = collectFindings();
  const faults = { rows, foreign: [], gone: [], orphans: [], early: 0, due: 0 };
  await judgeGarbage(
    { ...faults, unlisted: new Map(unlisted.map((to) => [to, 1])) },
    { versions, findings, wasUsed: async () => false },
  );
  return findings.all.map((finding) => `${nameOf(finding).slice(12)} ${finding.kind}`);
}

const upFrom = (first: number, rows: number): number[] =>
  Array.from({ length: rows }, (_, i) => first + i);

describe("the list of unused pages", () => {
  it.each([3, 300])(
    "of %i rows names the one with another number, and its own one",
    async (rows) => {
      const numbers = upFrom(40, rows).with(1, 9_000);
      expect((await judge(numbers)).sort()).toEqual(["number=41 missing", "number=9000 changed"]);
    },
  );

  it.each([3, 300])("of %i rows names the row that is missing", async (rows) => {
    const numbers = upFrom(40, rows + 1).toSpliced(1, 1);
    // Behind the row of the first version, which is of 10 entries.
    expect(await judge(numbers, [15])).toEqual(["number=41 missing"]);
    expect(await judge(upFrom(40, rows), [15])).toContain("number=41 changed");
  });

  it("is judged however many rows it has", async () => {
    expect(await judge(upFrom(1, 130_000))).toEqual([]);
    const rows = 20_000;
    const steps = upFrom(1, rows).map((i) => 10 * i + 5);
    expect((await judge(upFrom(1, rows), steps)).length).toBeGreaterThan(rows / 2);
  });

  it.each([200, 20_000])(
    "of %i rows without any order names these, and none besides",
    async (rows) => {
      const found = await judge(upFrom(1, rows).map((i) => i * 1_000_003));
      expect(found).toHaveLength(rows);
      expect(found.every((name) => name.endsWith("changed"))).toBe(true);
    },
  );
});
