/** Vectors of the draw of a quick audit (docs/FORMAT.md §15.1). */
import { type Draw, drawSamples } from "../../../api/audit/quick/draw.ts";
import { damagedOf, missProbability, USUAL_SAMPLE } from "../../../api/audit/quick/missed.ts";

const LEDGER: Draw["ledger"] = {
  origin: "ledger.example/main",
  chainId: 31_337,
  contract: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  ledgerId: `0x${"2c".repeat(32)}`,
};
const BASE: Draw = {
  ledger: LEDGER,
  size: 1_000,
  count: 20,
  blockHash: `0x${"9f".repeat(32)}`,
  nonce: `0x${"5a".repeat(32)}`,
};

const of = (change: Partial<Draw>): Draw => ({ ...BASE, ...change });
const ledger = (change: Partial<Draw["ledger"]>): Draw => of({ ledger: { ...LEDGER, ...change } });

/** By name, each with what is particular about it. */
const CASES: Readonly<Record<string, readonly [what: string, draw: Draw]>> = {
  "twenty-of-a-thousand": ["what the others change one thing of", BASE],
  "another-block": ["the hash of another block", of({ blockHash: `0x${"9f".repeat(31)}9e` })],
  "another-nonce": [
    "other random bytes: the first sample stays",
    of({ nonce: `0x${"5a".repeat(31)}5b` }),
  ],
  "another-size": ["one entry more to draw from", of({ size: 1_001 })],
  "one-more": ["one more is drawn", of({ count: 21 })],
  "another-ledger": ["another ledger id", ledger({ ledgerId: `0x${"2c".repeat(31)}2d` })],
  "another-chain": ["another chain", ledger({ chainId: 1 })],
  "another-contract": ["another contract", ledger({ contract: `0x${"5f".repeat(20)}` })],
  "another-origin": ["an origin beyond ASCII", ledger({ origin: "账本.example/main" })],
  "one-of-one": ["the only entry there is", of({ size: 1, count: 1 })],
  all: ["all that there are", of({ size: 40, count: 40 })],
  "all-but-one": ["all but one", of({ size: 40, count: 39 })],
  "as-usual": ["as many as usual of a million", of({ size: 1_000_000, count: USUAL_SAMPLE })],
  // 2^64 mod each bound is nearly as large as the bound: one number in 2,049 is thrown away.
  "thrown-away": [
    "numbers that are thrown away",
    of({ size: 9_002_803_354_671_472, count: 6_000 }),
  ],
};

export function allSampleVectors(): Map<string, string> {
  const cases = Object.entries(CASES).map(([name, [what, draw]]) => {
    const { ledger: own, size, count, blockHash, nonce } = draw;
    const missed = missProbability({ size, damaged: damagedOf(size), drawn: count });
    const { byBlock, byNonce } = drawSamples(draw);
    const vector = {
      description: what,
      ...own,
      size,
      count,
      blockHash,
      nonce,
      byBlock,
      byNonce,
      missed,
    };
    return [`${name}.json`, `${JSON.stringify(vector)}\n`] as const;
  });
  return new Map(cases);
}
