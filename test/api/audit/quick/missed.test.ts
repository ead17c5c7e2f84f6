import { describe, expect, it } from "vitest";
import { damagedOf, missProbability, USUAL_SAMPLE } from "../../../../api/audit/quick/missed.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";

function choose(n: number, k: number): bigint {
  if (k > n) return 0n;
  let all = 1n;
  for (let i = 1n; i <= BigInt(k); i++) all = (all * (BigInt(n - k) + i)) / i;
  return all;
}

/** The quotient of two whole numbers to 15 digits. */
const quotient = (a: bigint, b: bigint): number => Number((a * 10n ** 18n) / b) / 1e18;

describe("the probability to miss damage", () => {
  it("is that of drawing without replacement, in all small cases", () => {
    for (let size = 1; size <= 40; size++) {
      for (let damaged = 0; damaged <= size; damaged++) {
        for (let drawn = 0; drawn <= size; drawn++) {
          const exact = quotient(choose(size - damaged, drawn), choose(size, drawn));
          const found = missProbability({ size, damaged, drawn });
          expect(Math.abs(found - exact), `${size} ${damaged} ${drawn}`).toBeLessThan(1e-14);
          expect(found === 0).toBe(damaged + drawn > size);
        }
      }
    }
  });

  it("is that also of large numbers", () => {
    const of = { size: 3_000, damaged: 3, drawn: 700 };
    const exact = quotient(choose(2_997, 700), choose(3_000, 700));
    expect(missProbability(of)).toBeCloseTo(exact, 14);
    expect(missProbability({ ...of, damaged: 700, drawn: 3 })).toBe(missProbability(of));
  });

  it("is at most 1 % by the usual sample of any log, and just so of a very large one", () => {
    const sizes = [1, 2, 999, 1_000, 1_001, 4_603, 4_604, 4_700, 9_999, 10_000, 123_456, 1e6, 1e7];
    const usual = (size: number, asked = USUAL_SAMPLE): number =>
      missProbability({ size, damaged: damagedOf(size), drawn: Math.min(size, asked) });
    for (const size of sizes) expect(usual(size), String(size)).toBeLessThanOrEqual(0.01);
    expect(usual(1e12, USUAL_SAMPLE - 1)).toBeGreaterThan(0.01);
    expect(usual(1e12)).toBeLessThan(0.01);
    expect(usual(USUAL_SAMPLE)).toBe(0);
  });

  it("never says 0 of what can happen", () => {
    expect(missProbability({ size: 1e7, damaged: 1e4, drawn: 9e6 })).toBeGreaterThan(0);
  });

  it("takes one in a thousand, and never none", () => {
    expect([1, 999, 1_000, 1_001, 2_000].map(damagedOf)).toEqual([1, 1, 1, 2, 2]);
  });

  it("is of as many as the command line says", () => {
    for (const language of ["en", "zh"] as const) {
      const { quick } = messagesIn(language).audit.quick;
      expect(quick).toContain(USUAL_SAMPLE.toLocaleString(language));
    }
  });
});
