/** Which block first anchored an entry: against a plain search, on nodes that tell more and less. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CoverAnswer, coverReader } from "../../../api/anchor/cover.ts";
import { RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import {
  deadRpc,
  type MadeUpBlock,
  type MadeUpNode,
  madeUpHash,
  madeUpRpc,
} from "../../helpers/anchored-chain.ts";

const PLACE = { chainId: 1, contract: `0x${"c0".repeat(20)}`, ledgerId: `0x${"1d".repeat(32)}` };
const rootOf = (size: number): string => `0x${size.toString(16).padStart(64, "7")}`;

/** A block every 10 seconds from time 1,000,000 on; sizes anchored in some. */
function chain(anchors: Readonly<Record<number, readonly number[]>>, count: number): MadeUpBlock[] {
  return Array.from({ length: count }, (_, i) => ({
    time: 1_000_000 + 10 * i,
    anchors: (anchors[i] ?? []).map((size) => ({ size, root: rootOf(size) })),
  }));
}
const at = (block: number): number => (1_000_000 + 10 * block) * 1000;

const ask = (
  node: MadeUpNode,
  index: number,
  deadline: number,
  time = deadline,
): Promise<CoverAnswer> => coverReader(madeUpRpc(node))({ ...PLACE, index, time, deadline });

interface Plain {
  readonly size: number | null;
  readonly inTime: boolean;
}

/** What anybody would say who sees the whole chain. */
function plain({ blocks, final }: MadeUpNode, index: number, deadline: number): Plain {
  const all = blocks
    .slice(0, (final ?? -1) + 1)
    .flatMap(({ time, anchors = [] }) => anchors.map(({ size }) => ({ time, size })));
  const first = all.find(({ size }) => size > index);
  return {
    size: first?.size ?? null,
    inTime: first !== undefined && first.time * 1000 <= deadline,
  };
}

/** Sizes that grow, over some of the blocks. */
const worlds = fc
  .record({
    steps: fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }), {
      minLength: 1,
      maxLength: 12,
    }),
    final: fc.nat({ max: 11 }),
    index: fc.nat({ max: 20 }),
    deadline: fc.integer({ min: at(-1), max: at(13) }),
    promised: fc.nat({ max: 60_000 }),
  })
  .map(({ steps, final, ...rest }) => {
    let size = 0;
    const blocks = steps.map((grown, i) => ({
      time: 1_000_000 + 10 * i,
      anchors: grown.map((more) => {
        size += more;
        return { size, root: rootOf(size) };
      }),
    }));
    return { node: { ...PLACE, blocks, final: final % blocks.length }, ...rest };
  });

