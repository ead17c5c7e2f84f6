import { describe, expect, it } from "vitest";
import type { Current } from "../conformance.ts";
import { sealedRecord, stateOf, unitOf } from "../units.ts";

export function dueCases(current: Current): void {
  const write = (label: string, dueAt: number) =>
    current.store.commit([unitOf([sealedRecord(label)], { recordedAt: 1, dueAt })]);

  describe("dues", () => {
    it("are those of record entries, whatever their order", async () => {
      const { store } = current;
      expect(await store.dues(0, 10, 99)).toEqual({
        promises: 0,
        earliest: null,
        latest: null,
        overdue: 0,
      });
      await write("a", 50);
      await store.appendState(stateOf(1));
      await write("b", 30);
      await store.fillWithVoid(5, 1);
      await write("c", 40);
      expect(await store.dues(0, 6, 0)).toEqual({
        promises: 3,
        earliest: 30,
        latest: 50,
        overdue: 0,
      });
      expect(await store.dues(0, 6, 40)).toMatchObject({ overdue: 1 });
      expect(await store.dues(0, 6, 41)).toMatchObject({ overdue: 2 });
      expect(await store.dues(3, 6, 41)).toEqual({
        promises: 1,
        earliest: 40,
        latest: 40,
        overdue: 1,
      });
      expect(await store.dues(3, 5, 41)).toMatchObject({ promises: 0, earliest: null });
      expect(await store.dues(2, 4_098, 1)).toMatchObject({ promises: 2 });
    });

    it("do not count what promises nothing", async () => {
      await write("a", 0);
      await write("b", 7);
      expect(await current.store.dues(0, 9, 99)).toEqual({
        promises: 1,
        earliest: 7,
        latest: 7,
        overdue: 1,
      });
    });

    it.each([
      [0, 4_097],
      [2, 1],
      [-1, 1],
      [0.5, 1],
      [0, Number.NaN],
    ])("from %d to %d are refused", async (from, to) => {
      await expect(current.store.dues(from, to, 1)).rejects.toThrow();
    });
  });
}
