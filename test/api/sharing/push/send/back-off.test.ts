import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_ATTEMPTS, nextAttempt } from "../../../../../api/sharing/push/send/back-off.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-27T12:00:00.000Z");
const wait = (attempts: number, retryAfter: string | null = null, chance = 0): number =>
  nextAttempt(attempts, NOW, retryAfter, chance)! - NOW;

describe("what was not taken", () => {
  it("is sent again after waits that grow to a day", () => {
    const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => wait(n) / 1_000);
    expect(seconds).toEqual([
      ...[5, 30, 120, 600, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400, 86_400],
    ]);
  });

  it("is given up when five days are over", () => {
    expect(MOST_ATTEMPTS).toBe(13);
    expect(nextAttempt(MOST_ATTEMPTS, NOW, null, 0)).toBeNull();
    expect(nextAttempt(MOST_ATTEMPTS, NOW, "60", 0)).toBeNull();
    const lasts = (chance: number): number => {
      let at = 0;
      for (let n = 1; n < MOST_ATTEMPTS; n++) at += wait(n, null, chance);
      return at / DAY;
    };
    expect(lasts(0)).toBeGreaterThan(4.9);
    expect(lasts(0)).toBeLessThanOrEqual(5);
    expect(lasts(0.999)).toBeLessThan(5.5);
  });

  it("begins anew when it is replayed after it was given up", () => {
    expect(wait(MOST_ATTEMPTS + 1)).toBe(5_000);
    expect(nextAttempt(2 * MOST_ATTEMPTS, NOW, null, 0)).toBeNull();
  });

  it("waits a little longer by chance, and never less", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, chance) =>
          wait(n, null, chance) >= wait(n) && wait(n, null, chance) <= wait(n) * 1.1 + 1,
      ),
    );
    expect(wait(3, null, 0.5)).toBe(126_000);
  });

  it.each([
    ["in seconds", "120", 120_000],
    ["with a date", "Fri, 27 Nov 2026 13:00:00 GMT", HOUR],
    ["for longer than a day", "999999999", DAY],
    ["until a day far away", "Fri, 27 Nov 2099 13:00:00 GMT", DAY],
    ["for less than it waits anyhow", "1", 5_000],
    ["until a day that is over", "Fri, 27 Nov 2020 13:00:00 GMT", 5_000],
    ["in words", "soon", 5_000],
    ["with half a second", "0.5", 5_000],
    ["below zero", "-3600", 5_000],
    ["in a number without end", "9".repeat(400), 5_000],
    ["with a day that there is not", "Fri, 99 Nov 2026 13:00:00 GMT", 5_000],
    ["with an empty text", "", 5_000],
  ])("is left alone for as long as is asked: %s", (_, retryAfter, milliseconds) => {
    expect(wait(1, retryAfter)).toBe(milliseconds);
  });
});
