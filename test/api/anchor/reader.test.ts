import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import { asContractAddress, asLedgerId, asTreeSize } from "../../../portal/verify/brands.ts";
import type { AnchorQuestion } from "../../../portal/verify/chain.ts";
import { freePort, startTestChain, type TestChain } from "../../helpers/chain.ts";
import { hex, type TestLedger, testLedger } from "./fixtures.ts";
import { type RpcCall, type RpcProxy, startProxy } from "./proxy.ts";

const MOST_BYTES = 100_000;
/** For nodes that do answer, however busy the machine is. */
const AMPLE_MS = 20_000;
/** For one that leaves a question open, and answers the others within it. */
const SHORT_MS = 2_000;
/** For one that is given up: nothing need come in time. */
const AT_ONCE_MS = 200;

let chain: TestChain;
let ledger: TestLedger;
let proxy: RpcProxy;
/** The block of the anchor of size 5, which is final; that of size 6 is not. */
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
});
beforeEach(async () => {
  proxy = await startProxy(chain.rpcUrl);
});
afterEach(() => proxy.close());
afterAll(() => chain.stop());

function question(changes: Partial<AnchorQuestion> = {}): AnchorQuestion {
  const { chainId, contract, ledgerId } = ledger;
  return { chainId, contract, ledgerId, size: asTreeSize(5), block: block5, ...changes };
}

const ask = (changes: Partial<AnchorQuestion> = {}, timeoutMs = AMPLE_MS) =>
  createChainReader(proxy.url, { timeoutMs, maxAnswerBytes: MOST_BYTES })(question(changes));

describe("what the chain knows", () => {
  it("a final anchor: roots at both tags, and its event in the block asked for", async () => {
    const row = ledger.store.rows.get(5);
    expect(await ask()).toEqual({
      chainId: 31337,
      registered: true,
      latest: { number: block5 + 3 },
      finalized: { number: block5 + 1 },
      rootAtLatest: hex(ledger.log.root(5)),
      rootAtFinalized: hex(ledger.log.root(5)),
      event: {
        blockNumber: block5,
        blockHash: row?.blockHash,
        blockTime: row?.blockTime,
        transaction: row?.transaction,
        size: 5,
        previousSize: 0,
        root: hex(ledger.log.root(5)),
      },
    });
  });

  it("an anchor that is not final yet", async () => {
    const answer = await ask({ size: asTreeSize(6), block: block5 + 3 });
    expect(answer).toMatchObject({ rootAtLatest: hex(ledger.log.root(6)), rootAtFinalized: null });
    expect(answer.event).toMatchObject({ blockNumber: block5 + 3 });
  });

  it("a size that was never anchored", async () => {
    expect(await ask({ size: asTreeSize(4) })).toMatchObject({
      registered: true,
      rootAtLatest: null,
      rootAtFinalized: null,
      event: null,
    });
  });

  it("another block than the event's: no event, though it exists elsewhere", async () => {
    for (const block of [block5 - 1, block5 + 1, 0]) {
      expect(await ask({ block })).toMatchObject({ registered: true, event: null });
    }
    // Of a block that it does not have, a node may not want to say anything: it may be behind the others.
    expect((await ask({ block: 999_999 })).event).toBe("unavailable");
  });

  it("without a block: the event is found by its topics", async () => {
    expect((await ask({ block: null })).event).toMatchObject({ blockNumber: block5, size: 5 });
  });

  it("no contract at the address, another contract, or no such ledger", async () => {
    const nowhere = asContractAddress(`0x${"12".repeat(20)}`);
    // The EIP-2935 history contract exists on every chain since Prague, and reverts on a call that it does not know.
    const another = asContractAddress("0x0000f90827f1c53a10cb7a02335b175320002935");
    const unknown = asLedgerId(`0x${"34".repeat(32)}`);
    const nothing = { registered: false, rootAtLatest: null, rootAtFinalized: null, event: null };
    expect(await ask({ contract: nowhere })).toMatchObject(nothing);
    expect(await ask({ contract: another })).toMatchObject(nothing);
    expect(await ask({ ledgerId: unknown })).toMatchObject(nothing);
  });

  it("another chain than the policy's: says which one it is", async () => {
    const other = await startTestChain({ chainId: 4242 });
    const answer = await createChainReader(other.rpcUrl)(question());
    expect(answer).toEqual({
      chainId: 4242,
      registered: false,
      latest: { number: 0 },
      finalized: { number: 0 },
      rootAtLatest: null,
      rootAtFinalized: null,
      event: null,
    });
    await other.stop();
  });

  it("a chain of the same id that was reset: no contract, no ledger", async () => {
    const reset = await startTestChain();
    const answer = await createChainReader(reset.rpcUrl)(question());
    expect(answer).toMatchObject({ chainId: 31337, registered: false, event: null });
    await reset.stop();
  });
});

