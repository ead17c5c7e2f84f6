/** What a map proof says of other keys, against the plain reference: never anything but the truth, and all that it can. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { asMapHash, asMapRoot, asStreamKey } from "../../../portal/verify/brands.ts";
import { provenValue } from "../../../portal/verify/map.ts";
import { viewFor } from "../../../portal/verify/map-views.ts";
import {
  type ReferenceLeaf,
  referenceMapProof,
  referenceMapRoot,
} from "../../helpers/reference-map.ts";

/** Keys that part early and late: few bits differ. */
const key = fc
  .tuple(fc.nat(15), fc.nat(3))
  .map(([first, last]) =>
    Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first * 16 : i === 31 ? last : 0)),
  );
const value = fc.uint8Array({ minLength: 32, maxLength: 32 });
const maps = fc
  .uniqueArray(fc.record({ key, value }), { selector: (leaf) => leaf.key.join(), maxLength: 12 })
  .map((leaves): readonly ReferenceLeaf[] => leaves);

const same = (a: Uint8Array, b: Uint8Array): boolean => a.join() === b.join();

function proofFor(leaves: readonly ReferenceLeaf[], own: Uint8Array) {
  const { siblings, terminal } = referenceMapProof(leaves, own);
  return { siblings: siblings.map(asMapHash), terminal };
}

describe("a view", () => {
  it("proves what the map has for another key, whoever asks", () => {
    fc.assert(
      fc.property(maps, key, key, (leaves, own, other) => {
        const view = viewFor(asStreamKey(other), asStreamKey(own), proofFor(leaves, own), leaves);
        // Whoever knows every leaf sees more of what is beside the way, but not what is behind a hash of two or more.
        if (view === null) return;
        const root = asMapRoot(referenceMapRoot(leaves));
        const truth = leaves.find((leaf) => same(leaf.key, other))?.value ?? null;
        const seen = provenValue(asStreamKey(other), view, root);
        assert.deepEqual(seen && [...seen], truth && [...truth]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("of the key itself is the proof", () => {
    fc.assert(
      fc.property(maps, key, (leaves, own) => {
        const proof = proofFor(leaves, own);
        assert.equal(viewFor(asStreamKey(own), asStreamKey(own), proof, []), proof);
      }),
    );
  });

  it("is there wherever the way of the other key ends beside the first one's: empty, or in a leaf that is known", () => {
    fc.assert(
      fc.property(maps, key, key, (leaves, own, other) => {
        const proof = proofFor(leaves, own);
        const reference = referenceMapProof(leaves, other);
        const shared = [...own].findIndex((byte, i) => byte !== other[i]);
        if (shared < 0) return;
        const bits = (bytes: Uint8Array) =>
          [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
        const [a, b] = [bits(own), bits(other)];
        const depth = [...a].findIndex((bit, i) => bit !== b[i]);
        const ends = reference.siblings.length <= depth + 1;
        const view = viewFor(asStreamKey(other), asStreamKey(own), proof, leaves);
        assert.equal(view !== null, ends);
      }),
      { numRuns: 1_000 },
    );
  });

  it("does not take a hash for a leaf that it is not told of", () => {
    const far = (first: number) => Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first : 1));
    const leaves = [0x00, 0x80].map((first) => ({ key: far(first), value: far(first) }));
    const proof = proofFor(leaves, far(0x00));
    const ask = (known: readonly ReferenceLeaf[]) =>
      viewFor(asStreamKey(far(0x80)), asStreamKey(far(0x00)), proof, known);
    assert.isNull(ask([]));
    assert.isNull(ask([{ key: far(0x80), value: far(0x81) }]));
    assert.deepEqual(ask(leaves)?.terminal, leaves[1]);
  });
});
