import { describe, expect, it } from "vitest";
import {
  changedTiles,
  edgeTiles,
  levelWidth,
  type TileId,
  tilePath,
  tilePosition,
  tileWidth,
} from "../../../api/log/tiles.ts";

/** All tiles of a tree of this size, by the words of tlog-tiles. */
function tilesOf(size: number): Map<string, number> {
  const tiles = new Map<string, number>();
  for (let level = 0; Math.floor(size / 256 ** level) > 0; level++) {
    const hashes = Math.floor(size / 256 ** level);
    for (let n = 0; n < Math.floor(hashes / 256); n++) tiles.set(`${level}/${n}`, 256);
    if (hashes % 256 > 0) tiles.set(`${level}/${Math.floor(hashes / 256)}`, hashes % 256);
  }
  return tiles;
}

const key = ({ level, n }: TileId): string => `${level}/${n}`;

describe("tilePosition", () => {
  it.each([
    [
      { level: 0, index: 0 },
      { tile: { level: 0, n: 0 }, offset: 0, width: 1 },
    ],
    [
      { level: 0, index: 255 },
      { tile: { level: 0, n: 0 }, offset: 255, width: 1 },
    ],
    [
      { level: 0, index: 256 },
      { tile: { level: 0, n: 1 }, offset: 0, width: 1 },
    ],
    [
      { level: 3, index: 33 },
      { tile: { level: 0, n: 1 }, offset: 8, width: 8 },
    ],
    [
      { level: 7, index: 1 },
      { tile: { level: 0, n: 0 }, offset: 128, width: 128 },
    ],
    [
      { level: 8, index: 1 },
      { tile: { level: 1, n: 0 }, offset: 1, width: 1 },
    ],
    [
      { level: 16, index: 300 },
      { tile: { level: 2, n: 1 }, offset: 44, width: 1 },
    ],
  ])("%j lies at %j", (id, position) => {
    expect(tilePosition(id)).toEqual(position);
  });

  it("covers exactly the leaves of the hash, for every hash of a tree of 2,048", () => {
    for (let level = 0; level <= 11; level++) {
      for (let index = 0; index < 2048 / 2 ** level; index++) {
        const { tile, offset, width } = tilePosition({ level, index });
        const leaves = 256 ** tile.level;
        expect((tile.n * 256 + offset) * leaves).toBe(index * 2 ** level);
        expect(width * leaves).toBe(2 ** level);
        expect(offset + width).toBeLessThanOrEqual(256);
      }
    }
  });

  it("is exact at the greatest sizes", () => {
    const index = 2 ** 53 - 1;
    expect(tilePosition({ level: 0, index })).toEqual({
      tile: { level: 0, n: 2 ** 45 - 1 },
      offset: 255,
      width: 1,
    });
  });
});

describe("widths", () => {
  it("are those of tlog-tiles' example: size 70,000", () => {
    expect(tileWidth({ level: 0, n: 272 }, 70_000)).toBe(256);
    expect(tileWidth({ level: 0, n: 273 }, 70_000)).toBe(112);
    expect(tileWidth({ level: 0, n: 274 }, 70_000)).toBe(0);
    expect(tileWidth({ level: 1, n: 0 }, 70_000)).toBe(256);
    expect(tileWidth({ level: 1, n: 1 }, 70_000)).toBe(17);
    expect(tileWidth({ level: 2, n: 0 }, 70_000)).toBe(1);
    expect(tileWidth({ level: 3, n: 0 }, 70_000)).toBe(0);
    expect(edgeTiles(70_000)).toEqual([
      { level: 0, n: 273 },
      { level: 1, n: 1 },
      { level: 2, n: 0 },
    ]);
  });

  it.each([
    [0, []],
    [255, ["0/0"]],
    [256, ["1/0"]],
    [257, ["0/1", "1/0"]],
    [65_535, ["0/255", "1/0"]],
    [65_536, ["2/0"]],
    [65_537, ["0/256", "2/0"]],
  ])("the edge of %i is %j", (size, edge) => {
    expect(edgeTiles(size).map(key)).toEqual(edge);
  });

  it("are never below zero nor above 256", () => {
    expect(tileWidth({ level: 0, n: 5 }, 10)).toBe(0);
    expect(tileWidth({ level: 0, n: 0 }, 2 ** 53 - 1)).toBe(256);
    expect(levelWidth(6, 2 ** 53 - 1)).toBe(31);
  });
});

describe("changedTiles", () => {
  const sizes = [0, 1, 2, 100, 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537, 70_000];
  const pairs = sizes.flatMap((from) => sizes.filter((to) => to >= from).map((to) => [from, to]));

  it.each(pairs as [number, number][])(
    "from %i to %i: the tiles whose width differs",
    (from, to) => {
      const before = tilesOf(from);
      const after = tilesOf(to);
      const differing = [...after].filter(([tile, width]) => before.get(tile) !== width);
      expect(changedTiles(from, to).map(key).sort()).toEqual(
        differing.map(([tile]) => tile).sort(),
      );
      for (const tile of changedTiles(from, to)) {
        expect(tileWidth(tile, to)).toBe(after.get(key(tile)));
      }
    },
  );

  it("is empty when nothing was added", () => {
    expect(changedTiles(70_000, 70_000)).toEqual([]);
  });

  it("names as many tiles as the batch fills, not as the log holds", () => {
    expect(changedTiles(2 ** 40, 2 ** 40 + 10_000)).toHaveLength(40 + 1);
  });
});

describe("tilePath", () => {
  it.each([
    [{ level: 0, n: 0 }, 256, "tile/0/000"],
    [{ level: 0, n: 0 }, 1, "tile/0/000.p/1"],
    [{ level: 1, n: 999 }, 255, "tile/1/999.p/255"],
    [{ level: 2, n: 1000 }, 256, "tile/2/x001/000"],
    [{ level: 0, n: 1_234_067 }, 256, "tile/0/x001/x234/067"],
    [{ level: 0, n: 1_000_000_000 }, 7, "tile/0/x001/x000/x000/000.p/7"],
  ])("%j of width %i is %s", (tile, width, path) => {
    expect(tilePath(tile, width)).toBe(path);
  });
});
