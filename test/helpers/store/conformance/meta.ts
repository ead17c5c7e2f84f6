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
  });
}
