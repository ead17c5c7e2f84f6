import { describe, expect, it } from "vitest";
import type { AnchorRow, Cosignature } from "../../../../api/store/store.ts";
import { asTreeSize } from "../../../../portal/verify/brands.ts";
import type { Current } from "../conformance.ts";

const ANY: readonly AnchorRow["state"][] = ["pending", "included", "finalized"];

const row = (size: number, vkey: string, line = `— ${vkey} line of ${size}\n`): Cosignature => ({
  size: asTreeSize(size),
  vkey,
  line,
});

const anchor = (size: number, state: AnchorRow["state"]): AnchorRow => ({
  size: asTreeSize(size),
  state,
  transaction: null,
  nonce: null,
  block: null,
  blockHash: null,
  blockTime: null,
  previousSize: null,
  gasUsed: null,
  gasPrice: null,
  updatedAt: 1_795_000_000_000,
});

export function cosignatureCases(current: Current): void {
  const put = (...rows: Cosignature[]) => current.store.putCosignatures(rows);
  const of = async (size: number) =>
    (await current.store.cosignatures(size)).map(({ vkey }) => vkey);

  describe("cosignatures", () => {
    it("begin empty, and none is nothing to do", async () => {
      await put();
      expect(await current.store.cosignatures(7)).toEqual([]);
    });

    it("come back as they went in, of exactly one size, in the order in which they came", async () => {
      await put(row(7, "zoë+1"), row(8, "a"));
      await put(row(7, "b"), row(7, "a"));
      expect(await current.store.cosignatures(7)).toEqual(
        ["zoë+1", "b", "a"].map((vkey) => ({ vkey, line: `— ${vkey} line of 7\n` })),
      );
      expect(await of(8)).toEqual(["a"]);
      expect(await of(6)).toEqual([]);
    });

    it("stay as they came first", async () => {
      await put(row(7, "a", "first"), row(7, "a", "second"));
      await put(row(7, "a", "third"), row(7, "b", "fourth"));
      const lines = (await current.store.cosignatures(7)).map(({ line }) => line);
      expect(lines).toEqual(["first", "fourth"]);
    });

    it("are refused, all of a call, where one is of no size", async () => {
      const bad = { ...row(7, "b"), size: -1 as ReturnType<typeof asTreeSize> };
      await expect(put(row(7, "a"), bad)).rejects.toThrow();
      await expect(current.store.cosignatures(-1)).rejects.toThrow();
      expect(await of(7)).toEqual([]);
    });

    it("say which anchor is the newest that somebody has signed", async () => {
      const newest = async (vkeys: string[], states = ANY, above = 0) =>
        (await current.store.newestCosignedAnchor(vkeys, states, above))?.size ?? null;
      await put(row(4, "a"), row(6, "b"), row(8, "a"), row(12, "c"), row(99, "d"));
      expect(await newest(["a", "b", "c"])).toBeNull();
      for (const [size, state] of [
        [2, "finalized"],
        [4, "finalized"],
        [6, "included"],
        [8, "pending"],
        [10, "finalized"],
      ] as const)
        await current.store.putAnchor(anchor(size, state));
      expect(await newest(["a"])).toBe(8);
      expect(await newest(["a"], ["finalized", "included"])).toBe(4);
      expect(await newest(["b", "a"], ["finalized", "included"])).toBe(6);
      expect(await newest(["b", "a"], ["finalized"])).toBe(4);
      // Signed, but not anchored; anchored, but not signed; nobody; no state.
      expect(await newest(["c", "d"])).toBeNull();
      expect(await newest(["e"])).toBeNull();
      expect(await newest([])).toBeNull();
      expect(await newest(["a"], [])).toBeNull();
      expect(await newest(["a"], ANY, 7)).toBe(8);
      expect(await newest(["a"], ANY, 8)).toBeNull();
      expect(await current.store.newestCosignedAnchor(["a"], ANY, 0)).toEqual(anchor(8, "pending"));
    });

    it("say which of the newest anchors somebody has not signed", async () => {
      const missing = async (vkey: string, upTo = 99, most = 10, states = ANY) =>
        (await current.store.uncosignedAnchors(vkey, states, { upTo, most })).map(
          ({ size }) => size as number,
        );
      expect(await missing("a")).toEqual([]);
      for (const [size, state] of [
        [2, "finalized"],
        [4, "finalized"],
        [6, "included"],
        [8, "pending"],
        [10, "finalized"],
      ] as const)
        await current.store.putAnchor(anchor(size, state));
      await put(row(4, "a"), row(8, "a"), row(6, "b"), row(7, "a"));
      expect(await missing("a")).toEqual([10, 6, 2]);
      expect(await missing("b")).toEqual([10, 8, 4, 2]);
      expect(await missing("c")).toEqual([10, 8, 6, 4, 2]);
      // As many are looked at, not as many answered.
      expect(await missing("a", 99, 3)).toEqual([10, 6]);
      expect(await missing("a", 9)).toEqual([6, 2]);
      expect(await missing("a", 8, 1)).toEqual([]);
      expect(await missing("a", 99, 10, ["included", "finalized"])).toEqual([10, 6, 2]);
      expect(await missing("c", 99, 2, ["finalized"])).toEqual([10, 4]);
      expect(await missing("a", 99, 10, [])).toEqual([]);
      const range = { upTo: 6, most: 1 };
      expect(await current.store.uncosignedAnchors("a", ANY, range)).toEqual([
        anchor(6, "included"),
      ]);
    });

    it("outlast their anchors", async () => {
      await put(row(4, "a"));
      await current.store.putAnchor(anchor(4, "finalized"));
      await current.store.clearAnchors();
      expect(await current.store.newestCosignedAnchor(["a"], ANY, 0)).toBeNull();
      expect(await of(4)).toEqual(["a"]);
    });
  });
}
