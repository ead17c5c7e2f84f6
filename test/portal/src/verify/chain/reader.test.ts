/** The browser's reader of a chain against the server's, which speaks ethers: whatever a node says, both make the same of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anchoredTopics as ethersTopics, ledgerAnchor } from "../../../../../api/anchor/abi.ts";
import { createChainReader } from "../../../../../api/anchor/reader.ts";
import {
  anchoredTopics,
  headCall,
  rootAtCall,
} from "../../../../../portal/src/verify/chain/abi.ts";
import { chainReader } from "../../../../../portal/src/verify/chain/reader.ts";
import {
  ChainRejected,
  ChainUnreachable,
  isRpcAddress,
  rpcAt,
  rpcOf,
} from "../../../../../portal/src/verify/chain/rpc.ts";
import { watchWallets } from "../../../../../portal/src/verify/chain/wallets.ts";
import { asContractAddress, asLedgerId, asTreeSize } from "../../../../../portal/verify/brands.ts";
import type { AnchorQuestion } from "../../../../../portal/verify/chain.ts";
import { type TestLedger, testLedger } from "../../../../api/anchor/fixtures.ts";
import { type Answer, type RpcProxy, startProxy } from "../../../../api/anchor/proxy.ts";
import { freePort, startTestChain, type TestChain } from "../../../../helpers/chain.ts";

const LIMITS = { timeoutMs: 20_000, maxAnswerBytes: 100_000 };

let chain: TestChain;
let ledger: TestLedger;
let proxy: RpcProxy;
let block5: number;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await testLedger(chain.rpcUrl);
  const worker = ledger.worker();
  ledger.seal(5);
  await worker.kick();
  block5 = ledger.store.rows.get(5)?.block ?? -1;
  await chain.mine(2);
  ledger.seal(6);
  await worker.kick();
  await worker.stop();
  proxy = await startProxy(chain.rpcUrl);
});
beforeEach(() => {
  proxy.intercept = () => undefined;
});
afterAll(async () => {
  await proxy.close();
  await chain.stop();
});

function question(changes: Partial<AnchorQuestion> = {}): AnchorQuestion {
  const { chainId, contract, ledgerId } = ledger;
  return { chainId, contract, ledgerId, size: asTreeSize(5), block: block5, ...changes };
}

/** What a reader makes of it, or how it fails. */
async function outcome(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((error: Error & { reason?: string }) => ({
    failed: error.name.replace(/^(Rpc|Chain)/, ""),
    reason: error.reason ?? null,
  }));
}

async function both(asked: AnchorQuestion, url = proxy.url) {
  const ours = await outcome(chainReader(rpcAt(url, LIMITS))(asked));
  const theirs = await outcome(createChainReader(url, LIMITS)(asked));
  expect(ours).toEqual(theirs);
  return ours;
}

describe("the contract's words", () => {
  it("are what ethers makes of its ABI", () => {
    const id = ledger.ledgerId;
    for (const size of [0, 1, 5, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER]) {
      expect(rootAtCall(id, size)).toBe(ledgerAnchor.encodeFunctionData("rootAt", [id, size]));
      expect(anchoredTopics(id, size)).toEqual(ethersTopics(id, size));
    }
    expect(headCall(id)).toBe(ledgerAnchor.encodeFunctionData("head", [id]));
    expect(anchoredTopics(id, null)).toEqual(ethersTopics(id, 0).slice(0, 2));
  });
});

describe("what a chain knows", () => {
  it("is told as the server tells it", async () => {
    expect(await both(question())).toMatchObject({ registered: true, event: { size: 5 } });
    const nowhere = asContractAddress(`0x${"12".repeat(20)}`);
    const another = asContractAddress("0x0000f90827f1c53a10cb7a02335b175320002935");
    const changes: Partial<AnchorQuestion>[] = [
      { block: null },
      { block: block5 + 1 },
      { size: asTreeSize(6), block: null },
      { size: asTreeSize(4) },
      { contract: nowhere },
      { contract: another },
      { ledgerId: asLedgerId(`0x${"34".repeat(32)}`) },
      { chainId: 1 },
    ];
    for (const change of changes) await both(question(change));
  });
});

