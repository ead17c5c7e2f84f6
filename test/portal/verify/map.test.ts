/** The map, against a recursive reference; every proof mutated in every part. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { asLeafHash, asMapHash, asMapRoot, asStreamKey } from "../../../portal/verify/brands.ts";
import { concat, equalBytes, hexEncode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import {
  EMPTY_MAP,
  EMPTY_MAP_ROOT,
  type MapProof,
  mapBit,
  mapLeafHash,
  mapNodeHash,
  provenValue,
  rootFromMapProof,
} from "../../../portal/verify/map.ts";
import {
  type ReferenceLeaf,
  type ReferenceProof,
  referenceMapProof,
  referenceMapRoot,
} from "../../helpers/reference-map.ts";
import { codeOf } from "./code-of.ts";

/** A key that begins with these bits, and then has this one bit over and over. */
function key(begin: string, rest: "0" | "1" = "0"): Uint8Array {
  const all = begin.padEnd(256, rest);
  return Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(all.slice(8 * i, 8 * i + 8), 2));
}

const value = (n: number): Uint8Array => sha256(Uint8Array.of(n));
const proofOf = ({ siblings, terminal }: ReferenceProof): MapProof => ({
  siblings: siblings.map((one) => asMapHash(one)),
  terminal,
});
const shows = (at: Uint8Array, proof: MapProof, root: Uint8Array) =>
  provenValue(asStreamKey(at), proof, asMapRoot(root));

/** Long shared beginnings at both ends of the key, among them two that differ in the last bit only. */
const KEYS = [
  key(""),
  key(`${"0".repeat(255)}1`),
  key(`${"0".repeat(254)}1`),
  key(`${"0".repeat(128)}1`),
  key("1"),
  key("", "1"),
  key(`${"1".repeat(255)}0`),
];
/** Of no map: between the others, and beside them. */
const STRANGERS = [
  key(`${"0".repeat(253)}1`),
  key(`${"0".repeat(64)}1`, "1"),
  key("011", "1"),
  key("10", "1"),
  key(`${"1".repeat(254)}0`, "1"),
];

const leaves = (chosen: readonly Uint8Array[]): ReferenceLeaf[] =>
  chosen.map((one) => ({ key: one, value: value(KEYS.indexOf(one)) }));

const subsets = Array.from({ length: 2 ** KEYS.length }, (_, mask) =>
  KEYS.filter((_key, i) => (mask >> i) & 1),
);

describe("map hashes", () => {
  it("are those of the format", () => {
    assert.deepEqual([...EMPTY_MAP], Array(32).fill(0));
    assert.deepEqual([...EMPTY_MAP_ROOT], Array(32).fill(0));
    const [a, b] = [key("1"), value(1)];
    const leaf = mapLeafHash(asStreamKey(a), asLeafHash(b));
    assert.deepEqual(leaf, asMapHash(sha256(concat(Uint8Array.of(2), a, b))));
    const node = mapNodeHash(leaf, EMPTY_MAP);
    assert.deepEqual(node, asMapHash(sha256(concat(Uint8Array.of(3), leaf, EMPTY_MAP))));
  });

  it("take bits from the most significant one of the first byte", () => {
    const one = key("1");
    assert.deepEqual(
      [0, 1, 7, 8].map((depth) => mapBit(one, depth)),
      [1, 0, 0, 0],
    );
    assert.equal(mapBit(key(`${"0".repeat(255)}1`), 255), 1);
    assert.equal(mapBit(key("000000001"), 8), 1);
  });
});

describe("all maps of these keys", { timeout: 180_000 }, () => {
  it("show each key that they have with its value, and of each other that it is not there", () => {
    for (const chosen of subsets) {
      const all = leaves(chosen);
      const root = referenceMapRoot(all);
      for (const one of [...KEYS, ...STRANGERS]) {
        const proof = proofOf(referenceMapProof(all, one));
        const expected = all.find((leaf) => leaf.key === one)?.value ?? null;
        assert.deepEqual(shows(one, proof, root), expected, hexEncode(one));
      }
    }
  });

  it("do not show it of another key, or under another map's root", () => {
    const [all, fewer] = [leaves(KEYS), leaves(KEYS.slice(1))];
    for (const one of KEYS) {
      const proof = proofOf(referenceMapProof(all, one));
      assert.equal(
        codeOf(() => shows(one, proof, referenceMapRoot(fewer))),
        "map_mismatch",
      );
      for (const other of [...KEYS, ...STRANGERS].filter((k) => k !== one)) {
        const said = codeOf(() => shows(other, proof, referenceMapRoot(all)));
        // The proof of one key may well be that of another's absence, where nothing else is on its way.
        if (said !== null) assert.include(["map_terminal_elsewhere", "map_mismatch"], said);
        else assert.isNull(shows(other, proof, referenceMapRoot(all)));
      }
    }
  });
});

