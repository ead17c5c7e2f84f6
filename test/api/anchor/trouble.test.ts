/** What a chain and its node can do to an anchor on its way. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ledgerAnchor } from "../../../api/anchor/abi.ts";
import { createLedgerClient } from "../../../api/anchor/contract.ts";
import { suggestFees } from "../../../api/anchor/fees.ts";
import { createRpc } from "../../../api/anchor/rpc.ts";
import type { AnchorWorker, AnchorWorkerOptions } from "../../../api/anchor/worker.ts";
import { freePort, startTestChain, type TestChain } from "../../helpers/chain.ts";
import { LOG_KEY_HASH, TEST_TIMES, type TestLedger, testLedger, until } from "./fixtures.ts";
import { type RpcCall, type RpcProxy, startProxy } from "./proxy.ts";

let chain: TestChain;
let proxy: RpcProxy;
let ledger: TestLedger;
let worker: AnchorWorker | null = null;
beforeAll(async () => {
  chain = await startTestChain();
});
beforeEach(async () => {
  proxy = await startProxy(chain.rpcUrl);
  ledger = await testLedger(chain.rpcUrl);
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
  await proxy.close();
  await chain.rpc("anvil_dropAllTransactions", []);
  await chain.rpc("evm_setAutomine", [true]);
});
afterAll(() => chain.stop());

/** The worker sees the chain through the proxy. Whatever answers does so in time, however busy the machine is. */
function start(changes: Partial<AnchorWorkerOptions> = {}, timeoutMs = 20_000): AnchorWorker {
  const rpc = createRpc(proxy.url, { timeoutMs, maxAnswerBytes: 1e6 });
  const { chainId, contract, ledgerId, wallet } = ledger;
  const client = createLedgerClient({ rpc, chainId, contract, ledgerId, wallet });
  worker = ledger.worker({ client, ...changes });
  return worker;
}

const automine = (on: boolean) => chain.rpc("evm_setAutomine", [on]);
const rejected = (message: string) => ({ error: { code: -32000, message } });
const waiting = async (): Promise<number> =>
  Number(((await chain.rpc("txpool_status", [])) as { pending: string }).pending);

