import { describe, expect, it } from "vitest";
import type { AnchorRow } from "../../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../../portal/verify/brands.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, unit } from "../units.ts";

const checkpointOf = (size: number) => ({
  size: asTreeSize(size),
  root: asRootHash(bytesOf(`root ${size}`)),
  note: `note ${size}\n`,
  sealedAt: 1_000 * size,
});

function anchorOf(
  size: number,
  state: AnchorRow["state"],
  blockTime: number | null,
  paid: Pick<AnchorRow, "gasUsed" | "gasPrice"> = { gasUsed: 10, gasPrice: 3 },
): AnchorRow {
  return {
    ...{ size: asTreeSize(size), state, transaction: null, nonce: null, block: blockTime },
    ...{ blockHash: null, blockTime, previousSize: null, updatedAt: 1, ...paid },
  };
}

const SIZES = [2, 3, 7, 9];

export function logPageCases(current: Current): void {
  const sealAll = async () => {
    await current.store.commit(Array.from({ length: 9 }, (_, at) => unit(`${at}`)));
    let from = 0;
    for (const size of SIZES) {
      const tiles = [{ level: 0, n: 0, hashes: new Uint8Array(32 * size).fill(5) }];
      await current.store.seal({ from: asTreeSize(from), tiles, checkpoint: checkpointOf(size) });
      from = size;
    }
  };

  describe("batches", () => {
    it("come newest first, each from where the one before ends", async () => {
      expect(await current.store.batchesBelow(100, 5)).toEqual([]);
      await sealAll();
      const all = await current.store.batchesBelow(100, 5);
      expect(all).toEqual(
        [9, 7, 3, 2].map((size, i) => ({ ...checkpointOf(size), from: [7, 3, 2, 0][i] })),
      );
      expect(await current.store.batchesBelow(9, 2)).toEqual(all.slice(1, 3));
      expect(await current.store.batchesBelow(2, 2)).toEqual([]);
      expect(await current.store.batchesBelow(9, 0)).toEqual([]);
    });

    it("want a page", async () => {
      await expect(current.store.batchesBelow(-1, 2)).rejects.toThrow();
      await expect(current.store.batchesBelow(1, 0.5)).rejects.toThrow();
    });

    it("tell which checkpoint covers an index first", async () => {
      expect(await current.store.checkpointAbove(0)).toBeNull();
      await sealAll();
      const above = async (size: number) => (await current.store.checkpointAbove(size))?.size;
      expect(await Promise.all([0, 1, 2, 3, 6, 8, 9].map(above))).toEqual([
        ...[2, 2, 3, 7, 7, 9, undefined],
      ]);
    });

    it("are counted by the time at which they were sealed", async () => {
      const none = { batches: 0, size: 0 };
      expect(await current.store.sealedBefore([5])).toEqual([none]);
      await sealAll();
      expect(await current.store.sealedBefore([0, 2_000, 2_001, 7_000, 7_001, 99_999])).toEqual([
        ...[none, none, { batches: 1, size: 2 }, { batches: 2, size: 3 }],
        ...[
          { batches: 3, size: 7 },
          { batches: 4, size: 9 },
        ],
      ]);
      expect(await current.store.sealedBefore([])).toEqual([]);
    });
  });

  describe("anchors, page by page", () => {
    const putAll = async () => {
      const rows = [
        anchorOf(2, "finalized", 10),
        anchorOf(3, "finalized", 20, { gasUsed: 7, gasPrice: null }),
        anchorOf(7, "included", 20),
        anchorOf(9, "pending", null, { gasUsed: null, gasPrice: null }),
      ];
      for (const row of rows) await current.store.putAnchor(row);
      return rows.reverse();
    };

    it("come newest first, whatever their state", async () => {
      expect(await current.store.anchorsBelow(100, 9)).toEqual([]);
      const rows = await putAll();
      expect(await current.store.anchorsBelow(100, 9)).toEqual(rows);
      expect(await current.store.anchorsBelow(9, 2)).toEqual(rows.slice(1, 3));
      await expect(current.store.anchorsBelow(1, -1)).rejects.toThrow();
    });

    it("tell which of them covers a size first", async () => {
      expect(await current.store.anchorFrom(0)).toBeNull();
      await putAll();
      const from = async (size: number) => (await current.store.anchorFrom(size))?.size;
      expect(await Promise.all([0, 2, 3, 4, 9, 10].map(from))).toEqual([2, 2, 3, 7, 9, undefined]);
    });

    it("are added up by the time of their blocks", async () => {
      await putAll();
      expect(await current.store.anchorSums([0, 10, 20, 21, 99])).toEqual([
        { anchors: 0, gas: 0, fee: 0, unknown: 0 },
        { anchors: 1, gas: 10, fee: 30, unknown: 0 },
        { anchors: 2, gas: 10, fee: 30, unknown: 1 },
        { anchors: 0, gas: 0, fee: 0, unknown: 0 },
      ]);
      expect(await current.store.anchorSums([5])).toEqual([]);
    });
  });
}
