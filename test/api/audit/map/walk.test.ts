/** What is remembered of the pages of a map: as they were numbered, and as somebody may have numbered them. */
import { describe, expect, it } from "vitest";
import { pageMarks } from "../../../../api/audit/map/walk.ts";

describe("marks of pages", () => {
  it.each([
    ["one after the other", 1, 3],
    ["far apart", 5_000_011, 0],
    ["in small groups", 20, 0],
  ])("are kept of pages that are numbered %s", (_, step, pieces) => {
    const marks = pageMarks();
    const ids = Array.from({ length: 9_000 }, (_id, i) => 1 + i * step);
    for (const id of ids) marks.set(id, id % 1_000);
    for (const id of ids.slice(0, 500)) marks.set(id, 7);
    expect(marks.size).toBe(9_000);
    expect(ids.filter((id, i) => marks.get(id) !== (i < 500 ? 7 : id % 1_000))).toEqual([]);
    expect([0, 9_001 * step, 0.5, Number.NaN].map((id) => marks.get(id))).toEqual(
      new Array(4).fill(undefined),
    );
    // Each of these takes 32 KiB, whatever it holds.
    expect(marks.pieces).toBe(pieces);
  });
});