describe("a node with limits, or one that lies", () => {
  const word = `0x${"ab".repeat(32)}`;
  const answers: readonly Answer[] = [
    "drop",
    "",
    "<html>",
    "null",
    '{"jsonrpc":"2.0"}',
    "x".repeat(LIMITS.maxAnswerBytes + 1),
    { error: { code: -32000, message: "rate limit exceeded" } },
    { error: { code: -32000, message: "execution reverted" } },
    { error: { code: 3, message: "", data: "0x" } },
    ...[null, 7, "0x", "0x07", "0x7", "zz", {}, [], [7], word, `${word}00`].map((result) => ({
      result,
    })),
  ];

  it.each(["eth_chainId", "eth_getBlockByNumber", "eth_call", "eth_getLogs", "eth_getBlockByHash"])(
    "whatever it says to %s, both make the same of it",
    async (wanted) => {
      for (const answer of answers) {
        proxy.intercept = ({ method }) => (method === wanted ? answer : undefined);
        await both(question());
      }
    },
  );

  it("names no final block", async () => {
    proxy.intercept = ({ params }) => (params[0] === "finalized" ? { result: null } : undefined);
    expect(await both(question())).toMatchObject({ finalized: null, rootAtFinalized: null });
  });

  it("whatever is wrong with a log", async () => {
    const filter = { fromBlock: "0x0", address: ledger.contract };
    const logs = (await chain.rpc("eth_getLogs", [filter])) as Record<string, unknown>[];
    const log = logs.find(({ blockNumber }) => Number(blockNumber) === block5)!;
    const [event, ledgerId, size] = log.topics as string[];
    const changes: Record<string, unknown>[] = [
      {},
      { address: `0x${"12".repeat(20)}` },
      { topics: [word, ledgerId, size] },
      { topics: [event, word, size] },
      { topics: [event, ledgerId] },
      { topics: undefined },
      { data: `${log.data}00` },
      { data: String(log.data).toUpperCase().replace("X", "x") },
      { data: String(log.data).slice(0, 66) + "cd".repeat(32) },
      { blockNumber: "0x0" },
      { blockNumber: null },
      { removed: true },
    ];
    for (const change of changes) {
      const said = [...logs.slice(0, 1), { ...log, ...change }];
      proxy.intercept = ({ method }) => (method === "eth_getLogs" ? { result: said } : undefined);
      await both(question());
      await both(question({ block: null }));
    }
  });
});

describe("whoever is asked", () => {
  it("nobody there, or too slow: the address is not repeated", async () => {
    const dead = `http://127.0.0.1:${await freePort()}/secret-key`;
    const error = await chainReader(rpcAt(dead, LIMITS))(question()).catch((e: Error) => e);
    expect(error).toMatchObject({ reason: "refused" });
    expect(String(error)).not.toContain("secret-key");
    proxy.intercept = () => "hang";
    const slow = chainReader(rpcAt(proxy.url, { ...LIMITS, timeoutMs: 200 }))(question());
    await expect(slow).rejects.toMatchObject({ reason: "timeout" });
  });

  it("takes several questions at once", async () => {
    const node = rpcAt(chain.rpcUrl, LIMITS);
    const said = await Promise.all([1, 2, 3].map(() => node("eth_chainId", [])));
    expect(new Set(said).size).toBe(1);
  });

  it("knows addresses from what is none", () => {
    expect(["https://node.example/key", "http://127.0.0.1:8545"].every(isRpcAddress)).toBe(true);
    expect(["", "node.example", "ws://node", "javascript:0", "file:///x"].some(isRpcAddress)).toBe(
      false,
    );
  });

  it("a wallet is asked like a node, and given up when it waits for its person", async () => {
    const node = rpcAt(chain.rpcUrl, LIMITS);
    const wallet = rpcOf({ request: ({ method, params }) => node(method, params) });
    expect(await chainReader(wallet)(question())).toEqual(
      await createChainReader(chain.rpcUrl)(question()),
    );
    const asleep = rpcOf({ request: () => new Promise(() => {}) }, { timeoutMs: 20 });
    await expect(asleep("eth_chainId", [])).rejects.toMatchObject({ reason: "timeout" });
    const failing = (error: unknown) => rpcOf({ request: () => Promise.reject(error) });
    await expect(failing({ code: 4001 })("x", [])).rejects.toBeInstanceOf(ChainUnreachable);
    const inner = { originalError: { code: 3, message: "execution reverted", data: "0x" } };
    const wrapped = failing({ code: -32603, message: "Internal JSON-RPC error.", data: inner });
    const error = await wrapped("eth_call", []).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ChainRejected);
    expect((error as ChainRejected).reverted).toBe(true);
  });

  it("wallets announce themselves, and push out the one that only took window.ethereum", () => {
    const provider = { request: async () => null };
    const page = Object.assign(new EventTarget(), { ethereum: provider });
    const seen: (string | null)[][] = [];
    const stop = watchWallets(page, (found) => seen.push(found.map(({ name }) => name)));
    const announce = (detail: unknown) =>
      page.dispatchEvent(Object.assign(new Event("eip6963:announceProvider"), { detail }));
    announce({ info: { uuid: "1", name: "Fox" }, provider });
    announce({ info: { uuid: "2" }, provider });
    announce({ info: { uuid: "1", name: "Fox" }, provider });
    stop();
    announce({ info: { uuid: "3", name: "Late" }, provider });
    expect(seen).toEqual([[null], ["Fox"], ["Fox"]]);
  });
});
