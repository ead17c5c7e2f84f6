/** Cells of tables: the vectors of docs/FORMAT.md §21.4, and whatever text there may be. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cell, csvHead, csvLine } from "../../../api/core/csv.ts";
import { allCellVectors } from "../../../scripts/vectors/cells/all.ts";
import { readVectors } from "../../helpers/vectors.ts";

interface Vector {
  readonly cells: readonly { readonly text: string; readonly cell: string }[];
}

const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

describe("a cell", () => {
  it.each(readVectors<Vector>("cells"))("is as its vector has it: %s", (_, { cells }) => {
    for (const one of cells) expect({ text: one.text, cell: cell(one.text) }).toEqual(one);
  });

  it("has the vectors that the generator makes", () => {
    const stored = readVectors<Vector>("cells").map(([name, one]) => [
      `${name}.json`,
      `${JSON.stringify(one, null, 2)}\n`,
    ]);
    expect(new Map(stored as [string, string][])).toEqual(allCellVectors());
  });

  it("is no formula and ends where it should, whatever separates cells", () => {
    const piece = fc.constantFrom(..."=+-@＝＋－＠\t\r\n,;\"' a王");
    const text = fc.array(piece, { maxLength: 6 }).map((all) => all.join(""));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        for (const delimiter of [",", ";", "\t"]) {
          const line = texts.map(cell).join(delimiter);
          const [read] = parse(line, { delimiter, relax_column_count: true }) as string[][];
          const wanted = texts.map((one) => (FORMULA.test(one) ? `'${one}` : one));
          // A line with nothing in it has no cell.
          if (line !== "") expect(read).toEqual(wanted);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("is a number or nothing where there is one", () => {
    expect(csvLine([-5, null, "-5"])).toBe("-5,,'-5\r\n");
    expect(csvHead(["a"])).toBe("\ufeffa\r\n");
  });
});
