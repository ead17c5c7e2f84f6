import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockHeader, headerAt } from "../../../api/anchor/answers.ts";
import { lastBlockNotAfter } from "../../../api/anchor/blocks-in-time.ts";
import { RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { madeUpRpc } from "../../helpers/anchored-chain.ts";

const PLACE = { chainId: 1, contract: `0x${"c0".repeat(20)}`, ledgerId: `0x${"1d".repeat(32)}` };

async function found(
  times: readonly number[],
  seconds: number,
  newest = times.length - 1,
): Promise<{ number: number | null; asked: number }> {
  const rpc = madeUpRpc({ ...PLACE, blocks: times.map((time) => ({ time })), final: null });
  const header = (await headerAt(rpc, newest)) as BlockHeader;
  const block = await lastBlockNotAfter(rpc, seconds, header);
  return { number: block?.number ?? null, asked: rpc.asked.length - 1 };
}

describe("the last block not after a time", () => {
  it("is that of a plain search, whatever the times, below whatever block", async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: -2, max: 120 }),
        fc.nat(),
        async (gaps, at, below) => {
          let time = 0;
          const times = gaps.map((gap) => {
            time += gap;
            return time;
          });
          const newest = below % times.length;
          const plain = times.slice(0, newest + 1).findLastIndex((each) => each <= at);
          expect((await found(times, at, newest)).number).toBe(plain === -1 ? null : plain);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is found among millions with few questions, the newer the fewer", async () => {
    const times = { length: 20_000_000 };
    const rpc = async (_: string, [tag]: readonly unknown[]) => {
      asked++;
      const number = Number(tag);
      return {
        number: tag,
        hash: `0x${"0".repeat(64)}`,
        timestamp: `0x${(number * 12).toString(16)}`,
      };
    };
    let asked = 0;
    const newest = (await headerAt(rpc, times.length - 1)) as BlockHeader;
    for (const [number, most] of [
      [19_999_998, 2],
      [19_999_900, 15],
      [12_345_678, 50],
      [0, 50],
    ] as const) {
      asked = 0;
      expect((await lastBlockNotAfter(rpc, number * 12 + 11, newest))?.number).toBe(number);
      expect(asked, String(number)).toBeLessThanOrEqual(most);
    }
  });

  it("is not told by a node that lacks a block, or gives another", async () => {
    const newest = { number: 9, hash: "", time: 90, baseFee: null };
    const lacking = async () => null;
    await expect(lastBlockNotAfter(lacking, 5, newest)).rejects.toThrow(RpcUnreachable);
    const header = { number: "0x1", hash: `0x${"0".repeat(64)}`, timestamp: "0x1" };
    const confused = async () => header;
    await expect(lastBlockNotAfter(confused, 5, newest)).rejects.toThrow(RpcUnreachable);
  });
});
