import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createSettle } from "../../../api/anchor/embedded/finality.ts";
import type { AnchorWorker, AnchorWorkerOptions } from "../../../api/anchor/worker.ts";
import type { Misbehaviour } from "../../../api/core/errors.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { hex, referenceLog, TEST_TIMES, type TestLedger, testLedger, until } from "./fixtures.ts";

let chain: TestChain;
let worker: AnchorWorker | null = null;

beforeAll(async () => {
  chain = await startTestChain();
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
});
afterAll(() => chain.stop());

function start(ledger: TestLedger, changes: Partial<AnchorWorkerOptions> = {}): AnchorWorker {
  worker = ledger.worker(changes);
  return worker;
}

const blockNumber = async (): Promise<number> => Number(await chain.rpc("eth_blockNumber", []));

describe("publishing", () => {
  it("takes a checkpoint from pending over included to finalized, and records what it cost", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    ledger.seal(5);
    const status = await start(ledger).kick();
    expect(status).toMatchObject({ state: "ok", headSize: 5, finalizedSize: 0, lastError: null });
    expect(ledger.store.rows.get(5)).toMatchObject({ state: "included" });
    await chain.mine(1);
    expect(await worker?.kick()).toMatchObject({ finalizedSize: 0 });
    await chain.mine(1);
    expect(await worker?.kick()).toMatchObject({ finalizedSize: 5 });

    expect(ledger.store.history.map((row) => row.state)).toEqual([
      "pending",
      "included",
      "finalized",
    ]);
    const [pending] = ledger.store.history;
    expect(pending).toMatchObject({ nonce: 2, block: null, blockHash: null, gasUsed: null });
    const row = ledger.store.rows.get(5);
    expect(row?.transaction).toBe(pending?.transaction);
    expect(row?.gasUsed).toBeGreaterThan(40_000);
    expect(row?.gasUsed).toBeLessThan(90_000);
    expect([pending?.previousSize, row?.previousSize]).toEqual([null, 0]);
    const event = await ledger.client.findAnchored(5, row?.block ?? 0);
    expect(event).toMatchObject({
      blockHash: row?.blockHash,
      blockTime: row?.blockTime,
      root: hex(ledger.log.root(5)),
    });
  });

  it("tells of each larger size that is final, once", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    const final: number[] = [];
    ledger.seal(5);
    const own = start(ledger, { onFinal: (size) => final.push(size) });
    await own.kick();
    expect(final).toEqual([]);
    await chain.mine(2);
    await own.kick();
    await own.kick();
    expect(final).toEqual([5]);
    ledger.seal(9);
    await own.kick();
    await chain.mine(2);
    await own.kick();
    expect(final).toEqual([5, 9]);
    expect(ledger.store.rows.get(9)).toMatchObject({ state: "finalized", previousSize: 5 });
    await own.stop();
    // Another process begins with what was final before.
    await start(ledger, { onFinal: (size) => final.push(size) }).kick();
    expect(final).toEqual([5, 9, 9]);
  });

  it("follows the log through many sizes, the contract checking each proof", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    start(ledger);
    for (const size of [1, 2, 3, 4, 7, 8, 9, 16, 31, 33, 100, 127, 128, 130]) {
      ledger.seal(size);
      expect(await worker?.kick()).toMatchObject({ state: "ok", headSize: size });
    }
  });

  it("publishes only the newest of several checkpoints, and nothing without a new one", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    for (const size of [2, 3, 9]) ledger.seal(size);
    expect(await start(ledger).kick()).toMatchObject({ headSize: 9 });
    expect([...ledger.store.rows.keys()]).toEqual([9]);
    const before = await blockNumber();
    await worker?.kick();
    await worker?.kick();
    expect(await blockNumber()).toBe(before);
  });

  it("has nothing to do for an empty log", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    expect(await start(ledger).kick()).toMatchObject({ state: "ok", headSize: 0 });
    expect(ledger.store.history).toEqual([]);
  });

  it("publishes every interval by itself", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    start(ledger, { times: { ...TEST_TIMES, intervalMs: 60 } });
    ledger.seal(4);
    await until(() => worker?.status().headSize === 4);
    ledger.seal(6);
    await until(() => worker?.status().headSize === 6);
  });

  it("begins nothing any more once it is stopped", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    await start(ledger).kick();
    await worker?.stop();
    ledger.seal(4);
    await worker?.kick();
    expect(ledger.store.history).toEqual([]);
  });

  it("mines exactly the blocks that finality needs, and saves before it calls anything final", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    const statesAtSave: string[][] = [];
    const save = async (): Promise<void> => {
      statesAtSave.push([...ledger.store.rows.values()].map((row) => row.state));
    };
    start(ledger, { settle: createSettle(chain.rpc, { save }) });
    await worker?.kick();
    ledger.seal(3);
    const before = await blockNumber();
    expect(await worker?.kick()).toMatchObject({ headSize: 3, finalizedSize: 3 });
    expect((await blockNumber()) - before).toBe(3);
    expect(statesAtSave).toEqual([["included"]]);
    await worker?.kick();
    expect((await blockNumber()) - before).toBe(3);
  });

  it("calls nothing final that could not be saved", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    let broken = true;
    const save = async (): Promise<void> => {
      if (broken) throw new Error("disk full");
    };
    start(ledger, { settle: createSettle(chain.rpc, { save }) });
    ledger.seal(3);
    await until(() => worker?.status().state === "failing");
    expect(ledger.store.rows.get(3)?.state).toBe("included");
    broken = false;
    await until(() => worker?.status().finalizedSize === 3);
    expect(worker?.status().state).toBe("ok");
  });
});

