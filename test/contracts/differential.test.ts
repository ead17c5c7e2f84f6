/** The contract against a plain recursive reference in another language, on random trees. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnchorChain, openAnchorChain, revertOf } from "./helpers/anchor.ts";
import {
  consistencyProof,
  flipBit,
  type Hex,
  inclusionProof,
  pseudoHash,
  root,
  synthesizeConsistency,
  synthesizeInclusion,
} from "./helpers/merkle.ts";

const SEED = 0x636f756e;
const MAX_SIZE = 150;

let chain: AnchorChain;
let ledgers = 0;
beforeAll(async () => {
  chain = await openAnchorChain();
}, 180_000);
afterAll(() => chain.close());

async function ledgerWith(size: bigint | number, head: Hex): Promise<string> {
  const ledgerId = await chain.registerLedger(`differential.example/${ledgers++}`);
  await (await chain.contract.getFunction("anchor")(ledgerId, size, head, [])).wait();
  return ledgerId;
}

function tryAnchor(ledgerId: string, size: bigint | number, head: Hex, proof: Hex[]) {
  return chain.contract.getFunction("anchor").staticCall(ledgerId, size, head, proof);
}

/** Every single way to have one element too few, too many or changed. */
function spoil(proof: readonly Hex[], bit: number): Hex[][] {
  return [
    ...proof.map((element, i) => proof.with(i, flipBit(element, bit))),
    ...proof.map((_, i) => proof.toSpliced(i, 1)),
    ...[...proof, ""].map((_, i) => proof.toSpliced(i, 0, pseudoHash("inserted", i))),
  ];
}

const trees = fc
  .tuple(fc.integer({ min: 2, max: MAX_SIZE }), fc.nat(), fc.nat(), fc.nat({ max: 255 }))
  .map(([size, at, label, bit]) => ({
    leaves: Array.from({ length: size }, (_, i) => pseudoHash(`leaf/${label}`, i)),
    at: at % size,
    bit,
  }));

test("consistency of random trees: the true proof passes, every spoilt one is refused", async () => {
  const property = fc.asyncProperty(trees, async ({ leaves, at, bit }) => {
    const size1 = Math.max(1, at);
    const root1 = root(leaves.slice(0, size1));
    const root2 = root(leaves);
    const proof = consistencyProof(size1, leaves);
    const ledgerId = await ledgerWith(size1, root1);
    await tryAnchor(ledgerId, leaves.length, root2, proof);
    for (const spoilt of spoil(proof, bit)) {
      expect(await revertOf(chain, tryAnchor(ledgerId, leaves.length, root2, spoilt))).toEqual([
        "InvalidConsistencyProof",
        ledgerId,
        String(size1),
        root1,
        String(leaves.length),
        root2,
      ]);
    }
    const other = flipBit(root2, bit);
    const [error] = await revertOf(chain, tryAnchor(ledgerId, leaves.length, other, proof));
    expect(error).toBe("InvalidConsistencyProof");
  });
  await fc.assert(property, { seed: SEED, numRuns: 40 });
}, 180_000);

test("inclusion in random trees: the true proof passes, every spoilt one is refused", async () => {
  const verify = chain.contract.getFunction("verifyInclusion");
  const property = fc.asyncProperty(trees, async ({ leaves, at, bit }) => {
    const size = leaves.length;
    const leaf = leaves[at]!;
    const proof = inclusionProof(at, leaves);
    const ledgerId = await ledgerWith(size, root(leaves));
    expect(await verify(ledgerId, size, at, leaf, proof)).toBe(true);
    for (const spoilt of spoil(proof, bit)) {
      expect(await verify(ledgerId, size, at, leaf, spoilt)).toBe(false);
    }
    expect(await verify(ledgerId, size, at, flipBit(leaf, bit), proof)).toBe(false);
    expect(await verify(ledgerId, size, (at + 1) % size, leaf, proof)).toBe(false);
    expect(await verify(ledgerId, size, size + at, leaf, proof)).toBe(false);
    expect(await verify(ledgerId, size + 1, at, leaf, proof)).toBe(false);
  });
  await fc.assert(property, { seed: SEED, numRuns: 40 });
}, 180_000);

test("sizes up to 2^64 - 1, with made-up proofs", async () => {
  const verify = chain.contract.getFunction("verifyInclusion");
  const sizes = fc.tuple(
    fc.bigInt({ min: 2n, max: 2n ** 64n - 1n }),
    fc.nat({ max: 62 }),
    fc.nat(),
  );
  const property = fc.asyncProperty(sizes, async ([any, shift, n]) => {
    const size2 = any >> BigInt(shift) > 2n ? any >> BigInt(shift) : 2n;
    const size1 = 1n + ((BigInt(n) * 0x9e3779b97f4a7c15n) % (size2 - 1n));
    const c = synthesizeConsistency(size1, size2, `label/${n}`);
    const ledgerId = await ledgerWith(c.size1, c.root1);
    await tryAnchor(ledgerId, c.size2, c.root2, c.proof);
    for (const spoilt of spoil(c.proof, n % 256).slice(0, 20)) {
      const [error] = await revertOf(chain, tryAnchor(ledgerId, c.size2, c.root2, spoilt));
      expect(error).toBe("InvalidConsistencyProof");
    }
    const i = synthesizeInclusion(size1 - 1n, size2, `label/${n}`);
    const other = await ledgerWith(i.size, i.root);
    expect(await verify(other, i.size, i.index, i.leaf, i.proof)).toBe(true);
    expect(await verify(other, i.size, i.index, flipBit(i.leaf, n % 256), i.proof)).toBe(false);
  });
  await fc.assert(property, { seed: SEED, numRuns: 40 });
}, 180_000);
