import { describe, expect, it } from "vitest";
import { anchorsDown, type FinalAnchor } from "../../../api/anchor/anchors-down.ts";
import { coverReader } from "../../../api/anchor/cover.ts";
import { type MadeUpNode, madeUpRpc } from "../../helpers/anchored-chain.ts";

const PLACE = { chainId: 1, contract: `0x${"c0".repeat(20)}`, ledgerId: `0x${"1d".repeat(32)}` };
const rootOf = (size: number): string => `0x${size.toString(16).padStart(64, "7")}`;

/** A block for each size, and three more. */
const node = (sizes: readonly number[], change: Partial<MadeUpNode> = {}): MadeUpNode => ({
  ...PLACE,
  blocks: [
    { time: 100 },
    ...sizes.map((size, i) => ({ time: 110 + i, anchors: [{ size, root: rootOf(size) }] })),
    ...[0, 1, 2].map((i) => ({ time: 1_000 + i })),
  ],
  final: sizes.length + 1,
  ...change,
});

async function walk(of: MadeUpNode, above: number): Promise<FinalAnchor[]> {
  const rpc = madeUpRpc(of);
  const { head, final } = await coverReader(rpc)({ ...PLACE, index: above, time: 0, deadline: 0 });
  const found: FinalAnchor[] = [];
  for await (const one of anchorsDown(rpc, PLACE, { head: head!, final: final!, above }))
    found.push(one);
  return found;
}

describe("the anchors of a ledger", () => {
  it("come from the newest down to the one above an index, each with root and block", async () => {
    const found = await walk(node([3, 7, 8, 20]), 6);
    expect(found).toEqual([
      { size: 20, root: rootOf(20), block: 4 },
      { size: 8, root: rootOf(8), block: 3 },
      { size: 7, root: rootOf(7), block: 2 },
    ]);
  });

  it("are those that are final", async () => {
    const found = await walk(node([3, 7, 8, 20], { final: 3 }), 0);
    expect(found.map(({ size }) => size)).toEqual([8, 7, 3]);
  });

  it("end with the newest where the node does not search its logs", async () => {
    expect(await walk(node([3, 7, 8], { searches: 0 }), 2)).toEqual([
      { size: 8, root: rootOf(8), block: null },
    ]);
  });

  it("end where a root is not what the event says", async () => {
    const of = node([3, 7, 8]);
    const rpc = madeUpRpc(of);
    const head = { size: 8, root: rootOf(9) };
    const final = { number: 4, hash: "", time: 1_000 };
    const found: FinalAnchor[] = [];
    for await (const one of anchorsDown(rpc, PLACE, { head, final, above: 0 })) found.push(one);
    expect(found).toEqual([{ size: 8, root: rootOf(9), block: null }]);
  });

  it("are so many at most", async () => {
    const sizes = Array.from({ length: 80 }, (_, i) => i + 1);
    expect(await walk(node(sizes), 0)).toHaveLength(50);
  });
});
