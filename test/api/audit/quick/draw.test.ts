import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Draw, drawSamples } from "../../../../api/audit/quick/draw.ts";
import { damagedOf, missProbability } from "../../../../api/audit/quick/missed.ts";

const VECTORS = new URL("../../../vectors/audit-sample/", import.meta.url);

const ledger = {
  origin: "ledger.example/main",
  chainId: 31_337,
  contract: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  ledgerId: `0x${"2c".repeat(32)}`,
};
const NONCE = `0x${"5a".repeat(32)}`;
const samples = (size: number, count: number, block = 0, nonce = NONCE) => {
  const blockHash = `0x${createHash("sha256").update(`block ${block}`).digest("hex")}`;
  return drawSamples({ ledger, size, count, blockHash, nonce });
};

/** The draw of FORMAT §15.1 once more, as its text has it. */
function reference(text: string) {
  const { origin, chainId, contract, ledgerId, size, count, blockHash, nonce } = JSON.parse(text);
  const n8 = (n: number | bigint): string => BigInt(n).toString(16).padStart(16, "0");
  const hash = (hex: string): string =>
    createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex");
  const label = Buffer.from("counterfoil/audit-sample/v1").toString("hex");
  const seed = hash(
    [label, "00", n8(chainId), contract.slice(2), ledgerId.slice(2), n8(size), n8(count)].join("") +
      blockHash.slice(2) +
      Buffer.from(origin, "utf8").toString("hex"),
  );
  const again = hash(`${label}02${seed}${nonce.slice(2)}`);
  const [byBlock, byNonce] = [drawnFrom(seed), drawnFrom(again)];
  return {
    ...{ byBlock: byBlock.drawn, byNonce: byNonce.drawn },
    thrown: byBlock.thrown + byNonce.thrown,
  };

  function drawnFrom(seed: string): { drawn: number[]; thrown: number } {
    let [taken, thrown] = [0, 0];
    const number = (): bigint => {
      const block = hash(`${label}01${seed}${n8(Math.floor(taken / 4))}`);
      const at = (taken++ % 4) * 16;
      return BigInt(`0x${block.slice(at, at + 16)}`);
    };
    const drawn: number[] = [];
    const has = new Set<number>();
    for (let last = size - count; last <= size - 1; last++) {
      const bound = BigInt(last) + 1n;
      let value = number();
      while (value >= 2n ** 64n - (2n ** 64n % bound)) {
        thrown++;
        value = number();
      }
      const index = Number(value % bound);
      const next = has.has(index) ? last : index;
      has.add(next);
      drawn.push(next);
    }
    return { drawn: drawn.sort((a, b) => a - b), thrown };
  }
}

describe("the draw", () => {
  const names = readdirSync(VECTORS);

  it.each(names)("is as its text in FORMAT says: %s", (name) => {
    const text = readFileSync(new URL(name, VECTORS), "utf8");
    const { byBlock, byNonce, size, count, blockHash, nonce, missed, ...rest } = JSON.parse(text);
    expect(reference(text)).toMatchObject({ byBlock, byNonce });
    const { origin, chainId, contract, ledgerId } = rest;
    const own: Draw = {
      ledger: { origin, chainId, contract, ledgerId },
      size,
      count,
      blockHash,
      nonce,
    };
    expect(drawSamples(own)).toMatchObject({ byBlock, byNonce });
    expect(missProbability({ size, damaged: damagedOf(size), drawn: count })).toBe(missed);
  });

  it("differs between all vectors, and throws numbers away in one", () => {
    const texts = names.map((name) => readFileSync(new URL(name, VECTORS), "utf8"));
    const second = texts.map((text) => JSON.stringify(JSON.parse(text).byNonce));
    const first = texts.map((text) => JSON.stringify(JSON.parse(text).byBlock));
    // Two that draw all there are, or the only one, have one sample; and another nonce changes the second only.
    expect(new Set(second).size).toBe(names.length);
    expect(new Set(first).size).toBe(names.length - 1);
    expect(texts.filter((text) => reference(text).thrown > 0)).toHaveLength(1);
  });

  it("is of so many, each once, ascending, within the size: in all small cases", () => {
    for (let size = 0; size <= 24; size++) {
      for (let records = 0; records <= size; records++) {
        const { byBlock, byNonce, checked } = samples(size, records, size);
        for (const drawn of [byBlock, byNonce, checked]) {
          expect(drawn.every((one, i) => one < size && one > (drawn[i - 1] ?? -1))).toBe(true);
        }
        expect([byBlock.length, byNonce.length]).toEqual([records, records]);
        expect(new Set(checked)).toEqual(new Set([...byBlock, ...byNonce]));
      }
    }
    expect(() => samples(3, 4)).toThrow(RangeError);
    expect(() => samples(3, 2, 0, "0x5a")).toThrow(RangeError);
  });

  it("by the nonce is another one with every nonce, and that by the block is not", () => {
    const nonces = Array.from({ length: 50 }, (_, i) => `0x${String(i).padStart(64, "0")}`);
    const drawn = nonces.map((nonce) => samples(10_000, 30, 0, nonce));
    expect(new Set(drawn.map(({ byBlock }) => byBlock.join())).size).toBe(1);
    expect(new Set(drawn.map(({ byNonce }) => byNonce.join())).size).toBe(50);
  });

  it.each(["byBlock", "byNonce"] as const)("%s takes every set as often as any other", (which) => {
    const counts = new Map<string, number>();
    const draws = 4_000;
    for (let block = 0; block < draws; block++) {
      const name = samples(5, 2, block)[which].join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    const expected = draws / 10;
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 9 degrees of freedom: above 27.9 once in a thousand; the blocks are always the same.
    expect(chi).toBeLessThan(27.9);
  });
});
