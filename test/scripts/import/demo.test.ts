import { expect, test } from "vitest";
import { loadDemo } from "../../../scripts/import/demo.ts";
import { fakeLedger, TOKEN } from "../helpers/fake-ledger.ts";

test("the demonstration is loaded whole, and a second time nothing is stored", async () => {
  const ledger = await fakeLedger();
  ledger.faults.push("busy", "lost");
  const seen: number[] = [];
  const options = { baseUrl: ledger.url, token: TOKEN };
  const tally = await loadDemo({
    ...options,
    onProgress: ({ stored, unchanged }) => seen.push(stored + unchanged),
  });
  expect(tally).toMatchObject({ rows: 3076, records: 1751, refused: 0 });
  expect(tally.stored + tally.unchanged).toBe(1751);
  expect(seen.at(-1)).toBe(1751);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  const kinds = ledger.records.stored.map(({ record }) => record["@kind"]);
  expect(kinds.filter((kind) => kind === "customer")).toHaveLength(91);
  expect(ledger.records.subjects.size).toBe(91);

  const again = await loadDemo(options);
  expect(again).toMatchObject({ stored: 0, newVersions: 0, unchanged: 1751, refused: 0 });
  expect(ledger.records.stored).toHaveLength(1751);
});
