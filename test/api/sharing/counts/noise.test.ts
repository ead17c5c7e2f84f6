/** Noise as it is described: its distribution, that it is the same again, and that what is told keeps to the threshold. */
import { expect, it } from "vitest";
import { noiseFrom, noiseOf, ROUNDED_TO, toldOf } from "../../../../api/sharing/counts/noise.ts";
import { MAC_PURPOSES, macsWith } from "../../../../api/vault/macs.ts";
import { seededRandom } from "../../../helpers/repeatable.ts";

const random = seededRandom("counts");
const mac = macsWith(new Map(MAC_PURPOSES.map((purpose) => [purpose, random.bytes(32)])));
const ALPHA = Math.exp(-0.5);
/** P(k) = (1 − α)/(1 + α) · α^|k|: of the sum over all k, term by term, independently of how it is drawn. */
const probability = (k: number): number => ((1 - ALPHA) / (1 + ALPHA)) * ALPHA ** Math.abs(k);

it("is two-sided geometric", () => {
  const drawn = 40_000;
  const seen = new Map<number, number>();
  for (let period = 0; period < drawn; period++) {
    const noise = noiseOf(mac, { counted: "a", period });
    seen.set(noise, (seen.get(noise) ?? 0) + 1);
  }
  let chiSquare = 0;
  let inside = 0;
  for (let k = -8; k <= 8; k++) {
    const expected = drawn * probability(k);
    const count = seen.get(k) ?? 0;
    inside += count;
    chiSquare += (count - expected) ** 2 / expected;
  }
  const rest = drawn * (1 - [...Array(17)].reduce((sum, _, i) => sum + probability(i - 8), 0));
  chiSquare += (drawn - inside - rest) ** 2 / rest;
  // 17 degrees of freedom; the seed is fixed, so this cannot fail by chance.
  expect(chiSquare).toBeLessThan(33);
});

it("gives bytes their exact place in the distribution", () => {
  const bytes = (first: bigint, sign: number): Uint8Array => {
    const all = Buffer.alloc(32);
    all.writeBigUInt64BE(first);
    all[8] = sign;
    return all;
  };
  // The highest values are no noise at all, the lowest the most there is; the sign is a bit of its own.
  expect(noiseFrom(bytes(2n ** 64n - 1n, 0))).toBe(0);
  expect(noiseFrom(bytes(0n, 0))).toBe(-noiseFrom(bytes(0n, 255)));
  expect(noiseFrom(bytes(0n, 0))).toBeGreaterThan(60);
  // P(|k| ≥ 1) = 2α/(1 + α) ≈ 0.7551, P(|k| ≥ 2) = α times that ≈ 0.4580.
  const at = (share: number) => bytes(BigInt(Math.floor(share * 2 ** 53)) << 11n, 0);
  expect([0.756, 0.754, 0.459, 0.457].map((share) => noiseFrom(at(share)))).toEqual([0, 1, 1, 2]);
});

it("is the same for the same question, and another for each other", () => {
  const asked = { counted: "a", period: 7 };
  const others = [
    { ...asked, counted: "b" },
    { ...asked, period: 8 },
  ];
  // Of one question it may be equal by chance; of 40 in a row it is not.
  const row = (of: typeof asked) =>
    Array.from({ length: 40 }, (_, i) => noiseOf(mac, { ...of, counted: `${of.counted}${i}` }));
  expect(row(asked)).toEqual(row(asked));
  for (const other of others) expect(row(other)).not.toEqual(row(asked));
});

it("tells a rounded number, or that it is below the threshold, by the number with its noise alone", () => {
  expect(toldOf(19, 0, 20)).toBeNull();
  expect(toldOf(30, -11, 20)).toBeNull();
  expect(toldOf(18, 2, 20)).toBe(20);
  expect(toldOf(26, 0, 25)).toBe(30);
  expect(toldOf(22, 0, 22)).toBe(22);
  for (let counted = 20; counted < 200; counted++)
    expect(toldOf(counted, 0, 20)! % ROUNDED_TO).toBe(0);
});
