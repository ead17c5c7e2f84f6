import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Draw, drawSample } from "../../../../api/audit/quick/draw.ts";
import { damagedOf, missProbability } from "../../../../api/audit/quick/missed.ts";

const VECTORS = new URL("../../../vectors/audit-sample/", import.meta.url);

const ledger = {
  origin: "ledger.example/main",
  chainId: 31_337,
  contract: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  ledgerId: `0x${"2c".repeat(32)}`,
};
const draw = (size: number, records: number, block = 0): number[] => {
  const blockHash = `0x${createHash("sha256").update(`block ${block}`).digest("hex")}`;
  return drawSample({ ledger, size, records, blockHash });
};

/** The draw of FORMAT §15.1 once more, as its text has it. */
function reference(text: string): { drawn: number[]; thrown: number } {
  const { origin, chainId, contract, ledgerId, size, records, blockHash } = JSON.parse(text);
  const n8 = (n: number | bigint): string => BigInt(n).toString(16).padStart(16, "0");
  const hash = (hex: string): string =>
    createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex");
  const label = Buffer.from("counterfoil/audit-sample/v1").toString("hex");
  const seed = hash(
    [label, "00", n8(chainId), contract.slice(2), ledgerId.slice(2), n8(size), n8(records)].join(
      "",
    ) +
      blockHash.slice(2) +
      Buffer.from(origin, "utf8").toString("hex"),
  );
  let [taken, thrown] = [0, 0];
  const number = (): bigint => {
    const block = hash(`${label}01${seed}${n8(Math.floor(taken / 4))}`);
    const at = (taken++ % 4) * 16;
    return BigInt(`0x${block.slice(at, at + 16)}`);
  };
  const drawn: number[] = [];
  const has = new Set<number>();
  for (let last = size - records; last <= size - 1; last++) {
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

describe("the draw", () => {
  const names = readdirSync(VECTORS);

  it.each(names)("is as its text in FORMAT says: %s", (name) => {
    const text = readFileSync(new URL(name, VECTORS), "utf8");
    const { drawn, size, records, blockHash, missed, ...rest } = JSON.parse(text);
    expect(reference(text).drawn).toEqual(drawn);
    const { origin, chainId, contract, ledgerId } = rest;
    const own: Draw = { ledger: { origin, chainId, contract, ledgerId }, size, records, blockHash };
    expect(drawSample(own)).toEqual(drawn);
    expect(missProbability({ size, damaged: damagedOf(size), drawn: records })).toBe(missed);
  });

  it("differs between all vectors, and throws numbers away in one", () => {
    const texts = names.map((name) => readFileSync(new URL(name, VECTORS), "utf8"));
    const drawn = texts.map((text) => JSON.stringify(JSON.parse(text).drawn));
    expect(new Set(drawn).size).toBe(names.length);
    expect(texts.filter((text) => reference(text).thrown > 0)).toHaveLength(1);
  });

  it("is of so many, each once, ascending, within the size: in all small cases", () => {
    for (let size = 0; size <= 24; size++) {
      for (let records = 0; records <= size; records++) {
        const drawn = draw(size, records, size);
        expect(drawn).toHaveLength(records);
        expect(drawn.every((one, i) => one < size && one > (drawn[i - 1] ?? -1))).toBe(true);
      }
    }
    expect(() => draw(3, 4)).toThrow(RangeError);
  });

  it("takes every set as often as any other", () => {
    const counts = new Map<string, number>();
    const draws = 4_000;
    for (let block = 0; block < draws; block++) {
      const name = draw(5, 2, block).join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    const expected = draws / 10;
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 9 degrees of freedom: above 27.9 once in a thousand; the blocks are always the same.
    expect(chi).toBeLessThan(27.9);
  });
});
