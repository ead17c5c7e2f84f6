import { describe, expect, it } from "vitest";
import type { HashReader } from "../../../api/log/hash-reader.ts";
import { consistencyProof, inclusionProof, treeRoot } from "../../../api/log/proofs.ts";
import type { HashId } from "../../../api/log/tiles.ts";
import {
  asLeafIndex,
  asTreeSize,
  type LeafHash,
  type RootHash,
} from "../../../portal/verify/brands.ts";
import { verifyConsistency, verifyInclusion } from "../../../portal/verify/merkle.ts";
import {
  referenceConsistency,
  referencePath,
  referenceRoot,
  testLeaves,
} from "./reference-tree.ts";

const MAX = 130;
const leaves = testLeaves(MAX);
const roots = Array.from({ length: MAX + 1 }, (_, n) => referenceRoot(leaves, 0, n));

/** Hashes straight from the reference; refuses what a tree of `size` does not have. */
function reader(size: number, asked: HashId[] = []): HashReader {
  return async (ids) =>
    ids.map((id) => {
      asked.push(id);
      const width = 2 ** id.level;
      const end = (id.index + 1) * width;
      if (end > size) throw new Error(`beyond the tree: ${JSON.stringify(id)}`);
      return referenceRoot(leaves, id.index * width, end);
    });
}

/** Much faster than toEqual, and these loops are long. */
function same(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && Buffer.concat(a).equals(Buffer.concat(b));
}

describe("inclusionProof", () => {
  it("is the RFC's, and verifies, for every index of every size up to 130", {
    timeout: 180_000,
  }, async () => {
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(reader(size), index, size);
        expect(same(proof, referencePath(index, leaves, 0, size)), `${index} of ${size}`).toBe(
          true,
        );
        const verified = verifyInclusion({
          leafHash: leaves[index] as LeafHash,
          index: asLeafIndex(index),
          size: asTreeSize(size),
          root: roots[size] as RootHash,
          proof,
        });
        expect(verified, `${index} of ${size}`).toBe(true);
      }
    }
  });

  it.each([
    [0, 0],
    [5, 5],
    [-1, 5],
    [1.5, 5],
    [0, 2 ** 53],
  ])("refuses index %d of size %d", async (index, size) => {
    await expect(inclusionProof(reader(MAX), index, size)).rejects.toThrow(RangeError);
  });
});

describe("consistencyProof", () => {
  it("is the RFC's, and verifies, for every pair of sizes up to 130", {
    timeout: 180_000,
  }, async () => {
    for (let size2 = 1; size2 <= MAX; size2++) {
      for (let size1 = 1; size1 <= size2; size1++) {
        const proof = await consistencyProof(reader(size2), size1, size2);
        const expected = referenceConsistency(size1, leaves, size2);
        expect(same(proof, expected), `${size1} to ${size2}`).toBe(true);
        const verified = verifyConsistency({
          size1: asTreeSize(size1),
          root1: roots[size1] as RootHash,
          size2: asTreeSize(size2),
          root2: roots[size2] as RootHash,
          proof,
        });
        expect(verified, `${size1} to ${size2}`).toBe(true);
      }
    }
  });

  it("is empty from size 0", async () => {
    expect(await consistencyProof(reader(MAX), 0, 130)).toEqual([]);
    expect(await consistencyProof(reader(MAX), 0, 0)).toEqual([]);
  });

  it("refuses to go backwards", async () => {
    await expect(consistencyProof(reader(MAX), 6, 5)).rejects.toThrow(RangeError);
    await expect(consistencyProof(reader(MAX), -1, 5)).rejects.toThrow(RangeError);
  });
});

describe("treeRoot", () => {
  it("is the RFC's for every size up to 130, the empty tree included", async () => {
    for (let size = 0; size <= MAX; size++) {
      expect(await treeRoot(reader(size), size)).toEqual(roots[size]);
    }
  });

  it("refuses what is no size", async () => {
    await expect(treeRoot(reader(MAX), -1)).rejects.toThrow(RangeError);
  });
});

describe("what is asked of the reader", () => {
  const zero = new Uint8Array(32);
  /** Sizes whose logarithm a floating point number cannot tell from the next power of two. */
  const sizes = [2 ** 20, 2 ** 40 - 1, 2 ** 49 - 1, 2 ** 53 - 1];

  it.each(sizes)("one call, and about two hashes per level at most, at size %d", async (size) => {
    const calls: (readonly HashId[])[] = [];
    const read: HashReader = async (ids) => {
      calls.push(ids);
      for (const { level, index } of ids) {
        expect((index + 1) * 2 ** level).toBeLessThanOrEqual(size);
        expect(Number.isSafeInteger(index)).toBe(true);
      }
      return ids.map(() => zero);
    };
    for (const index of [0, Math.floor(size / 3), size - 1]) {
      expect((await inclusionProof(read, index, size)).length).toBeLessThanOrEqual(53);
      await consistencyProof(read, index + 1, size);
    }
    await treeRoot(read, size);
    expect(calls.length).toBeLessThanOrEqual(7);
    for (const ids of calls) expect(ids.length).toBeLessThanOrEqual(2 * 53);
  });

  it("a rejection of the reader comes through", async () => {
    const broken: HashReader = () => Promise.reject(new Error("gone"));
    await expect(inclusionProof(broken, 1, 3)).rejects.toThrow("gone");
  });
});
