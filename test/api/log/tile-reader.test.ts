import { beforeAll, describe, expect, it } from "vitest";
import { consistencyProof, inclusionProof, treeRoot } from "../../../api/log/proofs.ts";
import { createTileReader } from "../../../api/log/tile-reader.ts";
import {
  asLeafIndex,
  asTreeSize,
  type LeafHash,
  type RootHash,
} from "../../../portal/verify/brands.ts";
import { verifyConsistency, verifyInclusion } from "../../../portal/verify/merkle.ts";
import { rejection, seal, sealedLog, type TestLog } from "./fixtures.ts";
import { referenceRoot } from "./reference-tree.ts";

const SIZE = 70_000;
let leaves: readonly Uint8Array[];
let log: TestLog;

beforeAll(async () => {
  log = await sealedLog(SIZE);
  leaves = log.store.rows.map(({ leafHash }) => leafHash);
});

/** Around the borders of tiles on the first three levels. */
const POINTS = [1, 2, 255, 256, 257, 511, 512, 513, 65_279, 65_535, 65_536, 65_537, 69_999, SIZE];

describe("proofs from the stored tiles of the newest size", () => {
  it.each(POINTS)("size %i: root and inclusion of the leaves at the borders", async (size) => {
    const read = createTileReader(log.store);
    const root = referenceRoot(leaves, 0, size);
    expect(await treeRoot(read, size)).toEqual(root);
    for (const index of [0, ...POINTS].filter((point) => point < size)) {
      const claim = {
        leafHash: leaves[index] as LeafHash,
        index: asLeafIndex(index),
        size: asTreeSize(size),
        root: root as RootHash,
        proof: await inclusionProof(read, index, size),
      };
      expect(verifyInclusion(claim), `${index} of ${size}`).toBe(true);
    }
  });

  it("consistency between all of these sizes", async () => {
    const read = createTileReader(log.store);
    const roots = POINTS.map((size) => referenceRoot(leaves, 0, size) as RootHash);
    for (const [i, size1] of POINTS.entries()) {
      for (const [j, size2] of POINTS.entries()) {
        if (size1 > size2) continue;
        const claim = {
          size1: asTreeSize(size1),
          root1: roots[i] as RootHash,
          size2: asTreeSize(size2),
          root2: roots[j] as RootHash,
          proof: await consistencyProof(read, size1, size2),
        };
        expect(verifyConsistency(claim), `${size1} to ${size2}`).toBe(true);
      }
    }
  });
});

describe("reading", () => {
  it("costs a proof two tiles per tile level at most", async () => {
    for (const index of [0, 12_345, 65_535, 65_536, SIZE - 1]) {
      const read = createTileReader(log.store);
      log.store.tileReads.length = 0;
      await inclusionProof(read, index, SIZE);
      expect(log.store.tileReads.length).toBeLessThanOrEqual(2 * 3);
      expect(new Set(log.store.tileReads).size).toBe(log.store.tileReads.length);
    }
  });

  it("keeps full tiles, and only those", async () => {
    const read = createTileReader(log.store);
    await read([
      { level: 0, index: 3 },
      { level: 0, index: SIZE - 1 },
    ]);
    log.store.tileReads.length = 0;
    await read([
      { level: 0, index: 4 },
      { level: 0, index: SIZE - 1 },
    ]);
    expect(log.store.tileReads).toEqual(["0/273"]);
  });

  it("forgets the tile that was unused for the longest time", async () => {
    const read = createTileReader(log.store, { cachedTiles: 2 });
    const tile = (n: number) => read([{ level: 0, index: n * 256 }]);
    for (const n of [0, 1, 0, 2]) await tile(n);
    log.store.tileReads.length = 0;
    for (const n of [0, 2, 1]) await tile(n);
    expect(log.store.tileReads).toEqual(["0/1"]);
  });

  it("sees a partial tile change, by growth or by damage", async () => {
    const growing = await sealedLog(300);
    const { store } = growing;
    const read = createTileReader(store);
    const pair = async (index: number) => (await read([{ level: 1, index }]))[0];
    const before = await pair(149);
    store.add(1);
    await seal(growing);
    const leaves = store.rows.map(({ leafHash }) => leafHash);
    expect(await pair(149)).toEqual(before);
    expect(await pair(150)).toEqual(referenceRoot(leaves, 300, 302));
    (store.tileMap.get("0/1") as Uint8Array).fill(0, 44 * 32);
    expect(await pair(150)).not.toEqual(referenceRoot(leaves, 300, 302));
    expect(await rejection(pair(151))).toMatchObject({ code: "damaged" });
  });

  it("can do without a cache", async () => {
    const read = createTileReader(log.store, { cachedTiles: 0 });
    log.store.tileReads.length = 0;
    await read([{ level: 0, index: 0 }]);
    await read([{ level: 0, index: 0 }]);
    expect(log.store.tileReads).toEqual(["0/0", "0/0"]);
  });

  it("answers in the order asked, and copies that cannot spoil the cache", async () => {
    const read = createTileReader(log.store);
    const ids = [300, 2, 300, 1].map((index) => ({ level: 0, index }));
    const hashes = await read(ids);
    expect(hashes).toEqual(ids.map(({ index }) => leaves[index]));
    hashes[0]?.fill(0);
    expect(await read(ids)).toEqual(ids.map(({ index }) => leaves[index]));
  });

  it("asks for nothing when nothing is wanted", async () => {
    log.store.tileReads.length = 0;
    expect(await createTileReader(log.store)([])).toEqual([]);
    expect(log.store.tileReads).toEqual([]);
  });
});

describe("a damaged tile is named", () => {
  const index = 3 * 256 + 200;
  const damages: [string, (hashes: Uint8Array) => Uint8Array | null][] = [
    ["missing", () => null],
    ["empty", () => new Uint8Array(0)],
    ["too short for the hash", (hashes) => hashes.slice(0, 200 * 32)],
    ["cut within a hash", (hashes) => hashes.slice(0, -1)],
    ["longer than a tile", (hashes) => Buffer.concat([hashes, hashes.subarray(0, 32)])],
  ];

  it.each(damages)("%s", async (_, damage) => {
    const { store } = await sealedLog(1_024);
    const damaged = damage(store.tileMap.get("0/3") as Uint8Array);
    if (damaged === null) store.tileMap.delete("0/3");
    else store.tileMap.set("0/3", damaged);
    expect(await rejection(createTileReader(store)([{ level: 0, index }]))).toMatchObject({
      code: "damaged",
      details: { what: "tile", index: 3, id: "tile/0/003" },
    });
  });

  it("a hash beyond the log is a tile that is not there", async () => {
    const read = createTileReader(log.store);
    expect(await rejection(read([{ level: 0, index: SIZE }]))).toMatchObject({ code: "damaged" });
  });
});
