import fc from "fast-check";
import { expect, test } from "vitest";
import type { CsvRow } from "../../../../scripts/import/read/csv.ts";
import { groupRows, isGroup } from "../../../../scripts/import/read/group.ts";
import { listOf } from "../../helpers/items.ts";

const row = (key: string, line: number): CsvRow => ({
  line,
  cells: [key],
  complete: true,
  cell: () => key,
});

async function* stream(rows: readonly CsvRow[]): AsyncGenerator<CsvRow> {
  yield* rows;
}

const grouped = (keys: readonly string[]) => {
  const rows = keys.map(row);
  return listOf(groupRows({ open: () => stream(rows), keyOf: (one) => one.cell("") || null }));
};

test("a group ends with its last row, wherever that is", async () => {
  const found = await grouped(["a", "b", "a", "", "c", "b"]);
  expect(found.map((one) => (isGroup(one) ? [one.key, one.rows.length] : "loose"))).toEqual([
    ["a", 2],
    "loose",
    ["c", 1],
    ["b", 2],
  ]);
});

test("every row is in its one group, in the order of the file", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("", "a", "b", "c", "d")), async (keys) => {
      const found = await grouped(keys);
      const groups = found.filter(isGroup);
      expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      for (const { key, rows } of groups) {
        const lines = keys.flatMap((one, at) => (one === key ? [at] : []));
        expect(rows.map(({ line }) => line)).toEqual(lines);
      }
      expect(found.length - groups.length).toBe(keys.filter((key) => key === "").length);
    }),
  );
});
