import { describe, expect, it } from "vitest";
import type { Batch, Tile } from "../../../../api/store/store.ts";
import { asRootHash, asTreeSize } from "../../../../portal/verify/brands.ts";
import type { Current } from "../conformance.ts";
import { bytesOf, unit } from "../units.ts";

/** The first `width` hashes of a tile that is known by its coordinates. */
function tile(level: number, n: number, width: number, label = ""): Tile {
  const hashes = Array.from({ length: width }, (_, at) => bytesOf(`${label}${level}/${n}/${at}`));
  return { level, n, hashes: Uint8Array.from(Buffer.concat(hashes)) };
}

function batch(from: number, size: number, ...tiles: Tile[]): Batch {
  const checkpoint = {
    size: asTreeSize(size),
    root: asRootHash(bytesOf(`root ${size}`)),
    note: `note ${size}\n`,
    sealedAt: 1_795_000_000_000 + size,
  };
  return { from: asTreeSize(from), tiles, checkpoint };
}

export function batchCases(current: Current): void {
  const { fill, seal } = {
    fill: (count: number) =>
      current.store.commit(Array.from({ length: count }, (_, at) => unit(`${at}`))),
    seal: (...parameters: Parameters<typeof batch>) => current.store.seal(batch(...parameters)),
  };

  describe("sealing", () => {
    it("begins without checkpoints and tiles", async () => {
      expect(await current.store.newestCheckpoint()).toBeNull();
      expect(await current.store.checkpoint(1)).toBeNull();
      expect(await current.store.tiles([{ level: 0, n: 0 }])).toEqual([null]);
    });

    it("stores checkpoint and tiles together", async () => {
      await fill(5);
      expect(await seal(0, 3, tile(0, 0, 3))).toBe(true);
      expect(await seal(3, 5, tile(0, 0, 5), tile(1, 7, 2))).toBe(true);
      expect(await current.store.newestCheckpoint()).toEqual(batch(3, 5).checkpoint);
      expect(await current.store.checkpoint(3)).toEqual(batch(0, 3).checkpoint);
      expect(await current.store.checkpoint(4)).toBeNull();
      expect(
        await current.store.tiles([
          { level: 1, n: 7 },
          { level: 1, n: 0 },
          { level: 0, n: 0 },
        ]),
      ).toEqual([tile(1, 7, 2), null, tile(0, 0, 5)]);
    });

    it("is a compare-and-set on the size of the newest checkpoint", async () => {
      await fill(5);
      expect(await seal(1, 3, tile(0, 0, 3))).toBe(false);
      expect(await seal(0, 3, tile(0, 0, 3))).toBe(true);
      expect(await seal(0, 5, tile(0, 0, 5))).toBe(false);
      expect(await seal(2, 5, tile(0, 0, 5))).toBe(false);
      expect((await current.store.newestCheckpoint())?.size).toBe(3);
      expect(await current.store.tiles([{ level: 0, n: 0 }])).toEqual([tile(0, 0, 3)]);
    });

    it("lets one of many win", async () => {
      await fill(3);
      const won = await Promise.all([1, 2, 3].map((size) => seal(0, size, tile(0, 0, size))));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it("refuses an empty batch and one beyond the log", async () => {
      await fill(2);
      await expect(seal(0, 0)).rejects.toThrow();
      await expect(seal(0, 3)).rejects.toThrow();
      expect(await current.store.newestCheckpoint()).toBeNull();
    });
  });

  describe("a tile", () => {
    it("may come again as it is, partial or full", async () => {
      await fill(3);
      await seal(0, 1, tile(0, 0, 256), tile(0, 1, 9));
      expect(await seal(1, 2, tile(0, 0, 256), tile(0, 1, 9))).toBe(true);
    });

    it("grows until it is full", async () => {
      await fill(3);
      expect(await seal(0, 1, tile(0, 0, 1))).toBe(true);
      expect(await seal(1, 2, tile(0, 0, 255))).toBe(true);
      expect(await seal(2, 3, tile(0, 0, 256))).toBe(true);
      expect(await current.store.tiles([{ level: 0, n: 0 }])).toEqual([tile(0, 0, 256)]);
    });

    it.each([
      ["a narrower one", 20, tile(0, 0, 19)],
      ["other hashes", 20, tile(0, 0, 20, "other ")],
      ["a wider one that begins otherwise", 20, tile(0, 0, 21, "other ")],
      ["another full one", 256, tile(0, 0, 256, "other ")],
      ["a narrower one, when full", 256, tile(0, 0, 255)],
    ])("is not replaced by %s, and nothing of that batch stays", async (_, width, replacement) => {
      await fill(2);
      await seal(0, 1, tile(0, 0, width));
      await expect(seal(1, 2, tile(2, 0, 1), replacement)).rejects.toThrow();
      const kept = [
        { level: 0, n: 0 },
        { level: 2, n: 0 },
      ];
      expect(await current.store.tiles(kept)).toEqual([tile(0, 0, width), null]);
      expect((await current.store.newestCheckpoint())?.size).toBe(1);
    });

    it.each([0, 31, 33, 257 * 32])("does not have %i bytes", async (length) => {
      await fill(1);
      const bad = { level: 0, n: 0, hashes: new Uint8Array(length) };
      await expect(seal(0, 1, bad)).rejects.toThrow();
    });
  });
}