describe("the first final anchor over an entry", () => {
  const check = (change: Partial<MadeUpNode>, mayNotKnow: boolean) =>
    fc.assert(
      fc.asyncProperty(worlds, async ({ node, index, deadline, promised }) => {
        const telling = { ...node, ...change };
        const told = await ask(telling, index, deadline, deadline - promised).catch((error) => {
          // The final state itself is gone.
          if (mayNotKnow && error instanceof RpcRejected) return null;
          throw error;
        });
        if (told === null) return;
        const wanted = plain(node, index, deadline);
        expect(told.registered).toBe(true);
        expect(told.final?.number).toBe(node.final);
        if (told.cover === "unknown") {
          expect(mayNotKnow).toBe(true);
          return;
        }
        // Not even its final state: then there may be something that it does not know of, and nothing is called broken.
        if (told.head === null && change.forgetsSilently) {
          expect((told.final?.time ?? 0) * 1000).toBeLessThanOrEqual(deadline);
          return;
        }
        expect(told.cover === null).toBe(wanted.size === null);
        if (told.cover === null) return;
        expect(told.cover.inTime).toBe(wanted.inTime);
        expect(told.cover.size).toBeGreaterThan(index);
        expect(told.cover.root).toBe(rootOf(told.cover.size));
        expect(told.cover.notAfter * 1000 <= deadline).toBe(wanted.inTime);
        if (told.cover.block === null) return;
        expect(told.cover.size).toBe(wanted.size);
        expect(told.cover.block.hash).toBe(madeUpHash(told.cover.block.number));
      }),
      { numRuns: 400 },
    );

  it("is told by a node that knows all", () => check({}, false));
  it("is told by a node that searches no logs", () => check({ searches: 0 }, false));
  it("is told by a node without old state", () => check({ remembers: 12 }, false));
  it("is told or not, but never wrongly, by one with neither", () =>
    check({ searches: 2, remembers: 1 }, true));
  it("nor by one that answers nothing where it has forgotten", () =>
    check({ searches: 2, remembers: 1, forgetsSilently: true }, true));

  it("names its block where the node searches only what is near", async () => {
    const blocks = chain({ 3: [5], 4001: [9], 4003: [12], 9000: [20] }, 10_000);
    const node = { ...PLACE, blocks, final: 9_990, searches: 2_500, remembers: 64 };
    const told = await ask(node, 9, at(4_010), at(4_000));
    expect(told.cover).toMatchObject({ size: 12, block: { number: 4003 }, inTime: true });
    // Late by an hour: the next anchor says what there was before it.
    const late = await ask(node, 15, at(8_700), at(8_690));
    expect(late.cover).toMatchObject({ size: 20, block: { number: 9000 }, inTime: false });
  });

  it("is right to the second", async () => {
    const blocks = chain({ 2: [4], 3: [6] }, 8);
    const node = { ...PLACE, blocks, final: 5 };
    for (const node1 of [node, { ...node, searches: 0 }]) {
      expect((await ask(node1, 4, at(3))).cover).toMatchObject({ inTime: true });
      expect((await ask(node1, 4, at(3) + 999)).cover).toMatchObject({ inTime: true });
      expect((await ask(node1, 4, at(3) - 1)).cover).toMatchObject({ inTime: false });
      expect((await ask(node1, 3, at(3) - 1)).cover).toMatchObject({ inTime: true });
    }
  });

  it("counts only what is final", async () => {
    const blocks = chain({ 2: [4], 6: [8] }, 8);
    expect((await ask({ ...PLACE, blocks, final: 5 }, 5, at(7))).cover).toBeNull();
    expect((await ask({ ...PLACE, blocks, final: 6 }, 5, at(7))).cover).toMatchObject({ size: 8 });
    const none = await ask({ ...PLACE, blocks, final: null }, 5, at(7));
    expect(none).toMatchObject({ registered: true, final: null, head: null, cover: null });
  });

  it("is not asked of another chain, nor where there is no such ledger", async () => {
    const blocks = chain({ 2: [4] }, 5);
    const node = { ...PLACE, blocks, final: 4 };
    expect(await ask({ ...node, chainId: 5 }, 1, at(3))).toMatchObject({
      chainId: 5,
      registered: false,
    });
    const elsewhere = { ...node, ledgerId: `0x${"2d".repeat(32)}` };
    expect(await ask(elsewhere, 1, at(3))).toMatchObject({ registered: false, cover: null });
    expect(await ask({ ...node, registered: 9 }, 1, at(3))).toMatchObject({ registered: false });
  });

  it("is none yet where the ledger was registered behind the final block", async () => {
    const blocks = chain({}, 5);
    const node = { ...PLACE, blocks, final: 2, registered: 4 };
    expect(await ask(node, 1, at(3))).toMatchObject({ registered: true, head: null, cover: null });
  });
});

describe("a node that lies or fails", () => {
  const blocks = chain({ 2: [4], 3: [6] }, 8);
  const node: MadeUpNode = { ...PLACE, blocks, final: 5 };
  const changed = (change: (method: string, answer: unknown) => unknown) => {
    const rpc = madeUpRpc(node);
    return coverReader(async (method, params) => change(method, await rpc(method, params)));
  };
  const question = { ...PLACE, index: 4, time: at(1), deadline: at(3) };

  it("has said nothing where logs and contract contradict each other", async () => {
    const wrongRoot = changed((method, answer) =>
      method === "eth_getLogs"
        ? (answer as { data: string }[]).map((log) => ({
            ...log,
            data: `${log.data.slice(0, -2)}00`,
          }))
        : answer,
    );
    await expect(wrongRoot(question)).rejects.toThrow(RpcUnreachable);
    const wrongBlock = changed((method, answer) =>
      method === "eth_getLogs"
        ? (answer as object[]).map((log) => ({ ...log, blockHash: madeUpHash(77) }))
        : answer,
    );
    await expect(wrongBlock(question)).rejects.toThrow(RpcUnreachable);
  });

  it("is not believed for events of another contract or ledger", async () => {
    const foreign = changed((method, answer) =>
      method === "eth_getLogs"
        ? (answer as object[]).map((log) => ({ ...log, address: `0x${"ee".repeat(20)}` }))
        : answer,
    );
    // What its state says is left.
    expect((await foreign(question)).cover).toMatchObject({ size: 6, block: null, inTime: true });
  });

  it("that does not answer is no answer", async () => {
    await expect(coverReader(deadRpc)(question)).rejects.toThrow(RpcUnreachable);
    const refusing = coverReader(async () => {
      throw new RpcRejected(-32000, "no", null);
    });
    await expect(refusing(question)).rejects.toThrow(RpcRejected);
  });

  it("that finds more than it may say is asked by its state", async () => {
    const rpc = madeUpRpc(node);
    const overflowing = coverReader(async (method, params) => {
      if (method === "eth_getLogs") throw new RpcUnreachable("bad_answer");
      return rpc(method, params);
    });
    expect((await overflowing(question)).cover).toMatchObject({ size: 6, inTime: true });
    expect((await overflowing({ ...question, index: 6 })).cover).toBeNull();
  });
});