const rejected = (message: string) => ({ error: { code: -32000, message } });
const toFinal = ({ method, params }: RpcCall): boolean =>
  method === "eth_getBlockByNumber" && params[0] === "finalized";

describe("a node with limits", () => {
  it("that names no final block: finality is unknown, the rest is answered", async () => {
    for (const answer of [{ result: null }, rejected("unsupported block tag")]) {
      proxy.intercept = (call) => (toFinal(call) ? answer : undefined);
      const got = await ask();
      expect(got).toMatchObject({ registered: true, finalized: null, rootAtFinalized: null });
      expect(got.rootAtLatest).toBe(hex(ledger.log.root(5)));
    }
  });

  it("that refuses to search its logs, or fails at it: no event, but the roots", async () => {
    const roots = {
      registered: true,
      rootAtLatest: hex(ledger.log.root(5)),
      rootAtFinalized: hex(ledger.log.root(5)),
      event: "unavailable",
    };
    const refused = rejected("exceed maximum block range: 50000");
    const malformed = [null, 7, "0x", {}, [7], [{ blockNumber: "zz" }]].map((result) => ({
      result,
    }));
    for (const answer of [refused, "hang", "drop", "<html>", ...malformed] as const) {
      proxy.intercept = ({ method }) => (method === "eth_getLogs" ? answer : undefined);
      const timeout = answer === "hang" ? SHORT_MS : AMPLE_MS;
      expect(await ask({ block: null }, timeout)).toMatchObject(roots);
      expect(await ask({}, timeout)).toMatchObject(roots);
    }
  });

  it("that does not give the event's block: when it was is not known, so there is no event", async () => {
    const another = { number: "0x1", hash: `0x${"ab".repeat(32)}`, timestamp: "0x1" };
    const answers = [{ result: null }, { result: another }, { result: 7 }, rejected("no"), "drop"];
    for (const answer of answers) {
      proxy.intercept = ({ method }) => (method === "eth_getBlockByHash" ? answer : undefined);
      expect((await ask()).event).toBe("unavailable");
    }
  });
});

describe("a node that lies about its logs", () => {
  let logs: Record<string, unknown>[];
  /** Whatever the filter says, these are the logs. */
  const lie = (said: readonly object[]): void => {
    proxy.intercept = ({ method }) => (method === "eth_getLogs" ? { result: said } : undefined);
  };
  beforeEach(async () => {
    const filter = { fromBlock: "0x0", address: ledger.contract };
    logs = (await chain.rpc("eth_getLogs", [filter])) as Record<string, unknown>[];
  });

  it("all logs of the chain: the one that was asked for is taken, in its block only", async () => {
    lie(logs);
    expect((await ask()).event).toMatchObject({ blockNumber: block5, size: 5 });
    expect((await ask({ block: null })).event).toMatchObject({ blockNumber: block5, size: 5 });
    expect((await ask({ block: block5 + 1 })).event).toBeNull();
  });

  it("a log that is not the contract's, the event's, the ledger's or the size's is none", async () => {
    const log = logs.find(({ blockNumber }) => Number(blockNumber) === block5)!;
    const [event, ledgerId, size] = log.topics as string[];
    const other = `0x${"ab".repeat(32)}`;
    const changes: Record<string, unknown>[] = [
      { address: `0x${"12".repeat(20)}` },
      { topics: [other, ledgerId, size] },
      { topics: [event, other, size] },
      { topics: [event, ledgerId, other] },
      { topics: [event, ledgerId] },
      { topics: [event, ledgerId, size, other] },
      { topics: [] },
      { topics: undefined },
      { data: "0x" },
      { data: String(log.data).slice(0, -2) },
      { data: `${log.data}00` },
      { blockNumber: "0x0" },
      { blockNumber: null },
      { removed: true },
    ];
    lie([log]);
    expect((await ask()).event).toMatchObject({ blockNumber: block5 });
    for (const change of changes) {
      lie([{ ...log, ...change }]);
      expect([change, (await ask()).event]).toEqual([change, null]);
    }
  });

  it("another root in the log is passed on as the chain's word: the verifier compares it", async () => {
    const other = "ab".repeat(32);
    lie(logs.map((log) => ({ ...log, data: String(log.data).slice(0, 66) + other })));
    expect((await ask()).event).toMatchObject({ root: `0x${other}` });
  });

  it("capitals make no difference", async () => {
    const loud = (text: unknown) => `0x${String(text).slice(2).toUpperCase()}`;
    lie(
      logs.map((log) => ({
        ...log,
        address: loud(log.address),
        topics: (log.topics as string[]).map(loud),
        data: loud(log.data),
      })),
    );
    expect((await ask()).event).toMatchObject({ blockNumber: block5, size: 5 });
  });
});