describe("a transaction that does not get in", () => {
  it("is left alone while it waits, and is not sent twice", async () => {
    await automine(false);
    ledger.seal(3);
    await start().kick();
    await worker?.kick();
    await worker?.kick();
    expect(ledger.store.history).toHaveLength(1);
    expect(await waiting()).toBe(1);
    await chain.mine(1);
    expect(await worker?.kick()).toMatchObject({ headSize: 3 });
    expect(ledger.store.rows.get(3)?.state).toBe("included");
  });

  it("is sent again with the same nonce when every node has forgotten it", async () => {
    await automine(false);
    ledger.seal(3);
    await start().kick();
    await chain.rpc("anvil_dropAllTransactions", []);
    await worker?.kick();
    const [first, second] = ledger.store.history;
    expect(second?.nonce).toBe(first?.nonce);
    expect(await waiting()).toBe(1);
    await chain.mine(1);
    expect(await worker?.kick()).toMatchObject({ headSize: 3 });
  });

  it("is given time before it counts as forgotten", async () => {
    await automine(false);
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, lostAfterMs: 600_000 } }).kick();
    await chain.rpc("anvil_dropAllTransactions", []);
    await worker?.kick();
    expect(ledger.store.history).toHaveLength(1);
  });

  it("is replaced by one that offers more when it is stuck, and whichever is mined counts", async () => {
    await automine(false);
    ledger.seal(3);
    await start({
      times: { ...TEST_TIMES, stuckAfterMs: 0, minedWithinMs: 0, pollMs: 600_000 },
    }).kick();
    const [first, second] = ledger.store.history.slice(-2);
    expect(second?.nonce).toBe(first?.nonce);
    expect(second?.transaction).not.toBe(first?.transaction);
    const fees = await ledger.client.sentFees(second?.transaction ?? "");
    expect(await ledger.client.sentFees(first?.transaction ?? "")).toBeNull();
    expect(fees?.tip).toBeGreaterThanOrEqual(1_125_000_000n);
    expect(await waiting()).toBe(1);
    await chain.mine(1);
    await worker?.kick();
    expect(ledger.store.rows.get(3)).toMatchObject({
      state: "included",
      transaction: second?.transaction,
    });
  });

  it("does not drive its offer beyond ten times the going rate", async () => {
    await automine(false);
    ledger.seal(3);
    await start({
      times: { ...TEST_TIMES, stuckAfterMs: 0, minedWithinMs: 0, pollMs: 600_000 },
    }).kick();
    for (let round = 0; round < 40; round += 1) await worker?.kick();
    const sent = ledger.store.history.length;
    expect(sent).toBeGreaterThan(10);
    expect(sent).toBeLessThan(30);
    const fees = await ledger.client.sentFees(ledger.store.rows.get(3)?.transaction ?? "");
    const going = await suggestFees(chain.rpc);
    expect(fees?.max).toBeLessThan(12n * going.max);
  });

  it("offers more at once to a node that calls it underpriced", async () => {
    ledger.seal(3);
    let refusals = 2;
    proxy.intercept = ({ method }) => {
      if (method !== "eth_sendRawTransaction" || refusals === 0) return undefined;
      refusals -= 1;
      return rejected("replacement transaction underpriced");
    };
    expect(await start().kick()).toMatchObject({ headSize: 3 });
    const nonces = ledger.store.history.map((row) => row.nonce);
    expect(new Set(nonces).size).toBe(1);
    expect(ledger.store.history.filter((row) => row.state === "pending")).toHaveLength(3);
  });

  it("gives up a size when a larger one was anchored by somebody else meanwhile", async () => {
    await automine(false);
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    await chain.rpc("anvil_dropAllTransactions", []);
    await automine(true);
    ledger.seal(6);
    await otherNodeAnchors(6);
    expect(await worker?.kick()).toMatchObject({ state: "ok", headSize: 6 });
    expect([...ledger.store.rows.keys()]).toEqual([6]);
    // Found on the chain: not ours as far as the rows know.
    expect(ledger.store.rows.get(6)).toMatchObject({ state: "included", transaction: null });
  });

  it("begins anew where its transaction was mined without effect", async () => {
    ledger.seal(3);
    const estimate = (call: RpcCall) =>
      call.method === "eth_estimateGas" ? { result: "0x6000" } : undefined;
    proxy.intercept = estimate;
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    expect((await ledger.client.head())?.size).toBe(0);
    expect(ledger.store.rows.size).toBe(0);
    proxy.intercept = () => undefined;
    expect(await worker?.kick()).toMatchObject({ headSize: 3 });
  });

  async function otherNodeAnchors(size: number): Promise<void> {
    const rows = new Map(ledger.store.rows);
    ledger.store.rows.clear();
    const other = ledger.worker();
    expect((await other.kick()).headSize).toBe(size);
    await other.stop();
    ledger.store.rows.clear();
    for (const [key, row] of rows) ledger.store.rows.set(key, row);
  }
});

describe("a reorganisation", () => {
  it("that removes an included anchor takes it back to pending and publishes again", async () => {
    const snapshot = await chain.rpc("evm_snapshot", []);
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    const before = ledger.store.rows.get(3);
    await chain.rpc("evm_revert", [snapshot]);
    await automine(false);
    expect(await worker?.kick()).toMatchObject({ state: "ok", headSize: 0, finalizedSize: 0 });
    expect(ledger.store.rows.get(3)).toMatchObject({
      state: "pending",
      block: null,
      previousSize: null,
      gasUsed: null,
      gasPrice: null,
    });
    await chain.mine(1);
    await worker?.kick();
    const after = ledger.store.rows.get(3);
    expect(after?.state).toBe("included");
    expect(after?.blockHash).not.toBe(before?.blockHash);
    await chain.mine(2);
    expect(await worker?.kick()).toMatchObject({ headSize: 3, finalizedSize: 3 });
  });

  it("that moves it to another block is noticed by the block's hash", async () => {
    const snapshot = await chain.rpc("evm_snapshot", []);
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    const before = ledger.store.rows.get(3);
    const raw = await chain.rpc("eth_getRawTransactionByHash", [before?.transaction]);
    await chain.rpc("evm_revert", [snapshot]);
    await chain.mine(1);
    await chain.rpc("eth_sendRawTransaction", [raw]);
    await worker?.kick();
    const after = ledger.store.rows.get(3);
    expect(after?.state).toBe("included");
    expect(after?.blockHash).not.toBe(before?.blockHash);
    expect(after?.block).toBeGreaterThan(before?.block ?? 0);
    expect(after?.transaction).toBe(before?.transaction);
  });
});

