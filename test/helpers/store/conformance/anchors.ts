import { describe, expect, it } from "vitest";
import type { AnchorRow } from "../../../../api/store/store.ts";
import { asTreeSize } from "../../../../portal/verify/brands.ts";
import type { Current } from "../conformance.ts";

function anchor(
  size: number,
  state: AnchorRow["state"],
  change: Partial<AnchorRow> = {},
): AnchorRow {
  return {
    size: asTreeSize(size),
    state,
    transaction: `0x${"ab".repeat(32)}`,
    nonce: 0,
    block: null,
    blockHash: null,
    blockTime: null,
    previousSize: null,
    gasUsed: null,
    gasPrice: null,
    updatedAt: 1_795_000_000_000,
    ...change,
  };
}

export function anchorCases(current: Current): void {
  const put = async (...rows: AnchorRow[]) => {
    for (const row of rows) await current.store.putAnchor(row);
  };
  const sizes = async () => (await current.store.openAnchors()).map((row) => row.size);

  describe("anchors", () => {
    it("begin empty", async () => {
      expect(await current.store.openAnchors()).toEqual([]);
      expect(await current.store.newestAnchor(["pending", "included", "finalized"], 0)).toBeNull();
    });

    it("come back as they went in, with and without nulls", async () => {
      const full = anchor(9, "included", {
        ...{ block: 7, blockHash: "0x01", blockTime: 3, previousSize: 4, gasUsed: 5, gasPrice: 9 },
      });
      const found = anchor(4, "pending", { transaction: null, nonce: null });
      await put(full, found);
      expect(await current.store.openAnchors()).toEqual([found, full]);
    });

    it("replace their earlier state whole", async () => {
      await put(
        anchor(4, "included", { block: 7, gasUsed: 5 }),
        anchor(4, "pending", { nonce: 3 }),
      );
      expect(await current.store.openAnchors()).toEqual([anchor(4, "pending", { nonce: 3 })]);
    });

    it("are open until they are final, ascending by size", async () => {
      await put(anchor(9, "pending"), anchor(4, "included"), anchor(6, "finalized"));
      expect(await sizes()).toEqual([4, 9]);
      await put(anchor(4, "finalized"));
      expect(await sizes()).toEqual([9]);
    });

    it("are taken back when the chain has lost them", async () => {
      await put(anchor(4, "included"), anchor(9, "pending"));
      await current.store.removeAnchor(4);
      await current.store.removeAnchor(5);
      expect(await sizes()).toEqual([9]);
    });

    it("are asked for by state, the newest above a size", async () => {
      await put(anchor(2, "finalized"), anchor(4, "included"), anchor(9, "pending"));
      const newest = async (above: number, ...states: AnchorRow["state"][]) =>
        (await current.store.newestAnchor(states, above))?.size ?? null;
      expect(await newest(0, "finalized")).toBe(2);
      expect(await newest(2, "finalized")).toBeNull();
      expect(await newest(0, "finalized", "included")).toBe(4);
      expect(await newest(3, "finalized", "included", "pending")).toBe(9);
      expect(await newest(9, "pending")).toBeNull();
      expect(await newest(0)).toBeNull();
    });

    it("that are final are found around a time", async () => {
      const final = (size: number, blockTime: number | null) =>
        anchor(size, "finalized", { blockTime });
      const around = async (time: number) => {
        const { before, after } = await current.store.anchorsAround(time);
        return [before?.size ?? null, after?.size ?? null];
      };
      expect(await around(0)).toEqual([null, null]);
      await put(final(8, 300), final(2, 100), final(6, 200), final(4, 200), final(5, 200));
      // None of these count.
      await put(anchor(3, "included", { blockTime: 150 }), anchor(9, "pending"), final(7, null));
      expect(await around(99)).toEqual([null, 2]);
      expect(await around(100)).toEqual([2, 4]);
      expect(await around(199)).toEqual([2, 4]);
      expect(await around(200)).toEqual([6, 8]);
      expect(await around(299)).toEqual([6, 8]);
      expect(await around(300)).toEqual([8, null]);
      expect(await around(Number.MAX_SAFE_INTEGER)).toEqual([8, null]);
      expect(await current.store.anchorsAround(150)).toEqual({
        before: final(2, 100),
        after: final(4, 200),
      });
    });

    it("between which others are missing are found, the first above a size", async () => {
      const final = (size: number, previousSize: number | null) =>
        anchor(size, "finalized", { previousSize });
      const gap = async (above: number) => {
        const found = await current.store.anchorGap(above);
        return found && [found.lower?.size ?? null, found.upper.size];
      };
      expect(await gap(0)).toBeNull();
      await put(final(2, 0), final(4, 2), final(9, 7), final(12, 9), final(15, null));
      expect(await gap(0)).toEqual([4, 9]);
      expect(await gap(8)).toEqual([4, 9]);
      expect(await gap(9)).toBeNull();
      // Of one that is not final nothing is known yet.
      await put(anchor(7, "included", { previousSize: 4 }), anchor(20, "included"));
      expect(await current.store.anchorGap(4)).toEqual({ lower: final(4, 2), upper: final(9, 7) });
      await put(final(7, 4));
      expect(await gap(0)).toBeNull();
      await put(final(2, 1));
      expect(await gap(0)).toEqual([null, 2]);
    });

    it("are forgotten, all of them", async () => {
      await current.store.clearAnchors();
      await put(anchor(2, "finalized", { blockTime: 5 }), anchor(9, "pending"));
      await current.store.clearAnchors();
      expect(await current.store.newestAnchor(["pending", "finalized"], 0)).toBeNull();
      expect(await current.store.anchorsAround(9)).toEqual({ before: null, after: null });
      await put(anchor(2, "pending"));
      expect(await sizes()).toEqual([2]);
    });
  });
}
