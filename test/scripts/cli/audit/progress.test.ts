import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { estimator, showProgress, spellTime } from "../../../../scripts/cli/audit/progress.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { fakeTerminal } from "../../helpers/cli.ts";

const MINUTE = 60_000;

describe("how long it still takes", () => {
  it("is not said before anybody can know", () => {
    const estimate = estimator();
    expect(estimate(0, 0)).toBeNull();
    expect(estimate(0, 1_000)).toBeNull();
    expect(estimate(0.01, 3_000)).toBeNull();
    expect(estimate(0, 10_000)).toBeNull();
  });

  it("is right where the work goes on as it began", () => {
    const estimate = estimator();
    let left: number | null = null;
    for (let now = 0; now <= MINUTE / 2; now += 200) left = estimate(now / MINUTE, now);
    expect(left).toBeGreaterThan(0.45 * MINUTE);
    expect(left).toBeLessThan(0.55 * MINUTE);
  });

  it("does not count what an interrupted audit had done before", () => {
    const estimate = estimator();
    let left: number | null = null;
    // Half is there at the start; the other half takes a minute.
    for (let now = 0; now <= MINUTE / 2; now += 200) left = estimate(0.5 + now / MINUTE / 2, now);
    expect(left).toBeGreaterThan(0.45 * MINUTE);
    expect(left).toBeLessThan(0.55 * MINUTE);
  });

  it("follows a change of speed within seconds", () => {
    const estimate = estimator();
    let share = 0;
    let left: number | null = null;
    for (let now = 0; now <= MINUTE; now += 200) {
      left = estimate(share, now);
      // Ten times slower from the middle on.
      share += now < MINUTE / 2 ? 0.002 : 0.000_2;
    }
    const truth = ((1 - share) / 0.000_2) * 200;
    expect(left).toBeGreaterThan(truth * 0.8);
    expect(left).toBeLessThan(truth * 1.2);
  });

  it("is never negative, and nothing at the end", () => {
    const estimate = estimator();
    for (let now = 0; now <= MINUTE; now += 500) {
      const left = estimate(Math.min(1, now / (MINUTE / 2)), now);
      if (left !== null) expect(left).toBeGreaterThanOrEqual(0);
    }
  });

  it("is spelled as coarsely as it is known", () => {
    const m = messagesIn("en");
    const said = [
      100,
      12_000,
      54_000,
      56_000,
      3.2 * MINUTE,
      89 * MINUTE,
      95 * MINUTE,
      300 * MINUTE,
    ];
    expect(said.map((ms) => spellTime({ m }, ms))).toEqual([
      ...["5 s", "15 s", "55 s", "1 min", "4 min", "89 min", "2 h", "5 h"],
    ]);
    expect(spellTime({ m: messagesIn("zh") }, 3 * MINUTE)).toBe("3 分钟");
  });
});

it("says nothing at all where nobody watches", () => {
  const { terminal, written } = fakeTerminal();
  const progress = showProgress({
    ...{ terminal, language: "en", m: messagesIn("en"), env: {} },
    ...{ stdin: Readable.from([]), clock: { now: () => 0 } },
  });
  progress.tell({ step: "records", share: 0.5 });
  progress.stop();
  expect(written).toEqual({ out: "", err: "" });
});