describe("a chain that cannot be asked", () => {
  it.each(["hang", "drop", "not JSON", "[]"] as const)(
    "%s: is unreachable, and works again afterwards",
    async (answer) => {
      ledger.seal(3);
      proxy.intercept = () => answer;
      const asking = start({}, answer === "hang" ? 1_000 : 20_000);
      expect(await asking.kick()).toMatchObject({ state: "unreachable", headSize: 0 });
      expect(asking.status().lastError?.code).toMatch(/^(timeout|refused|bad_answer)$/);
      proxy.intercept = () => undefined;
      await until(() => asking.status().headSize === 3);
      expect(asking.status().state).toBe("ok");
    },
  );

  it("is unreachable at every single question, and nothing is doubled", async () => {
    for (let silentFrom = 1; ; silentFrom += 1) {
      ledger.seal(silentFrom);
      let questions = 0;
      proxy.intercept = () => {
        questions += 1;
        return questions >= silentFrom && questions < silentFrom + 2 ? "drop" : undefined;
      };
      const times = { ...TEST_TIMES, pollMs: 5, retryFirstMs: 1, retryMostMs: 1 };
      start({ times });
      await until(() => ledger.store.rows.get(silentFrom)?.state === "included");
      await worker?.stop();
      if (questions < silentFrom) break;
      const row = ledger.store.rows.get(silentFrom);
      expect((await ledger.client.nextNonce()) - (row?.nonce ?? 0)).toBe(1);
    }
    expect(ledger.store.rows.size).toBeGreaterThan(12);
  });

  it("comes back on the same port after nobody listened there", async () => {
    const port = await freePort();
    const own = await startTestChain({ port });
    ledger = await testLedger(own.rpcUrl);
    ledger.seal(3);
    worker = ledger.worker({ times: { ...TEST_TIMES, retryMostMs: 50 } });
    await worker.kick();
    await own.stop();
    expect(await worker.kick()).toMatchObject({ state: "unreachable", headSize: 3 });
    // Another chain now, without contract and ledger: not unreachable, and nothing to publish to.
    const other = await startTestChain({ port });
    await until(() => worker?.status().state === "failing");
    expect(worker.status().lastError?.code).toBe("ledger_gone");
    await worker.stop();
    await other.stop();
  });

  it("a node that has fallen behind what was final is not believed", async () => {
    ledger.seal(3);
    await start().kick();
    await chain.mine(2);
    await worker?.kick();
    expect(ledger.store.rows.get(3)?.state).toBe("finalized");
    const zeros = `0x${"0".repeat(128)}`;
    proxy.intercept = ({ method }) => (method === "eth_call" ? { result: zeros } : undefined);
    ledger.seal(7);
    expect(await worker?.kick()).toMatchObject({
      state: "unreachable",
      lastError: { code: "chain_behind" },
    });
    expect(ledger.store.rows.get(3)?.state).toBe("finalized");
    proxy.intercept = () => undefined;
    expect(await worker?.kick()).toMatchObject({ state: "ok", headSize: 7 });
  });

  it("another root in the final state than in the newest is misbehaviour, not a hiccup", async () => {
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    await chain.mine(2);
    const root = `0x${"5".repeat(64)}`;
    proxy.intercept = ({ method, params }) =>
      method === "eth_call" && params[1] === "finalized" ? { result: root } : undefined;
    expect(await worker?.kick()).toMatchObject({
      state: "diverged",
      lastError: { code: "chain_diverged" },
    });
    expect(ledger.store.rows.get(3)?.state).toBe("included");
  });

  it("a ledger that its owner has closed takes no more", async () => {
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    const args = [ledger.ledgerId, 3, "other/origin", ledger.wallet.address, LOG_KEY_HASH];
    const { raw } = ledger.wallet.sign({
      ...{ to: ledger.contract, data: ledgerAnchor.encodeFunctionData("succeed", args) },
      ...{ chainId: 31337, nonce: await ledger.client.nextNonce() },
      ...{ type: 0, gasPrice: 10n ** 10n, gasLimit: 500_000 },
    });
    await chain.rpc("eth_sendRawTransaction", [raw]);
    ledger.seal(5);
    expect(await worker?.kick()).toMatchObject({
      state: "failing",
      headSize: 3,
      lastError: { code: "ledger_closed" },
    });
    expect(ledger.store.rows.has(5)).toBe(false);
  });

  it("says so when the account cannot pay", async () => {
    await chain.rpc("anvil_setBalance", [ledger.wallet.address, "0x0"]);
    ledger.seal(3);
    const status = await start().kick();
    expect(["no_funds", "rpc_error"]).toContain(status.lastError?.code);
    await chain.rpc("anvil_setBalance", [ledger.wallet.address, "0xde0b6b3a7640000"]);
    await until(() => worker?.status().headSize === 3);
  });
});

