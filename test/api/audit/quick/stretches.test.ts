import { describe, expect, it } from "vitest";
import { stretches } from "../../../../api/audit/quick/stretches.ts";
import { drawing } from "../../../helpers/audit/mutate.ts";

describe("stretches", () => {
  it("are gone over as if step by step, whatever was added in whatever order", () => {
    const draw = drawing("stretches");
    for (let round = 0; round < 20; round++) {
      const own = stretches();
      const added = new Set<number>();
      for (let step = 0; step < 60; step++) {
        const number = draw.below(40);
        own.add(number);
        added.add(number);
        const from = draw.below(42) - 1;
        let [above, below] = [from, from];
        while (added.has(above)) above++;
        while (added.has(below)) below--;
        expect([own.above(from), own.below(from), own.size]).toEqual([above, below, added.size]);
      }
    }
  });

  it("of many numbers take no deep stack, and no second look", () => {
    const own = stretches();
    for (let number = 1; number <= 20_000; number++) own.add(number);
    for (let number = 1; number <= 20_000; number++) {
      expect(own.above(number) + own.below(number)).toBe(20_001);
    }
  });
});
