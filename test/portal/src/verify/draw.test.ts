/** What is drawn, against plain references: every index of every size up to 40, and a log as large as one can be. */
import { describe, expect, it } from "vitest";
import { folded, inclusionPath } from "../../../../portal/src/verify/draw/inclusion.ts";
import { mapWay } from "../../../../portal/src/verify/draw/map-way.ts";
import { recordTree } from "../../../../portal/src/verify/draw/record-tree.ts";
import { asLeafHash, asNodeHash, asStreamKey } from "../../../../portal/verify/brands.ts";
import { hexEncode } from "../../../../portal/verify/bytes.ts";
import type { MapProof } from "../../../../portal/verify/map.ts";
import { referencePath, referenceRoot } from "../../../helpers/reference-merkle.ts";

/** Distinct bytes, of the form of a leaf hash. */
const leaf = (i: number): Uint8Array => new Uint8Array(32).fill(i + 1);
const hex = (bytes: Uint8Array): string => hexEncode(bytes);

describe("the way from an entry to the root", () => {
  it("stands over what it says, at every step, and ends at the root", () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = Array.from({ length: size }, (_, i) => leaf(i));
      for (let index = 0; index < size; index++) {
        const proof = referencePath(index, leaves).map(asNodeHash);
        const path = inclusionPath({ index, size, leafHash: asLeafHash(leaf(index)), proof })!;
        expect(hex(path.root)).toBe(hex(referenceRoot(leaves)));
        for (const { sibling, beside, node, over, side } of path.steps) {
          const of = ({ first, last }: typeof over) => referenceRoot(leaves.slice(first, last + 1));
          expect([hex(sibling), hex(node)]).toEqual([hex(of(beside)), hex(of(over))]);
          expect(side === "left" ? beside.last < index : beside.first > index).toBe(true);
          expect(over.first <= index && index <= over.last).toBe(true);
        }
        expect(
          inclusionPath({
            index,
            size,
            leafHash: asLeafHash(leaf(0)),
            proof: [...proof, asNodeHash(leaf(9))],
          }),
        ).toBeNull();
        if (proof.length > 0)
          expect(
            inclusionPath({ index, size, leafHash: asLeafHash(leaf(0)), proof: proof.slice(1) }),
          ).toBeNull();
      }
    }
    expect(
      inclusionPath({ index: 5, size: 5, leafHash: asLeafHash(leaf(0)), proof: [] }),
    ).toBeNull();
  });

  it("reaches the top of the largest log", () => {
    const size = 2 ** 53 - 1;
    const proof = Array.from({ length: 53 }, (_, i) => asNodeHash(leaf(i)));
    const path = inclusionPath({ index: 12_345, size, leafHash: asLeafHash(leaf(0)), proof })!;
    expect(path.steps.at(-1)?.over).toEqual({ first: 0, last: size - 1 });
    expect(path.steps.map(({ beside }) => beside.last).every(Number.isSafeInteger)).toBe(true);
  });

  it("is folded in its middle when it is long", () => {
    expect(folded(9, 9)).toEqual({ foot: 9, top: 0 });
    expect(folded(40, 9)).toEqual({ foot: 6, top: 3 });
  });
});

describe("the tree over a record's fields", () => {
  it("joins every field once, in the shape of RFC 6962", () => {
    for (let fields = 1; fields <= 128; fields++) {
      const { brackets, height } = recordTree(fields);
      expect(brackets).toHaveLength(fields - 1);
      expect(height).toBe(Math.ceil(Math.log2(fields)));
      const ends = brackets.flatMap(({ upper, lower }) => [upper, lower]);
      const leaves = ends.filter((end) => end.height === 0).map(({ row }) => row);
      if (fields > 1)
        expect(leaves.sort((a, b) => a - b)).toEqual(Array.from({ length: fields }, (_, i) => i));
      for (const { upper, lower, row } of brackets)
        expect(upper.row < row && row < lower.row).toBe(true);
    }
  });
});

it("the way through the map: its turns, what lies beside it, and what is found", () => {
  const key = asStreamKey(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0b1010_0000 : 0)));
  const siblings = [new Uint8Array(32), leaf(1)] as unknown as MapProof["siblings"];
  const turns = [
    { right: true, other: false },
    { right: false, other: true },
  ];
  const own = { key: new Uint8Array(key), value: leaf(2) };
  expect(mapWay(key, { siblings, terminal: own })).toEqual({ turns, found: "own" });
  const another = { key: leaf(3), value: leaf(2) };
  expect(mapWay(key, { siblings, terminal: another }).found).toBe("another");
  expect(mapWay(key, { siblings, terminal: null }).found).toBe("nothing");
});