describe("misbehaviour", () => {
  it("stops when the chain's head has a root that is not ours, and keeps both", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    ledger.seal(4);
    await start(ledger).kick();
    await worker?.stop();
    ledger.store.seal(4, referenceLog(9).root(4));
    const found: Misbehaviour[] = [];
    const status = await start(ledger, { onMisbehaviour: (what) => found.push(what) }).kick();
    expect(status).toMatchObject({ state: "diverged", lastError: { code: "chain_diverged" } });
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence).toMatchObject({
      ledgerId: ledger.ledgerId,
      chainSize: 4,
      chainRoot: hex(ledger.log.root(4)),
      ourRoot: hex(referenceLog(9).root(4)),
      note: "origin\n4\n",
    });
  });

  it("stops when the chain has a size that we never sealed", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    ledger.seal(4);
    await start(ledger).kick();
    await worker?.stop();
    const other = { ...ledger, store: (await testLedger(chain.rpcUrl)).store };
    expect(await ledgerWorker(other)).toMatchObject({ lastError: { code: "chain_ahead" } });
    for (const size of [3, 5]) other.store.seal(size, ledger.log.root(size));
    expect(await ledgerWorker(other)).toMatchObject({ lastError: { code: "chain_diverged" } });
  });

  it("publishes nothing any more after it stopped", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    ledger.seal(4);
    await start(ledger).kick();
    await worker?.stop();
    ledger.store.seal(4, referenceLog(9).root(4));
    await start(ledger).kick();
    ledger.store.seal(4, ledger.log.root(4));
    ledger.seal(8);
    const status = await worker?.kick();
    expect(status).toMatchObject({ state: "diverged" });
    expect((await ledger.client.head())?.size).toBe(4);
  });

  it("stops when the contract says that our own log does not extend what is anchored", async () => {
    const ledger = await testLedger(chain.rpcUrl);
    ledger.seal(4);
    await start(ledger).kick();
    await worker?.stop();
    // The checkpoint of 4 is the anchored one, that of 8 belongs to another log.
    const other = referenceLog(9);
    ledger.store.seal(8, other.root(8));
    const status = await start(ledger, { consistencyProof: other.proof }).kick();
    expect(status).toMatchObject({
      state: "diverged",
      lastError: { code: "checkpoint_not_extending" },
    });
    expect((await ledger.client.head())?.size).toBe(4);
  });

  async function ledgerWorker(ledger: Pick<TestLedger, "client" | "store"> & TestLedger) {
    await worker?.stop();
    return start(ledger, { store: ledger.store }).kick();
  }
});
