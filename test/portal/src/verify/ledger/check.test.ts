/** A whole log against the chain, in a browser: no node and no server can make a rewritten or withheld log look whole. */
import { describe, expect, it } from "vitest";
import type { RpcRejected } from "../../../../../api/anchor/rpc.ts";
import {
  ChainRejected,
  ChainUnreachable,
  type Rpc,
} from "../../../../../portal/src/verify/chain/rpc.ts";
import { checkLedger, type LedgerReport } from "../../../../../portal/src/verify/ledger/check.ts";
import { type MadeUpNode, madeUpRpc } from "../../../../helpers/anchored-chain.ts";
import { type PromisedLog, promisedLog, someLeaves } from "../../../../helpers/promised-log.ts";

const made = promisedLog(someLeaves(9));
/** On a chain that nobody can rewrite. */
const log = { ...made, policy: { ...made.policy, chainId: 1 } };
/** The same keys over other entries from the sixth on. */
const rewritten = promisedLog([...someLeaves(5), ...someLeaves(4, "other")]);

/** Anchored at 4, 7 and 9. */
const node: MadeUpNode = {
  ...log.policy,
  blocks: [
    { time: 1 },
    ...[4, 7, 9].map((size) => ({ time: size, anchors: [{ size, root: log.root(size) }] })),
  ],
  final: 2,
};

type Lie = (method: string, answer: unknown, params: readonly unknown[]) => unknown;

function rpcOf(lie: Lie = (_, answer) => answer, of: MadeUpNode = node): Rpc {
  const honest = madeUpRpc(of);
  return async (method, params) => {
    const answer = await honest(method, params).catch((error: RpcRejected) => {
      throw new ChainRejected({ code: error.code, message: error.message });
    });
    return lie(method, answer, params);
  };
}

function check(rpc: Rpc, served: PromisedLog | null = log, size = 9): Promise<LedgerReport> {
  const files = new Map(served?.tiles(size));
  if (served !== null) files.set("/checkpoint", new TextEncoder().encode(served.checkpoint(size)));
  return checkLedger({
    policy: log.policy,
    rpc,
    fetchOwn: async (path) => files.get(path) ?? files.get(path.slice(1)) ?? null,
    onProgress: () => {},
  });
}

const saying = ({ word, steps }: LedgerReport) => [
  word,
  ...steps.filter(({ name }) => name === "anchors").map(({ code }) => code),
];

/** Only these of the logs that there are. */
const listing =
  (some: (logs: unknown[]) => unknown): Lie =>
  (method, answer) =>
    method === "eth_getLogs" ? some(answer as unknown[]) : answer;

const SHORT: readonly (readonly [string, Lie])[] = [
  ["nothing", listing(() => [])],
  ["the oldest", listing((logs) => logs.slice(0, 1))],
  ["all but the newest", listing((logs) => logs.slice(0, -1))],
  ["all but the one between", listing((logs) => logs.toSpliced(1, 1))],
  ["all but the oldest", listing((logs) => logs.slice(1))],
  ["no list", listing(() => null)],
];

describe("a log and its chain", () => {
  it("that agree, at every size", async () => {
    const report = await check(rpcOf());
    expect(saying(report)).toEqual(["holds", "all"]);
    expect(report.steps.at(-1)).toMatchObject({ name: "final", numbers: { size: 7, behind: 2 } });
  });

  it("that do not", async () => {
    expect(saying(await check(rpcOf(), rewritten))).toEqual(["broken", "differs"]);
    expect(saying(await check(rpcOf(), log, 7))).toEqual(["broken", "ahead"]);
    expect(saying(await check(rpcOf(), null))).toEqual(["broken", "ahead"]);
  });
});

describe("a node that lists too little", () => {
  it.each(SHORT)("%s: the contract's own head is compared all the same", async (_, lie) => {
    expect(saying(await check(rpcOf(lie)))).toEqual(["holds", "newest"]);
    expect(saying(await check(rpcOf(lie), rewritten))).toEqual(["broken", "differs"]);
    expect(saying(await check(rpcOf(lie), log, 7))).toEqual(["broken", "ahead"]);
  });

  it("because the answer is too large, or does not come", async () => {
    for (const reason of ["bad_answer", "timeout"] as const) {
      const lie = listing(() => {
        throw new ChainUnreachable(reason);
      });
      expect(saying(await check(rpcOf(lie)))).toEqual(["holds", "newest"]);
    }
  });

  it("at once is asked range by range", async () => {
    const blocks = Array.from({ length: 20_003 }, (_, i) => node.blocks[i / 10_000] ?? { time: i });
    const long: MadeUpNode = {
      ...node,
      blocks: [...blocks, ...node.blocks.slice(3)],
      final: 20_003,
    };
    const asked: unknown[] = [];
    const noting: Lie = (method, answer, params) => {
      if (method === "eth_getLogs") asked.push(params[0]);
      return answer;
    };
    const report = await check(rpcOf(noting, { ...long, searches: 10_000 }));
    expect(saying(report)).toEqual(["holds", "all"]);
    expect(asked).toMatchObject([
      { fromBlock: "0x0", toBlock: "0x270f" },
      { fromBlock: "0x2710", toBlock: "0x4e1f" },
      { fromBlock: "0x4e20", toBlock: "0x4e23" },
    ]);
    expect(saying(await check(rpcOf(undefined, { ...long, searches: 5 })))).toEqual([
      "holds",
      "newest",
    ]);
  });
});

it("stops where nobody waits any more", async () => {
  const signal = AbortSignal.abort();
  const fetchOwn = async (path: string) =>
    path === "/checkpoint" ? new TextEncoder().encode(log.checkpoint(9)) : null;
  const options = { policy: log.policy, rpc: rpcOf(), fetchOwn, onProgress: () => {}, signal };
  await expect(checkLedger(options)).rejects.toMatchObject({ name: "AbortError" });
});
