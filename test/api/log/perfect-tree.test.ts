import { describe, expect, it } from "vitest";
import { hashAt, nodePosition, perfectRoot, perfectTree } from "../../../api/log/perfect-tree.ts";
import { referenceRoot, testLeaves } from "./reference-tree.ts";

const leaves = testLeaves(256);

describe.each([1, 2, 4, 8, 64, 256])("the perfect tree over %i hashes", (count) => {
  const hashes = Buffer.concat(leaves.slice(0, count));

  it("has every node where it says", () => {
    const tree = perfectTree(hashes);
    expect(tree).toHaveLength((2 * count - 1) * 32);
    for (let width = 1; width <= count; width *= 2) {
      for (let offset = 0; offset < count; offset += width) {
        const node = hashAt(tree, nodePosition(count, offset, width));
        expect(Buffer.compare(node, referenceRoot(leaves, offset, offset + width))).toBe(0);
      }
    }
  });

  it("ends in its root", () => {
    expect(perfectRoot(hashes)).toEqual(referenceRoot(leaves, 0, count));
  });

  it("leaves its input alone, and shares nothing with it", () => {
    const before = Uint8Array.from(hashes);
    const root = perfectRoot(hashes);
    root.fill(0);
    expect(Buffer.compare(hashes, before)).toBe(0);
  });
});
