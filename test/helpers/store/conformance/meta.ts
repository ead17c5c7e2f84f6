import { describe, expect, it } from "vitest";
import type { Current } from "../conformance.ts";

export function metaCases(current: Current): void {
  describe("meta", () => {
    it("is set once, and answers what holds", async () => {
      expect(await current.store.meta("origin")).toBeNull();
      expect(await current.store.setMeta("origin", "one")).toBe("one");
      expect(await current.store.setMeta("origin", "two")).toBe("one");
      expect(await current.store.meta("origin")).toBe("one");
    });

    it("may be empty, which is not nothing", async () => {
      expect(await current.store.setMeta("empty", "")).toBe("");
      expect(await current.store.setMeta("empty", "full")).toBe("");
      expect(await current.store.meta("empty")).toBe("");
      expect(await current.store.meta("")).toBeNull();
    });

    it("is swapped if it is what was expected, and only then", async () => {
      const { store } = current;
      expect(await store.swapMeta("epoch", "one", "two")).toBe(false);
      expect(await store.meta("epoch")).toBeNull();
      expect(await store.swapMeta("epoch", null, "one")).toBe(true);
      expect(await store.swapMeta("epoch", null, "two")).toBe(false);
      expect(await store.swapMeta("epoch", "two", "three")).toBe(false);
      expect(await store.meta("epoch")).toBe("one");
      expect(await store.swapMeta("epoch", "one", "two")).toBe(true);
      expect(await store.swapMeta("epoch", "two", "two")).toBe(true);
      expect(await store.meta("epoch")).toBe("two");
      expect(await store.setMeta("epoch", "four")).toBe("two");
    });

    it("is swapped by one of many, and tells empty from nothing", async () => {
      const { store } = current;
      expect(await store.swapMeta("epoch", "", "one")).toBe(false);
      expect(await store.setMeta("epoch", "")).toBe("");
      expect(await store.swapMeta("epoch", null, "one")).toBe(false);
      const won = await Promise.all(["a", "b", "c"].map((to) => store.swapMeta("epoch", "", to)));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it("leaves other keys alone", async () => {
      await current.store.setMeta("origin", "one");
      await current.store.swapMeta("epoch", null, "two");
      expect(await current.store.meta("origin")).toBe("one");
    });
  });
}
