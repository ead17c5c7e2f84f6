import { describe, expect, it } from "vitest";
import { createLanes } from "../../../../../api/sharing/push/send/lanes.ts";

const of = (
  organization: string,
  number: number,
  subject: string | null = `s${number}`,
  agreement = "x",
) => ({
  ...{ organization, number, subject, agreement },
});

describe("who is sent to at the same time", () => {
  it("are two people of an organization", () => {
    const lanes = createLanes();
    expect(lanes.room("a")).toBe(2);
    expect([1, 2, 3].map((n) => lanes.take(of("a", n)))).toEqual([true, true, false]);
    expect([lanes.room("a"), lanes.underWay("a")]).toEqual([0, 2]);
    lanes.end(of("a", 1), true, 0);
    expect(lanes.take(of("a", 3))).toBe(true);
  });

  it("are never two messages of one person, nor one message twice, nor two of nobody", () => {
    const lanes = createLanes();
    expect(lanes.take(of("a", 1, "s"))).toBe(true);
    expect(lanes.take(of("a", 1, "s"))).toBe(false);
    expect(lanes.take(of("a", 2, "s"))).toBe(false);
    expect(lanes.take(of("b", 2, "s"))).toBe(true);
    expect(lanes.take(of("a", 3, null))).toBe(true);
    lanes.end(of("a", 1, "s"), true, 0);
    expect(lanes.take(of("a", 4, null))).toBe(false);
    // Of another agreement, or a test, it may go beside.
    expect(lanes.take(of("a", 5, null, ""))).toBe(true);
  });

  it("are four organizations, in turns", () => {
    const lanes = createLanes();
    const all = ["a", "b", "c", "d", "e"];
    expect(all.map((one, n) => lanes.take(of(one, n)))).toEqual([true, true, true, true, false]);
    expect([lanes.room("e"), lanes.room("a")]).toEqual([0, 1]);
    lanes.end(of("b", 1), true, 0);
    expect(lanes.room("e")).toBe(2);
    // Who had no turn yet comes first, and whose was longest ago.
    expect(lanes.inTurn(all, 0)).toEqual(["e", "a", "b", "c", "d"]);
    lanes.take(of("e", 9));
    expect(lanes.inTurn(all, 0)).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("an organization whose receiver fails", () => {
  const fail = (lanes: ReturnType<typeof createLanes>, now: number): void => {
    lanes.take(of("a", 1));
    lanes.end(of("a", 1), false, now);
  };

  it("is asked with one message at a time, and later and later, up to a minute", () => {
    const lanes = createLanes();
    const waits = Array.from({ length: 9 }, () => {
      fail(lanes, 1_000);
      return lanes.heldUntil("a") - 1_000;
    });
    expect(waits.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
    expect(waits.at(-1)).toBe(60_000);
    expect(lanes.room("a")).toBe(1);
    expect(lanes.inTurn(["a", "b"], 60_999)).toEqual(["b"]);
    expect(lanes.inTurn(["a"], 61_000)).toEqual(["a"]);
  });

  it("is as any other again once something was taken, or it has another webhook", () => {
    for (const again of ["taken", "forgiven"]) {
      const lanes = createLanes();
      fail(lanes, 0);
      fail(lanes, 0);
      if (again === "forgiven") lanes.forgive("a");
      else {
        lanes.take(of("a", 1));
        lanes.end(of("a", 1), true, 0);
      }
      expect(lanes.room("a")).toBe(2);
      fail(lanes, 10_000);
      expect(lanes.heldUntil("a")).toBe(11_000);
    }
    const lanes = createLanes();
    fail(lanes, 0);
    lanes.forgive("a");
    expect(lanes.inTurn(["a"], 0)).toEqual(["a"]);
  });

  it("is neither better nor worse for what nothing is known of", () => {
    const lanes = createLanes();
    fail(lanes, 0);
    lanes.take(of("a", 1));
    lanes.end(of("a", 1), null, 5_000);
    expect([lanes.room("a"), lanes.heldUntil("a")]).toEqual([1, 1_000]);
  });
});
