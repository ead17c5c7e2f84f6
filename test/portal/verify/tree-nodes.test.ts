/** What inclusion proofs reveal of a tree, for every leaf of every small tree; and how much of it two trees have in common. */
import { assert, describe, it } from "vitest";
import { asNodeHash, asRootHash, asTreeSize } from "../../../portal/verify/brands.ts";
import { equalBytes, utf8Encode } from "../../../portal/verify/bytes.ts";
import { rootsFromPrefix } from "../../../portal/verify/merkle.ts";
import {
  completeSubtree,
  prefixRanges,
  rangeOf,
  rootFromSubtreeProof,
  siblingRanges,
} from "../../../portal/verify/subtree.ts";
import { TreeNodes } from "../../../portal/verify/tree-nodes.ts";
import { referenceLeaf, referencePath, referenceRoot } from "../../helpers/reference-merkle.ts";
import { codeOf } from "./code-of.ts";

const MOST = 34;
const LEAVES = Array.from({ length: MOST }, (_, i) => referenceLeaf(utf8Encode(`entry ${i}`)));
const ROOTS = Array.from({ length: MOST + 1 }, (_, n) => referenceRoot(LEAVES.slice(0, n)));
const leaf = (index: number) => asNodeHash(LEAVES[index] as Uint8Array);

/** A tree of which only the paths of these leaves are known. */
function known(size: number, ...indexes: readonly number[]): TreeNodes {
  const nodes = new TreeNodes(asTreeSize(size), asRootHash(ROOTS[size] as Uint8Array));
  for (const index of indexes) {
    const path = referencePath(index, LEAVES.slice(0, size)).map(asNodeHash);
    nodes.add({ level: 0, index }, leaf(index), path);
  }
  return nodes;
}

describe("what a path reveals", { timeout: 180_000 }, () => {
  it("is right, and each complete subtree of it has a way to the root", () => {
    for (let size = 1; size <= MOST; size++) {
      for (let index = 0; index < size; index++) {
        const nodes = known(size, index);
        for (const { hash, ...id } of nodes.complete()) {
          const { low, high } = rangeOf(id);
          assert.deepEqual([...hash], [...referenceRoot(LEAVES.slice(low, high))]);
          const proof = { ...id, hash, size: nodes.size, path: nodes.pathOf(id) };
          assert.isTrue(equalBytes(rootFromSubtreeProof(proof), ROOTS[size] as Uint8Array));
        }
        assert.deepEqual(nodes.leaf(index), leaf(index));
      }
    }
  });

  it("shows how the tree begins if it is of the last leaf of the smaller one, or of the first behind it", () => {
    for (let size2 = 2; size2 <= MOST; size2++) {
      for (let size1 = 1; size1 < size2; size1++) {
        for (const index of [size1 - 1, size1]) {
          const hashes = known(size2, index).prefix(asTreeSize(size1));
          assert(hashes !== null, `${size1} of ${size2} by ${index}`);
          const sizes = { size1: asTreeSize(size1), size2: asTreeSize(size2) };
          const { beginning, whole } = rootsFromPrefix({ ...sizes, hashes });
          assert.isTrue(equalBytes(beginning, ROOTS[size1] as Uint8Array));
          assert.isTrue(equalBytes(whole, ROOTS[size2] as Uint8Array));
        }
      }
    }
  });

  it("shows it only if all that it takes is known", () => {
    for (let size2 = 2; size2 <= MOST; size2++) {
      for (let index = 0; index < size2; index++) {
        const nodes = known(size2, index);
        for (let size1 = 1; size1 < size2; size1++) {
          const all = prefixRanges(size1, size2).every((range) => nodes.get(range) !== null);
          assert.equal(nodes.prefix(asTreeSize(size1)) !== null, all);
        }
      }
    }
  });

  it("adds up", () => {
    const [one, other] = [known(21, 3), known(21, 17)];
    assert.isNull(one.leaf(17));
    one.addAll(other);
    assert.deepEqual(one.leaf(17), leaf(17));
    assert.deepEqual(one.leaf(3), leaf(3));
    assert.throws(() => known(21, 3).pathOf({ level: 0, index: 17 }), /not/);
    assert.isNull(known(0).get({ low: 0, high: 0 }));
  });
});

describe("ranges", () => {
  it("beside the way of a subtree, with it, tile the tree", () => {
    for (const size of [1, 5, 34, 2 ** 33 + 5, Number.MAX_SAFE_INTEGER]) {
      for (const index of [0, Math.floor(size / 3), size - 1]) {
        const own = { low: index, high: index + 1 };
        const all = [own, ...siblingRanges(own, size)].sort((a, b) => a.low - b.low);
        assert.equal(all[0]?.low, 0);
        for (const [i, { high }] of all.entries()) assert.equal(high, all[i + 1]?.low ?? size);
      }
    }
  });

  it("that are no subtrees have no way", () => {
    for (const [low, high] of [
      [1, 3],
      [3, 5],
      [0, 3],
      [2, 2],
    ] as const) {
      assert.equal(
        codeOf(() => siblingRanges({ low, high }, 8)),
        "bad_number",
      );
    }
  });

  it("are complete subtrees if they are aligned powers of two", () => {
    assert.deepEqual(completeSubtree({ low: 12, high: 16 }), { level: 2, index: 3 });
    assert.deepEqual(completeSubtree({ low: 7, high: 8 }), { level: 0, index: 7 });
    for (const [low, high] of [
      [2, 6],
      [0, 3],
      [4, 7],
      [1, 3],
    ] as const) {
      assert.isNull(completeSubtree({ low, high }));
    }
  });
});