it("the final root is that of the final block whose number is answered, though the tag has moved on", async () => {
  const asked: unknown[] = [];
  proxy.intercept = async ({ method, params }) => {
    if (method === "eth_call") asked.push(params[1]);
    return undefined;
  };
  const { finalized } = await ask();
  expect(asked).toEqual(["latest", `0x${finalized?.number.toString(16)}`, "latest"]);
});

describe("a root that is none", () => {
  const rootAt = (at: "latest" | "finalized", result: string) => {
    let calls = 0;
    proxy.intercept = ({ method, params }) => {
      if (method !== "eth_call") return undefined;
      calls += 1;
      // The first call is the one for the head.
      return calls > 1 && (params[1] === "latest") === (at === "latest") ? { result } : undefined;
    };
  };

  it.each(["0x00", `0x${"ab".repeat(31)}`, `0x${"ab".repeat(33)}`, `0x${"00".repeat(64)}`])(
    "%s is a bad answer at either block, not the absence of an anchor",
    async (result) => {
      for (const at of ["latest", "finalized"] as const) {
        rootAt(at, result);
        await expect(ask()).rejects.toMatchObject({ reason: "bad_answer" });
      }
    },
  );

  it("0x in the final block says that the contract is younger", async () => {
    rootAt("finalized", "0x");
    expect(await ask()).toMatchObject({ registered: true, rootAtFinalized: null });
  });
});

it("a chain that grows while it is asked does not contradict itself", async () => {
  proxy.intercept = async () => {
    await chain.mine(1);
    return undefined;
  };
  const answer = await ask();
  expect(answer.latest.number).toBeGreaterThan(answer.finalized?.number ?? 0);
  expect(answer.event).toMatchObject({ blockNumber: block5 });
});

describe("a chain that cannot be asked", () => {
  it("rejects, where nobody listens", async () => {
    const reader = createChainReader(`http://127.0.0.1:${await freePort()}/secret-key`);
    const error = await reader(question()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RpcUnreachable);
    expect(error).toMatchObject({ reason: "refused" });
    expect(String(error)).not.toContain("secret-key");
  });

  it.each(["hang", "drop", "", "<html>", "[]", "null", "1", '{"jsonrpc":"2.0"}'])(
    "rejects %s, whichever method it answers",
    async (answer) => {
      const timeout = answer === "hang" ? AT_ONCE_MS : AMPLE_MS;
      for (const method of ["eth_chainId", "eth_getBlockByNumber", "eth_call"]) {
        proxy.intercept = (call) => (call.method === method ? answer : undefined);
        await expect(ask({}, timeout)).rejects.toBeInstanceOf(RpcUnreachable);
      }
    },
  );

  it.each([null, 7, "0x", "0x07", "zz", {}, [], "0xffffffffffffffffffff"])(
    "rejects results of the wrong form: %j",
    async (result) => {
      for (const method of ["eth_chainId", "eth_getBlockByNumber"]) {
        proxy.intercept = (call) => (call.method === method ? { result } : undefined);
        await expect(ask()).rejects.toBeInstanceOf(RpcUnreachable);
      }
    },
  );

  it("rejects a node that answers with errors, rather than taking them for facts", async () => {
    proxy.intercept = ({ method }) =>
      method === "eth_call" ? rejected("rate limit exceeded") : undefined;
    await expect(ask()).rejects.toBeInstanceOf(RpcRejected);
    proxy.intercept = ({ method, params }) =>
      method === "eth_call" && params[1] !== "latest" ? rejected("missing trie node") : undefined;
    await expect(ask()).rejects.toBeInstanceOf(RpcRejected);
  });

  it("rejects an answer without end", async () => {
    proxy.intercept = () => "x".repeat(MOST_BYTES + 1);
    await expect(ask()).rejects.toMatchObject({ reason: "bad_answer" });
  });

  it("leaves a process free to end at once", async () => {
    const module = fileURLToPath(new URL("../../../api/anchor/reader.ts", import.meta.url));
    for (const url of [proxy.url, `http://127.0.0.1:${await freePort()}`]) {
      const program = `
        import { createChainReader } from ${JSON.stringify(module)};
        await createChainReader(${JSON.stringify(url)})(${JSON.stringify(question())}).catch(() => {});
        process.stdout.write("done");`;
      const child = spawn(process.execPath, ["--input-type=module", "-e", program]);
      const doneAt = new Promise<number>((resolve) =>
        child.stdout.once("data", () => resolve(performance.now())),
      );
      const endedAt = new Promise<number>((resolve) =>
        child.once("exit", () => resolve(performance.now())),
      );
      // A connection that is kept would hold it for four.
      expect((await endedAt) - (await doneAt)).toBeLessThan(3_000);
    }
  });
});
