import { describe, expect, it } from "vitest";
import {
  isBehindAll,
  isRecovered,
  noteRecovered,
  recoveredRanges,
} from "../../../api/log/recovered.ts";
import { rejection } from "../../helpers/ledger.ts";
import { memoryStore } from "./memory-store.ts";

describe("what came back without its records", () => {
  it("is noted in ranges that are ascending and apart", async () => {
    const store = memoryStore();
    expect(await recoveredRanges(store)).toEqual([]);
    await noteRecovered(store, 3, 7);
    await noteRecovered(store, 7, 9);
    expect(await recoveredRanges(store)).toEqual([[3, 9]]);
    await noteRecovered(store, 12, 14);
    expect(await recoveredRanges(store)).toEqual([
      [3, 9],
      [12, 14],
    ]);
    const ranges = await recoveredRanges(store);
    const inside = Array.from({ length: 16 }, (_, i) => i).filter((i) => isRecovered(ranges, i));
    expect(inside).toEqual([3, 4, 5, 6, 7, 8, 12, 13]);
    expect([13, 14].map((index) => isBehindAll(ranges, index))).toEqual([false, true]);
    expect(isBehindAll([], 0)).toBe(true);
  });

  it("forgets what was noted and never came", async () => {
    const store = memoryStore();
    await noteRecovered(store, 3, 7);
    await noteRecovered(store, 12, 14);
    await noteRecovered(store, 5, 6);
    expect(await recoveredRanges(store)).toEqual([[3, 6]]);
    await noteRecovered(store, 1, 2);
    expect(await recoveredRanges(store)).toEqual([[1, 2]]);
  });

  it.each([
    "",
    "{}",
    "[1]",
    "[[1]]",
    "[[2,2]]",
    '[["1",2]]',
    "[[1,2.5]]",
    "[[-1,2]]",
    "[[3,5],[4,6]]",
  ])("%s is no note of it", async (text) => {
    const store = memoryStore();
    await store.swapMeta("recovered", null, text);
    expect(await rejection(recoveredRanges(store))).toMatchObject({ code: "damaged" });
  });

  it("is not noted where something else writes", async () => {
    const store = { ...memoryStore(), swapMeta: async () => false };
    await expect(noteRecovered(store, 1, 2)).rejects.toThrow("something else");
  });
});
