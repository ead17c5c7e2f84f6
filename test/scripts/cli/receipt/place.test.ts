/** What stands at an index: every index of every small tree, every bit of its tiles; and larger trees, with whatever tiles are left. */
import { beforeAll, describe, expect, it } from "vitest";
import { tilePath, tileWidth } from "../../../../api/log/tiles.ts";
import {
  asLeafHash,
  asLeafIndex,
  asRootHash,
  asTreeSize,
} from "../../../../portal/verify/brands.ts";
import { hexDecode } from "../../../../portal/verify/bytes.ts";
import { verifyInclusion } from "../../../../portal/verify/merkle.ts";
import { type Place, placeUnder, VOID_LEAF } from "../../../../scripts/cli/receipt/place.ts";
import { flipped } from "../../../helpers/ledger.ts";
import {
  type PromisedLog,
  promisedLog,
  someLeaves,
  sourceOf,
} from "../../../helpers/promised-log.ts";

const OTHER = asLeafHash(new Uint8Array(32).fill(9));
const promised = (log: PromisedLog, index: number) => ({
  index: asLeafIndex(index),
  leafHash: log.leaves[index]!,
});

function expectProof(log: PromisedLog, index: number, size: number, place: Place): void {
  const root = asRootHash(hexDecode(log.root(size).slice(2)));
  const { leafHash, inclusion: proof } = place;
  expect(
    verifyInclusion({ index: asLeafIndex(index), size: asTreeSize(size), leafHash, proof, root }),
  ).toBe(true);
}

describe("every index of every tree up to 20", () => {
  const log = promisedLog(someLeaves(20));

  it("shows what was promised, another entry, a void one, with proof", async () => {
    for (let size = 1; size <= 20; size++) {
      const source = sourceOf(log.tiles(size));
      for (let index = 0; index < size; index++) {
        const own = await placeUnder(source, promised(log, index), size, log.root(size));
        expect(own).toMatchObject({ at: "promised" });
        expectProof(log, index, size, own as Place);
        const other = { index: asLeafIndex(index), leafHash: OTHER };
        const found = await placeUnder(source, other, size, log.root(size));
        expect(found).toMatchObject({ at: "other", leafHash: log.leaves[index] });
        expectProof(log, index, size, found as Place);
      }
    }
    const leaves = someLeaves(20).map((leaf, i) => (i % 3 === 0 ? VOID_LEAF : leaf));
    const holey = promisedLog(leaves);
    for (let index = 0; index < 20; index++) {
      const receipt = { index: asLeafIndex(index), leafHash: OTHER };
      const found = await placeUnder(sourceOf(holey.tiles(20)), receipt, 20, holey.root(20));
      expect(found).toMatchObject({ at: index % 3 === 0 ? "void" : "other" });
    }
  });

  it("is told by no tiles with a bit turned", async () => {
    for (let size = 1; size <= 20; size++) {
      const tiles = log.tiles(size);
      const [path, bytes] = [...tiles][0]!;
      for (let position = 0; position < size; position++) {
        const source = sourceOf(new Map([[path, flipped(bytes, position * 32 + (position % 32))]]));
        for (const index of new Set([0, position, (position + size) % 7, size - 1])) {
          if (index >= size) continue;
          const found = await placeUnder(source, promised(log, index), size, log.root(size));
          // What was promised proves itself where only its own tile entry is wrong.
          if (position === index) expect(found).toMatchObject({ at: "promised" });
          else expect(found, `${size} ${position} ${index}`).toBe("tiles_wrong");
          const other = { index: asLeafIndex(index), leafHash: OTHER };
          expect(await placeUnder(source, other, size, log.root(size))).toBe("tiles_wrong");
        }
      }
    }
  });

  it("is told by no tiles of another log, another size, or another length", async () => {
    const another = promisedLog(someLeaves(20, "another"));
    for (let size = 1; size <= 20; size++) {
      const receipt = promised(log, size - 1);
      const foreign = sourceOf(another.tiles(size));
      const found = await placeUnder(foreign, receipt, size, log.root(size));
      // One entry alone needs no tiles to be proven.
      if (size === 1) expect(found).toMatchObject({ at: "promised" });
      else expect(found).toBe("tiles_wrong");
      const [path, bytes] = [...log.tiles(size)][0]!;
      for (const wrong of [bytes.subarray(1), bytes.subarray(32), Buffer.concat([bytes, bytes])]) {
        const short = sourceOf(new Map([[path, wrong]]));
        const other = { index: asLeafIndex(0), leafHash: OTHER };
        expect(await placeUnder(short, other, size, log.root(size))).toBe("tiles_wrong");
      }
      const none = sourceOf(new Map());
      const missing = { index: asLeafIndex(0), leafHash: OTHER };
      expect(await placeUnder(none, missing, size, log.root(size))).toBe("tiles_missing");
    }
  });
});

