import { describe, expect, it } from "vitest";
import { createLimits } from "../../../api/identity/limits.ts";
import { testClock } from "../../helpers/repeatable.ts";

const RULE = { most: 2, seconds: 10 };

describe("limits", () => {
  it("let through so many within the time, and say how long to wait", () => {
    const clock = testClock();
    const limits = createLimits(clock);
    limits.take("a", RULE);
    clock.advance(4_000);
    limits.take("a", RULE);
    expect(() => limits.take("a", RULE)).toThrow(
      expect.objectContaining({ code: "too_many_requests", details: { seconds: 6 } }),
    );
    limits.take("b", RULE);
    clock.advance(6_000);
    limits.take("a", RULE);
    limits.take("a", RULE);
    expect(() => limits.take("a", RULE)).toThrow("too_many_requests");
  });

  it("remember so many keys and no more, the newest", () => {
    const limits = createLimits(testClock(), 3);
    for (const key of ["a", "b", "c", "d"]) limits.take(key, { most: 1, seconds: 10 });
    for (const key of ["b", "c", "d"])
      expect(() => limits.take(key, { most: 1, seconds: 10 })).toThrow("too_many_requests");
    limits.take("a", { most: 1, seconds: 10 });
  });
});