describe("a store that fails", () => {
  it.each(["failed", "failed_but_persisted"] as const)(
    "%s: at every write the anchor is published once and recorded in the end",
    async (fault) => {
      for (const [write, size] of [
        [1, 3],
        [2, 5],
        [3, 8],
      ] as const) {
        ledger.seal(size);
        ledger.store.failPut(write, fault);
        start({ times: { ...TEST_TIMES, retryFirstMs: 1, pollMs: 5 } });
        await until(() => worker?.status().headSize === size);
        await chain.mine(2);
        await until(() => worker?.status().finalizedSize === size);
        await worker?.stop();
        expect(ledger.store.rows.get(size)).toMatchObject({ state: "finalized" });
        expect(worker?.status().lastError).toMatchObject({ code: "internal" });
        const nonce = ledger.store.rows.get(size)?.nonce;
        expect(await ledger.client.nextNonce()).toBe((nonce ?? 0) + 1);
      }
    },
  );

  it("sends nothing that it could not write down before", async () => {
    ledger.seal(3);
    ledger.store.failPut(1, "failed");
    const times = { ...TEST_TIMES, retryFirstMs: 600_000, retryMostMs: 600_000 };
    start({ times });
    await until(() => worker?.status().lastError !== null);
    expect(proxy.asked).not.toContain("eth_sendRawTransaction");
    expect((await ledger.client.head())?.size).toBe(0);
  });

  it("finds an anchor on the chain that no row knows of", async () => {
    ledger.seal(3);
    await start().kick();
    ledger.store.rows.clear();
    await worker?.kick();
    const row = ledger.store.rows.get(3);
    expect(row).toMatchObject({ state: "included", transaction: null, nonce: null });
    expect(row?.blockHash).toMatch(/^0x/);
    await chain.mine(2);
    expect(await worker?.kick()).toMatchObject({ finalizedSize: 3 });
  });

  it("keeps the row of the head while a larger size is lost", async () => {
    ledger.seal(3);
    await start({ times: { ...TEST_TIMES, pollMs: 600_000 } }).kick();
    await chain.mine(2);
    await worker?.kick();
    const final = ledger.store.rows.get(3);
    expect(final?.state).toBe("finalized");
    const snapshot = await chain.rpc("evm_snapshot", []);
    ledger.seal(7);
    await worker?.kick();
    await chain.rpc("evm_revert", [snapshot]);
    expect(await worker?.kick()).toMatchObject({ headSize: 7 });
    expect(ledger.store.rows.get(3)).toEqual(final);
  });

  it("finds it also where the node refuses to search the whole chain", async () => {
    ledger.seal(3);
    await start().kick();
    ledger.store.rows.clear();
    let refusals = 0;
    proxy.intercept = ({ method }) => {
      if (method !== "eth_getLogs" || refusals === 1) return undefined;
      refusals += 1;
      return rejected("query exceeds max block range");
    };
    await worker?.kick();
    expect(refusals).toBe(1);
    expect(ledger.store.rows.get(3)?.state).toBe("included");
  });
});
