import { assert, describe, it } from "vitest";
import { asNodeHash, asTreeSize, type NodeHash } from "../../../portal/verify/brands.ts";
import { equalBytes, hexEncode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { rootsFromPrefix } from "../../../portal/verify/merkle.ts";
import {
  completeSubtrees,
  largestPowerBelow,
  prefixHashes,
  prefixRanges,
  type ReadSubtrees,
  rootFromSubtreeProof,
} from "../../../portal/verify/subtree.ts";
import {
  referenceConsistency,
  referenceLeaf,
  referenceRoot,
} from "../../helpers/reference-merkle.ts";
import { codeOf } from "./code-of.ts";

const MOST = 130;
const LEAVES = Array.from({ length: MOST }, (_, i) => referenceLeaf(utf8Encode(`entry ${i}`)));
const ROOTS = Array.from({ length: MOST + 1 }, (_, n) => referenceRoot(LEAVES.slice(0, n)));

/** The root over the leaves [low, high), each hashed once. */
const memory = new Map<string, Uint8Array>();
function rangeRoot(low: number, high: number): Uint8Array {
  const key = `${low} ${high}`;
  const known = memory.get(key) ?? referenceRoot(LEAVES.slice(low, high));
  memory.set(key, known);
  return known;
}

/**
 * The way from the subtree [low, high) up to the root of the tree of `size`, by the recursion of RFC 6962 §2.1.1 with a
 * subtree in the place of the leaf.
 */
function referenceSubtreePath(low: number, high: number, from: number, to: number): Uint8Array[] {
  if (low === from && high === to) return [];
  const middle = from + largestPowerBelow(to - from);
  return high <= middle
    ? [...referenceSubtreePath(low, high, from, middle), rangeRoot(middle, to)]
    : [...referenceSubtreePath(low, high, middle, to), rangeRoot(from, middle)];
}

function rootOf(level: number, index: number, size: number, hash: Uint8Array, path: Uint8Array[]) {
  const proof = { level, index, size: asTreeSize(size), path: path.map(asNodeHash) };
  return rootFromSubtreeProof({ ...proof, hash: asNodeHash(hash) });
}

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
};

function* completeIn(size: number): Generator<readonly [level: number, index: number]> {
  for (let level = 0; 2 ** level <= size; level++) {
    for (let index = 0; (index + 1) * 2 ** level <= size; index++) yield [level, index];
  }
}

describe("subtrees", { timeout: 180_000 }, () => {
  it("lead to the reference's root, for every complete one of every size", () => {
    for (let size = 1; size <= MOST; size++) {
      for (const [level, index] of completeIn(size)) {
        const [low, high] = [index * 2 ** level, (index + 1) * 2 ** level];
        const path = referenceSubtreePath(low, high, 0, size);
        const root = rootOf(level, index, size, rangeRoot(low, high), path);
        assert.deepEqual([...root], [...(ROOTS[size] as Uint8Array)], `${level}/${index}/${size}`);
      }
    }
  });

  it("lead elsewhere, or nowhere, once anything is changed", () => {
    for (let size = 1; size <= 40; size++) {
      for (const [level, index] of completeIn(size)) {
        const [low, high] = [index * 2 ** level, (index + 1) * 2 ** level];
        const path = referenceSubtreePath(low, high, 0, size);
        const hash = rangeRoot(low, high);
        const holds = (l: number, i: number, s: number, h: Uint8Array, p: Uint8Array[]) => {
          try {
            return equalBytes(rootOf(l, i, s, h, p), ROOTS[s] as Uint8Array);
          } catch {
            return false;
          }
        };
        assert.isTrue(holds(level, index, size, hash, path));
        assert.isFalse(holds(level, index, size, flipped(hash, index % 256), path));
        path.forEach((one, at) => {
          const other = path.with(at, flipped(one, (31 * at + size) % 256));
          assert.isFalse(holds(level, index, size, hash, other));
          assert.isFalse(holds(level, index, size, hash, path.toSpliced(at, 1)));
        });
        assert.isFalse(holds(level, index, size, hash, [...path, hash]));
        if (path.length > 0) {
          assert.isFalse(holds(level, index + 1, size, hash, path));
          assert.isFalse(holds(level, index ^ 1, size, hash, path));
        }
      }
    }
  });

  it("reach no further than the tree, and no higher than trees do", () => {
    const hash = ROOTS[1] as Uint8Array;
    assert.equal(
      codeOf(() => rootOf(0, 5, 5, hash, [])),
      "subtree_incomplete",
    );
    assert.equal(
      codeOf(() => rootOf(2, 1, 7, hash, [])),
      "subtree_incomplete",
    );
    assert.equal(
      codeOf(() => rootOf(53, 0, Number.MAX_SAFE_INTEGER, hash, [])),
      "subtree_incomplete",
    );
    for (const level of [-1, 0.5, 54]) {
      assert.equal(
        codeOf(() => rootOf(level, 0, 8, hash, [])),
        "bad_number",
      );
    }
  });

  it("at the end of the largest tree", () => {
    const size = Number.MAX_SAFE_INTEGER;
    const hash = ROOTS[1] as Uint8Array;
    // The last leaf of 2^53−1: all to its left are complete subtrees, 52 of them.
    const path = Array.from({ length: 52 }, () => hash);
    assert.lengthOf(rootOf(0, size - 1, size, hash, path), 32);
    assert.equal(
      codeOf(() => rootOf(0, size - 1, size, hash, path.slice(1))),
      "proof_length",
    );
  });
});

