import { describe, expect, it } from "vitest";
import { leafFinder, MOST_SEARCHED } from "../../../../api/audit/quick/find-leaf.ts";
import { sha256 } from "../../../../api/core/hash.ts";

const TILES = 3;
const leaf = (index: number): Buffer => sha256(`leaf ${index}`);
const tile = (n: number): Buffer =>
  Buffer.concat(Array.from({ length: 256 }, (_, i) => leaf(n * 256 + i)));

describe("a search for a leaf", () => {
  it("finds it below an index, and nothing else", async () => {
    const find = leafFinder(async (n) => (n === 1 ? null : tile(n)));
    for (const index of [0, 1, 255, 512, 700, 767]) {
      expect(await find(leaf(index), TILES * 256)).toBe(index);
      expect(await find(leaf(index), index + 1)).toBe(index);
      expect(await find(leaf(index), index)).toBeNull();
    }
    expect(await find(leaf(300), TILES * 256)).toBeNull();
    expect(await find(leaf(9_999), TILES * 256)).toBeNull();
    expect(await find(leaf(0), 0)).toBeNull();
  });

  it("is given up behind so many tiles of the whole audit, but never in the middle", async () => {
    let read = 0;
    const find = leafFinder(async () => {
      read += 1;
      return null;
    });
    const below = 15_000 * 256;
    expect(await find(leaf(0), below)).toBeNull();
    expect(await find(leaf(0), below)).toBeNull();
    for (let i = 0; i < 100; i++) expect(await find(leaf(0), below)).toBe("given_up");
    expect(read).toBe(30_000);
    expect(read).toBeGreaterThan(MOST_SEARCHED);
  });
});