describe("larger trees", () => {
  const SIZE = 66_000;
  let log: PromisedLog;
  let tiles: Map<string, Uint8Array>;
  beforeAll(() => {
    log = promisedLog(someLeaves(SIZE));
    tiles = log.tiles(SIZE);
  });
  const INDEXES = [0, 255, 256, 65_535, 65_536, 65_791, 65_792, SIZE - 1];

  it("of three levels of tiles", async () => {
    const root = log.root(SIZE);
    for (const index of INDEXES) {
      const source = sourceOf(tiles);
      const found = await placeUnder(source, promised(log, index), SIZE, root);
      expect(found, String(index)).toMatchObject({ at: "promised" });
      expectProof(log, index, SIZE, found as Place);
      expect(new Set(source.asked).size).toBeLessThanOrEqual(6);
    }
  });

  it("from wider tiles than the tree has: full ones, or those of the newest checkpoint", async () => {
    const older = 65_000;
    const root = log.root(older);
    // A mirror that keeps nothing that is part of something wider, and its newest checkpoint.
    const source = sourceOf(tiles, new Map([[null, log.checkpoint(SIZE)]]));
    for (const index of [0, 64_767, 64_768, older - 1]) {
      const found = await placeUnder(source, promised(log, index), older, root);
      expect(found, String(index)).toMatchObject({ at: "promised" });
      expectProof(log, index, older, found as Place);
    }
    // Without it the width of the last tile cannot be guessed.
    const narrow = { level: 1, n: 0 };
    expect(tileWidth(narrow, older)).toBe(253);
    const within = new Map(tiles);
    within.delete(tilePath(narrow));
    within.set(tilePath(narrow, 255), tiles.get(tilePath(narrow))!.subarray(0, 255 * 32));
    expect(await placeUnder(sourceOf(within), promised(log, 0), older, root)).toBe("tiles_missing");
    const of255 = sourceOf(within, new Map([[null, log.checkpoint(255 * 256 + 7)]]));
    expect(await placeUnder(of255, promised(log, 0), older, root)).toMatchObject({
      at: "promised",
    });
  });

  it("show nothing where one tile on the way is wrong, or is not there", async () => {
    const root = log.root(SIZE);
    const index = 300;
    const source = sourceOf(tiles);
    await placeUnder(source, promised(log, index), SIZE, root);
    const needed = [...new Set(source.asked)];
    expect(needed.length).toBeGreaterThanOrEqual(3);
    for (const path of needed) {
      const without = new Map(tiles);
      without.delete(path);
      expect(await placeUnder(sourceOf(without), promised(log, index), SIZE, root), path).toBe(
        "tiles_missing",
      );
      const wrong = new Map(tiles).set(path, flipped(tiles.get(path)!, 0));
      expect(await placeUnder(sourceOf(wrong), promised(log, index), SIZE, root), path).toBe(
        "tiles_wrong",
      );
    }
  });

  it("of a size that no log has are not asked for without end", async () => {
    const source = sourceOf(tiles);
    const most = Number.MAX_SAFE_INTEGER;
    expect(await placeUnder(source, promised(log, 5), most, log.root(SIZE))).toBe("tiles_missing");
    expect(source.asked.length).toBeLessThan(40);
  });
});