/** Every change to a proof that leaves it readable. */
function* mutations({ siblings, terminal }: MapProof): Generator<[string, MapProof]> {
  const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
    const copy = bytes.slice();
    copy[bit >> 3] = (copy[bit >> 3] as number) ^ (0x80 >> (bit & 7));
    return copy;
  };
  for (const [i, sibling] of siblings.entries()) {
    // All the way down would be slow, and the middle of a long way is like any other place of it.
    const middle = i > 5 && i < siblings.length - 3;
    if (middle && i % 16 !== 0) continue;
    for (const bit of [i % 256, 255]) {
      const changed = siblings.with(i, asMapHash(flip(sibling, bit)));
      yield [`sibling ${i}, bit ${bit}`, { siblings: changed, terminal }];
    }
    if (middle) continue;
    yield [`without sibling ${i}`, { siblings: siblings.toSpliced(i, 1), terminal }];
    yield [`sibling ${i} twice`, { siblings: siblings.toSpliced(i, 0, sibling), terminal }];
    const next = siblings[i + 1];
    if (next !== undefined && !equalBytes(next, sibling)) {
      const swapped = siblings.with(i, next).with(i + 1, sibling);
      yield [`siblings ${i} and ${i + 1} swapped`, { siblings: swapped, terminal }];
    }
  }
  yield ["one sibling more", { siblings: [...siblings, asMapHash(value(9))], terminal }];
  yield ["an empty sibling more", { siblings: [...siblings, EMPTY_MAP], terminal }];
  if (terminal === null) {
    yield ["a leaf for nothing", { siblings, terminal: { key: key("1"), value: value(9) } }];
    return;
  }
  yield ["nothing for the leaf", { siblings, terminal: null }];
  for (const bit of [0, 1, 2, 63, 127, 128, 129, 253, 254, 255]) {
    const moved = { ...terminal, key: flip(terminal.key, bit) };
    yield [`terminal key, bit ${bit}`, { siblings, terminal: moved }];
    const other = { ...terminal, value: flip(terminal.value, bit) };
    yield [`terminal value, bit ${bit}`, { siblings, terminal: other }];
  }
}

describe("a changed proof", { timeout: 180_000 }, () => {
  it("shows nothing", () => {
    for (const chosen of [KEYS, KEYS.slice(3, 6), [], KEYS.slice(0, 1)]) {
      const all = leaves(chosen);
      const root = referenceMapRoot(all);
      for (const one of [...KEYS, ...STRANGERS]) {
        const proof = proofOf(referenceMapProof(all, one));
        for (const [name, changed] of mutations(proof)) {
          const code = codeOf(() => shows(one, changed, root));
          const codes = ["map_mismatch", "map_terminal_elsewhere", "map_sibling_empty"];
          assert.include([...codes, "too_large"], code, `${hexEncode(one)}: ${name}`);
        }
      }
    }
  });

  it("is refused for its form whatever the root", () => {
    const own = asStreamKey(key("0"));
    const root = (proof: MapProof) => codeOf(() => rootFromMapProof(own, proof));
    const sibling = asMapHash(value(1));
    const leaf = (at: Uint8Array) => ({ key: at, value: value(2) });
    assert.isNull(root({ siblings: [sibling], terminal: leaf(key("01")) }));
    assert.isNull(root({ siblings: [], terminal: leaf(key("1")) }));
    assert.equal(root({ siblings: [sibling], terminal: leaf(key("1")) }), "map_terminal_elsewhere");
    assert.equal(
      root({ siblings: [sibling, sibling], terminal: leaf(key("01")) }),
      "map_terminal_elsewhere",
    );
    assert.equal(root({ siblings: [sibling, EMPTY_MAP], terminal: null }), "map_sibling_empty");
    assert.isNull(root({ siblings: [EMPTY_MAP, sibling], terminal: null }));
    assert.equal(root({ siblings: Array(257).fill(sibling), terminal: null }), "too_large");
    assert.isNull(root({ siblings: Array(256).fill(sibling), terminal: leaf(own) }));
    assert.equal(root({ siblings: [], terminal: leaf(new Uint8Array(31)) }), "bad_length");
  });

  it("with a terminal of 31 bytes is refused", () => {
    const short = { key: key("1"), value: new Uint8Array(31) };
    const proof = { siblings: [], terminal: short };
    assert.equal(
      codeOf(() => rootFromMapProof(asStreamKey(key("1")), proof)),
      "bad_length",
    );
  });
});

describe("maps of any keys", { timeout: 180_000 }, () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  // Few distinct bytes in front, so that keys share beginnings.
  const crowded = fc.tuple(bytes, fc.nat(28)).map(([tail, zeros]) => tail.fill(0, 0, zeros));
  const map = fc.uniqueArray(fc.record({ key: fc.oneof(bytes, crowded), value: bytes }), {
    maxLength: 24,
    selector: ({ key: at }) => hexEncode(at),
  });

  it("agree with the reference", () => {
    fc.assert(
      fc.property(map, fc.oneof(bytes, crowded), (all, other) => {
        const root = referenceMapRoot(all);
        for (const { key: at, value: held } of all) {
          assert.deepEqual(shows(at, proofOf(referenceMapProof(all, at)), root), held);
        }
        fc.pre(!all.some((leaf) => equalBytes(leaf.key, other)));
        assert.isNull(shows(other, proofOf(referenceMapProof(all, other)), root));
      }),
      { numRuns: 200 },
    );
  });
});
