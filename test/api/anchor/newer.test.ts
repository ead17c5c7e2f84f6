/** For how long a larger size has been final, by a chain that a test makes up. */
import { describe, expect, it } from "vitest";
import { createNewerReader } from "../../../api/anchor/newer.ts";
import { type MadeUpNode, madeUpNodeAt } from "../../helpers/anchored-chain.ts";

const PLACE = { contract: `0x${"c0".repeat(20)}`, ledgerId: `0x${"1d".repeat(32)}` };
const root = (size: number): string => `0x${size.toString(16).padStart(64, "0")}`;
const anchored = (time: number, ...sizes: number[]) => ({
  ...{ time, anchors: sizes.map((size) => ({ size, root: root(size) })) },
});
const NODE: MadeUpNode = {
  ...{ chainId: 31_337, ...PLACE, registered: 1, final: 5 },
  blocks: [
    { time: 1_000 },
    { time: 1_010 },
    anchored(1_020, 10),
    anchored(1_030, 20, 30),
    { time: 1_040 },
    anchored(1_100, 40),
    anchored(1_200, 50),
  ],
};
const ask = async (size: number, block: number | null, change: Partial<MadeUpNode> = {}) =>
  createNewerReader(await madeUpNodeAt(() => ({ ...NODE, ...change })), PLACE)(size, block);

describe("a newer anchor", () => {
  it.each([
    ["is the next one that is final", 10, 2, 70],
    ["may be in the same block", 20, 3, 70],
    ["that is the newest final one has been so for no time", 30, 3, 0],
    ["there is none behind the newest that is final", 40, 5, null],
    ["there is none behind one that is not final yet", 50, 6, null],
  ])("%s", async (_, size, block, wanted) => {
    expect(await ask(size, block)).toBe(wanted);
  });

  it("cannot be told where no block is final, or nothing is found", async () => {
    expect(await ask(10, null)).toBe("unknown");
    expect(await ask(40, null)).toBeNull();
    expect(await ask(10, 2, { final: null })).toBe("unknown");
    expect(await ask(10, 2, { registered: 6 })).toBe("unknown");
    expect(await ask(10, 2, { searches: 0 })).toBe("unknown");
  });
});
