import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnchorTimes, checkPromises } from "../../../../api/audit/log/promises.ts";

/** Entries of one due time each, in milliseconds, against anchors. */
function judged(times: Omit<AnchorTimes, "isPartial">, dues: readonly number[], isPartial = false) {
  const check = checkPromises({ ...times, isPartial });
  for (const [index, dueAt] of dues.entries()) check.take(index, dueAt);
  return check.result();
}

const anchors = [
  { size: 2, blockTime: 100 },
  { size: 4, blockTime: 200 },
];

describe("promises", () => {
  it("are kept by an anchor in time, and broken by a late one", () => {
    const dues = [100_000, 99_999, 200_000, 150_000];
    expect(judged({ anchors, finalTime: 300 }, dues)).toEqual({
      ...{ kept: 2, open: 0 },
      broken: [
        { from: 1, to: 1, count: 1, dueAt: 99_999, anchored: 2 },
        { from: 3, to: 3, count: 1, dueAt: 150_000, anchored: 4 },
      ],
    });
  });

  it("that no anchor covers are open until they are due", () => {
    const dues = [1e6, 1e6, 1e6, 1e6, 300_000, 299_999];
    expect(judged({ anchors, finalTime: 300 }, dues)).toEqual({
      ...{ kept: 4, open: 1 },
      broken: [{ from: 5, to: 5, count: 1, dueAt: 299_999, anchored: null }],
    });
    expect(judged({ anchors, finalTime: null }, dues)).toMatchObject({ open: 2, broken: [] });
  });

  it("that are broken one after the other are told together, with the first time", () => {
    expect(judged({ anchors: [], finalTime: 300 }, [30, 10, 20]).broken).toEqual([
      { from: 0, to: 2, count: 3, dueAt: 10, anchored: null },
    ]);
  });

  it("are called broken by nobody where an anchor is damaged or missing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 8 }),
        fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
        (dues, finalTime) => {
          const whole = judged({ anchors, finalTime }, dues);
          const partial = judged({ anchors, finalTime }, dues, true);
          const broken = whole.broken.reduce((sum, { count }) => sum + count, 0);
          expect(whole.kept + whole.open + broken).toBe(dues.length);
          expect(partial).toEqual({ kept: whole.kept, broken: [], open: whole.open + broken });
        },
      ),
    );
  });
});