const read: ReadSubtrees = async (ids) =>
  ids.map(({ level, index }) => {
    const [low, high] = [index * 2 ** level, (index + 1) * 2 ** level];
    assert.isAtMost(high, MOST);
    return rangeRoot(low, high);
  });

const rootsOf = (size1: number, size2: number, hashes: readonly NodeHash[]) =>
  rootsFromPrefix({ size1: asTreeSize(size1), size2: asTreeSize(size2), hashes });

describe("how a tree begins", { timeout: 180_000 }, () => {
  it("follows from the reference's consistency proof and the first node, for all pairs of sizes", async () => {
    // All small ones, and those around a power of two.
    const sizes = Array.from({ length: MOST }, (_, i) => i + 1).slice(1);
    for (const size2 of sizes.filter((n) => n <= 40 || (n >= 62 && n <= 66) || n >= 126)) {
      for (let size1 = 1; size1 < size2; size1++) {
        const hashes = await prefixHashes(asTreeSize(size1), asTreeSize(size2), read);
        const { beginning, whole } = rootsOf(size1, size2, hashes);
        assert.deepEqual([...beginning], [...(ROOTS[size1] as Uint8Array)]);
        assert.deepEqual([...whole], [...(ROOTS[size2] as Uint8Array)]);
        const proof = referenceConsistency(size1, LEAVES.slice(0, size2)).map(hexEncode);
        const power = Number.isInteger(Math.log2(size1));
        const own = hashes.map(hexEncode);
        assert.deepEqual(power ? own.slice(1) : own, proof, `${size1} of ${size2}`);
      }
    }
  });

  it("takes exactly as many hashes as the sizes demand, and depends on each", async () => {
    for (let size2 = 2; size2 <= 40; size2++) {
      for (let size1 = 1; size1 < size2; size1++) {
        const hashes = await prefixHashes(asTreeSize(size1), asTreeSize(size2), read);
        const { whole } = rootsOf(size1, size2, hashes);
        const long = [...hashes, hashes[0] as NodeHash];
        assert.equal(
          codeOf(() => rootsOf(size1, size2, long)),
          "proof_length",
        );
        assert.equal(
          codeOf(() => rootsOf(size1, size2, hashes.slice(1))),
          "proof_length",
        );
        hashes.forEach((one, i) => {
          const other = hashes.with(i, asNodeHash(flipped(one, (7 * i + size1) % 256)));
          assert.isFalse(equalBytes(rootsOf(size1, size2, other).whole, whole));
        });
      }
    }
  });

  it("is of a smaller tree that has leaves", () => {
    const hash = asNodeHash(ROOTS[1] as Uint8Array);
    for (const [size1, size2] of [
      [0, 1],
      [1, 1],
      [2, 1],
    ] as const) {
      assert.equal(
        codeOf(() => rootsOf(size1, size2, [hash])),
        "bad_number",
      );
      assert.equal(
        codeOf(() => prefixRanges(size1, size2)),
        "bad_number",
      );
    }
  });

  it("tiles the tree, whatever its size", () => {
    const sizes = [3, 129, 2 ** 31, 2 ** 32 + 1, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER];
    for (const size2 of sizes) {
      for (const size1 of [1, 2, Math.floor(size2 / 2), size2 - 1]) {
        const ranges = [...prefixRanges(size1, size2)].sort((a, b) => a.low - b.low);
        assert.equal(ranges[0]?.low, 0);
        assert.equal(ranges.at(-1)?.high, size2);
        ranges.forEach(({ high }, i) => {
          if (i + 1 < ranges.length) assert.equal(ranges[i + 1]?.low, high);
        });
        assert.isTrue(ranges.some(({ high }) => high === size1));
        for (const range of ranges) {
          const parts = completeSubtrees(range);
          const widths = parts.map(({ level }) => 2 ** level);
          assert.equal(
            widths.reduce((sum, width) => sum + width, 0),
            range.high - range.low,
          );
          assert.isTrue(
            parts.every(({ level, index }) => Number.isSafeInteger(index) && level <= 53),
          );
        }
      }
    }
  });
});
