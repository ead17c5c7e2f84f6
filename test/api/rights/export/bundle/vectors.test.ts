/** The vectors of exports (docs/FORMAT.md §21): each gets its verdict, and its faults, in order. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkExport } from "../../../../../api/rights/export/bundle/check.ts";
import type { AnchorAnswer } from "../../../../../portal/verify/chain.ts";
import { parsePolicy } from "../../../../../portal/verify/policy.ts";
import { allExportVectors } from "../../../../../scripts/vectors/exports/all.ts";

const FOLDER = fileURLToPath(new URL("../../../../vectors/exports/", import.meta.url));

interface Vector {
  readonly files: Readonly<Record<string, string>>;
  readonly policy: object;
  readonly answer: AnchorAnswer;
  readonly expect: { readonly word: string; readonly faults: readonly object[] };
}

describe("the vectors of exports", () => {
  it("are what the generator makes", () => {
    const stored = readdirSync(FOLDER).map((name) => [
      name,
      readFileSync(`${FOLDER}${name}`, "utf8"),
    ]);
    expect(new Map(stored as [string, string][])).toEqual(allExportVectors());
  });

  it.each(readdirSync(FOLDER))("%s", async (name) => {
    const vector: Vector = JSON.parse(readFileSync(`${FOLDER}${name}`, "utf8"));
    const { word, faults } = await checkExport({
      paths: Object.keys(vector.files),
      read: async (path) => Buffer.from(vector.files[path] as string, "utf8"),
      policy: parsePolicy(JSON.stringify(vector.policy)),
      ask: async () => vector.answer,
      now: Date.parse("2026-12-01T00:00:00.000Z"),
    });
    const told = faults.map(({ file, code, name }) => ({ file, code, ...(name && { name }) }));
    expect({ word, faults: told }).toEqual(vector.expect);
  });
});
