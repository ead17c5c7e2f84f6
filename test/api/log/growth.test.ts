import { describe, expect, it } from "vitest";
import { createGrowth } from "../../../api/log/growth.ts";
import { changedTiles, edgeTiles, tileWidth } from "../../../api/log/tiles.ts";
import { referenceRoot, testLeaves } from "./reference-tree.ts";

const leaves = testLeaves(70_000);
const joined = (from: number, to: number): Uint8Array => Buffer.concat(leaves.slice(from, to));

/** The tile's hashes from the definition: each the root over the 256^level leaves below it. */
function referenceTile(level: number, n: number, size: number): Uint8Array {
  const span = 256 ** level;
  const width = tileWidth({ level, n }, size);
  const hashes = Array.from({ length: width }, (_, i) => {
    const start = (n * 256 + i) * span;
    return referenceRoot(leaves, start, start + span);
  });
  return new Uint8Array(Buffer.concat(hashes));
}

function edgeOf(size: number): Map<number, Uint8Array> {
  return new Map(
    edgeTiles(size).map(({ level, n }) => [level, referenceTile(level, n, size)] as const),
  );
}

describe("growth", () => {
  it("has the root of every size up to 520, one leaf at a time", () => {
    const growth = createGrowth(0, new Map());
    expect(growth.root()).toEqual(referenceRoot([]));
    for (let size = 1; size <= 520; size++) {
      growth.append(joined(size - 1, size));
      expect(growth.size).toBe(size);
      expect(growth.root(), `size ${size}`).toEqual(referenceRoot(leaves, 0, size));
    }
  });

  const steps: [number, number][] = [
    [0, 1],
    [0, 256],
    [0, 70_000],
    [1, 255],
    [255, 256],
    [256, 257],
    [300, 1_000],
    [511, 513],
    [65_279, 65_281],
    [65_535, 65_536],
    [65_535, 65_537],
    [65_536, 65_537],
    [65_537, 70_000],
  ];

  it.each(steps)("from %i to %i: exactly the changed tiles, and the root", (from, to) => {
    const growth = createGrowth(from, edgeOf(from));
    expect(growth.root()).toEqual(referenceRoot(leaves, 0, from));
    growth.append(joined(from, to));
    expect(growth.root()).toEqual(referenceRoot(leaves, 0, to));
    const order = (a: { level: number; n: number }, b: { level: number; n: number }) =>
      a.level - b.level || a.n - b.n;
    const tiles = growth.changed().sort(order);
    expect(tiles.map(({ level, n }) => ({ level, n }))).toEqual(changedTiles(from, to));
    for (const { level, n, hashes } of tiles) {
      expect(Buffer.compare(hashes, referenceTile(level, n, to)), `tile ${level}/${n}`).toBe(0);
    }
  });

  it("does not care how the leaves are cut into pieces", () => {
    const whole = createGrowth(300, edgeOf(300));
    whole.append(joined(300, 2_000));
    const pieces = createGrowth(300, edgeOf(300));
    for (let at = 300; at < 2_000; at += 17) pieces.append(joined(at, Math.min(2_000, at + 17)));
    expect(pieces.root()).toEqual(whole.root());
    expect(pieces.changed()).toEqual(whole.changed());
  });

  it("has changed nothing before the first leaf", () => {
    expect(createGrowth(70_000, edgeOf(70_000)).changed()).toEqual([]);
  });

  it("hands out tiles that later growth leaves alone", () => {
    const growth = createGrowth(0, new Map());
    growth.append(joined(0, 10));
    const [early] = growth.changed();
    growth.append(joined(10, 300));
    expect(early?.hashes).toEqual(referenceTile(0, 0, 10));
  });
});
