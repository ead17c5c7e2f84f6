/** What a follower asks a real node, through a proxy that can make it refuse. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AnchoredBlocks, createAnchorFollower } from "../../../api/anchor/follower.ts";
import { RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { hex, type TestLedger, testLedger } from "./fixtures.ts";
import { type RpcProxy, startProxy } from "./proxy.ts";

let chain: TestChain;
let ledger: TestLedger;
let proxy: RpcProxy;
const SIZES = [3, 4, 9, 20, 21];
let first: number;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await testLedger(chain.rpcUrl);
  const worker = ledger.worker();
  for (const size of SIZES) {
    ledger.seal(size);
    await worker.kick();
    await chain.mine(40);
  }
  await worker.stop();
  first = ledger.store.rows.get(3)?.block ?? -1;
});
beforeEach(async () => {
  proxy = await startProxy(chain.rpcUrl);
});
afterEach(() => proxy.close());
afterAll(() => chain.stop());

const follower = () => createAnchorFollower(proxy.url, ledger);

async function all(from: number, to: number, most = 1_000): Promise<readonly AnchoredBlocks[]> {
  const found: AnchoredBlocks[] = [];
  for await (const blocks of follower().anchored(from, to, most)) found.push(blocks);
  return found;
}
const sizesIn = (found: readonly AnchoredBlocks[]): number[] =>
  found.flatMap(({ anchored }) => anchored.map(({ size }) => size));

describe("a follower", () => {
  it("sees head, newest and final block", async () => {
    const look = await follower().look();
    expect(look).toMatchObject({
      chainId: 31337,
      head: { size: 21, root: hex(ledger.log.root(21)) },
    });
    expect(look.latest - (look.finalized as number)).toBe(2);
  });

  it("sees no ledger where there is none", async () => {
    const nowhere = { contract: `0x${"12".repeat(20)}`, ledgerId: ledger.ledgerId };
    expect((await createAnchorFollower(proxy.url, nowhere).look()).head).toBeNull();
    const other = { contract: ledger.contract, ledgerId: `0x${"12".repeat(32)}` };
    expect((await createAnchorFollower(proxy.url, other).look()).head).toBeNull();
  });

  it("reads the root of a size, or none", async () => {
    expect(await follower().rootAt(9)).toBe(hex(ledger.log.root(9)));
    expect(await follower().rootAt(10)).toBeNull();
  });

  it("is told all that was anchored, ascending", async () => {
    const { latest } = await follower().look();
    const found = await all(0, latest);
    expect(sizesIn(found)).toEqual(SIZES);
    expect(found.at(-1)?.to).toBe(latest);
    expect(found[0]?.anchored[0]).toMatchObject({
      ...{ root: hex(ledger.log.root(3)), previousSize: 0, blockNumber: first },
    });
  });

  it("is told what is in some blocks only", async () => {
    expect(sizesIn(await all(first + 1, first + 41))).toEqual([4]);
    expect(sizesIn(await all(first, first))).toEqual([3]);
    expect(await all(10, 9)).toEqual([]);
  });

  it("asks a node that refuses many blocks for fewer, until it answers", async () => {
    const { latest } = await follower().look();
    const asked: number[] = [];
    proxy.intercept = ({ method, params }) => {
      if (method !== "eth_getLogs") return undefined;
      const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }];
      const blocks = Number(toBlock) - Number(fromBlock) + 1;
      asked.push(blocks);
      return blocks > 30 ? { error: { code: -32005, message: "too many blocks" } } : undefined;
    };
    expect(sizesIn(await all(0, latest))).toEqual(SIZES);
    expect(Math.max(...asked.slice(2))).toBeLessThan(120);
    expect(sizesIn(await all(0, latest, 4)).length).toBeLessThan(SIZES.length);
  });

  it("ends where a node refuses all of it", async () => {
    proxy.intercept = ({ method }) =>
      method === "eth_getLogs" ? { error: { code: -32601, message: "no logs here" } } : undefined;
    expect(await all(0, 1_000)).toEqual([]);
  });

  it("rejects where the node is not there", async () => {
    const dead = createAnchorFollower("http://127.0.0.1:9", ledger);
    await expect(dead.look()).rejects.toBeInstanceOf(RpcUnreachable);
    await expect(dead.rootAt(3)).rejects.toBeInstanceOf(RpcUnreachable);
    await expect(dead.anchored(0, 9, 9)[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(
      RpcUnreachable,
    );
  });
});
