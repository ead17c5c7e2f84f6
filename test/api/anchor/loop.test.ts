/** The worker's loop by itself: a chain that is a table, and a clock that only we move. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LedgerClient } from "../../../api/anchor/contract.ts";
import { createSettle } from "../../../api/anchor/embedded/finality.ts";
import type { AnchorLog } from "../../../api/anchor/log.ts";
import { type Rpc, RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import {
  type AnchorTimes,
  type AnchorWorker,
  EMBEDDED_TIMES,
  PUBLIC_TIMES,
  startAnchorWorker,
} from "../../../api/anchor/worker.ts";
import { Refusal } from "../../../api/core/errors.ts";
import { asContractAddress, asLedgerId } from "../../../portal/verify/brands.ts";
import { type FakeStore, fakeStore } from "./fake-store.ts";
import { hex, referenceLog } from "./fixtures.ts";

const TIMES: AnchorTimes = {
  intervalMs: 60_000,
  pollMs: 1_000,
  lostAfterMs: 0,
  stuckAfterMs: 60_000,
  minedWithinMs: 0,
  retryFirstMs: 1_000,
  retryMostMs: 8_000,
};

const log = referenceLog();
let store: FakeStore;
let worker: AnchorWorker;
/** When the head was asked for; each round asks for it first, and once more at its end if it works. */
let rounds: number[];
let headSize: number;
let failure: Error | null;
let told: string[];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  store = fakeStore();
  rounds = [];
  headSize = 0;
  failure = null;
  told = [];
});
afterEach(async () => {
  await worker.stop();
  vi.useRealTimers();
});

/** Mines at once, and never makes anything final unless `final` is reached. */
function tableChain(): LedgerClient {
  const sent = new Map<string, number>();
  const block = (number: number) => ({ number, hash: `0x${number}`, time: 5, baseFee: null });
  return {
    chainId: 31337,
    contract: asContractAddress(`0x${"1".repeat(40)}`),
    ledgerId: asLedgerId(`0x${"2".repeat(64)}`),
    anchorer: `0x${"3".repeat(40)}`,
    async head() {
      rounds.push(Date.now());
      if (failure !== null) throw failure;
      return { size: headSize, root: headSize === 0 ? "0x" : hex(log.root(headSize)) };
    },
    rootAt: async (size, tag) =>
      tag === "latest" && size <= headSize ? hex(log.root(size)) : null,
    inheritedSize: async () => 0,
    block: async (at) => (typeof at === "number" ? block(at) : null),
    findAnchored: async (size) => ({
      ...{ blockNumber: size, blockHash: `0x${size}`, blockTime: 5 },
      ...{ transaction: `0x${size}`, size, previousSize: 0, root: hex(log.root(size)) },
    }),
    anchoredWithin: async () => [],
    receipt: async (hash) =>
      sent.has(hash)
        ? { block: sent.get(hash) ?? 0, succeeded: true, gasUsed: 70_000, gasPrice: 7 }
        : null,
    sentFees: async () => null,
    nextNonce: async () => 0,
    prepare: async ({ size, nonce }) => {
      const fees = { legacy: false, max: 1n, tip: 1n };
      return { outcome: "signed", signed: { raw: `${size}`, hash: `0x${size}`, nonce, fees } };
    },
    async send({ raw, hash }) {
      headSize = Number(raw);
      sent.set(hash, headSize);
      return "accepted";
    },
  };
}

const recording: AnchorLog = {
  info: (details, message) => told.push(`info ${message} ${JSON.stringify(details)}`),
  warn: (details, message) => told.push(`warn ${message} ${JSON.stringify(details)}`),
  error: (details, message) => told.push(`error ${message} ${JSON.stringify(details)}`),
};

function start(times: Partial<AnchorTimes> = {}): AnchorWorker {
  worker = startAnchorWorker({
    client: tableChain(),
    store,
    clock: { now: () => Date.now() },
    consistencyProof: log.proof,
    treeRoot: async (size) => log.root(size),
    settle: null,
    times: { ...TIMES, ...times },
    log: recording,
  });
  return worker;
}

const seal = (size: number): void => store.seal(size, log.root(size));

describe("the loop", () => {
  it("is starting until the first round has ended", async () => {
    start();
    expect(worker.status()).toEqual({
      state: "starting",
      headSize: 0,
      finalizedSize: 0,
      lastRoundAt: null,
      lastError: null,
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(worker.status()).toMatchObject({ state: "ok", lastRoundAt: 0 });
  });

  it("looks once per interval while nothing is under way, and more often while something is", async () => {
    start();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(new Set(rounds)).toEqual(new Set([0]));
    seal(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.rows.get(3)).toMatchObject({ state: "included", previousSize: 0 });
    rounds = [];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(new Set(rounds)).toEqual(new Set([61, 62, 63, 64, 65].map((second) => second * 1000)));
  });

  it("publishes once per interval however often it looks", async () => {
    seal(1);
    start();
    for (let size = 2; size < 130; size += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      seal(size);
    }
    expect([...store.rows.keys()]).toEqual([1, 60, 120]);
  });

  it("waits twice as long after each failure, up to a bound, and at once normally when it works again", async () => {
    failure = new RpcUnreachable("refused");
    start();
    await vi.advanceTimersByTimeAsync(40_000);
    const seconds = [0, 1, 3, 7, 15, 23, 31, 39];
    expect(rounds).toEqual(seconds.map((second) => second * 1000));
    expect(worker.status()).toMatchObject({ state: "unreachable", lastError: { at: 39_000 } });
    failure = null;
    seal(4);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(worker.status()).toMatchObject({ state: "ok", headSize: 4 });
    // One line when it began to fail, one when it works again: not one for each attempt.
    expect(told).toHaveLength(2);
    expect(told[0]).toContain("warn");
    expect(told[1]).toContain("anchoring works");
  });

  it("tells the kinds of failure apart", async () => {
    start();
    const cases: [Error, string, string][] = [
      [new RpcUnreachable("timeout"), "unreachable", "timeout"],
      [new RpcUnreachable("bad_answer"), "unreachable", "bad_answer"],
      [new RpcRejected(-32005, "rate limit", null), "unreachable", "rpc_error"],
      [new Refusal("damaged", { what: "anchor", index: 7 }), "failing", "damaged"],
      [new Error("a bug"), "failing", "internal"],
    ];
    for (const [error, state, code] of cases) {
      failure = error;
      expect(await worker.kick()).toMatchObject({ state, lastError: { code } });
    }
    expect(told.at(-1)).toContain("error anchoring failed");
    expect(told.at(-2)).toContain("error anchoring is refused");
  });
});

describe("kick", () => {
  it("publishes at once, without waiting for the interval", async () => {
    start();
    await vi.advanceTimersByTimeAsync(10);
    seal(3);
    expect(await worker.kick()).toMatchObject({ headSize: 3 });
    expect(Date.now()).toBe(10);
  });

  it("sees what was sealed before the call, also while a round is under way", async () => {
    seal(3);
    start();
    const first = worker.kick();
    seal(5);
    const second = worker.kick();
    expect(await first).toMatchObject({ headSize: 5 });
    expect(await second).toMatchObject({ headSize: 5 });
  });

  it("many at once share one round", async () => {
    start();
    await vi.advanceTimersByTimeAsync(10);
    rounds = [];
    await Promise.all(Array.from({ length: 50 }, () => worker.kick()));
    expect(rounds.length).toBeLessThanOrEqual(4);
  });

  it("leaves one timer, not many", async () => {
    start();
    for (let i = 0; i < 10; i += 1) await worker.kick();
    expect(vi.getTimerCount()).toBe(1);
    await worker.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("stop", () => {
  it("waits for the round under way, also for one that is queued, and begins none", async () => {
    seal(3);
    start();
    const kicked = worker.kick();
    await worker.stop();
    await kicked;
    const ended = rounds.length;
    seal(9);
    await vi.advanceTimersByTimeAsync(600_000);
    await worker.kick();
    expect(rounds).toHaveLength(ended);
    expect(headSize).toBe(3);
  });

  it("may be called again", async () => {
    start();
    await worker.stop();
    await worker.stop();
  });
});

describe("settling on the embedded chain", () => {
  const settleAt = async (newest: number, block: number): Promise<unknown[]> => {
    const did: unknown[] = [];
    const rpc: Rpc = async (method, params) => {
      if (method === "anvil_mine") did.push(params[0]);
      const number = `0x${newest.toString(16)}`;
      return { number, hash: `0x${"1".repeat(64)}`, timestamp: "0x1" };
    };
    const save = async (): Promise<void> => void did.push("saved");
    await createSettle(rpc, { save })(block);
    start();
    return did;
  };

  it.each([
    [10, 10, ["0x2", "saved"]],
    [11, 10, ["0x1", "saved"]],
    [12, 10, ["saved"]],
    [50, 10, ["saved"]],
  ])("newest %i, anchor in %i", async (newest, block, did) => {
    expect(await settleAt(newest, block)).toEqual(did);
  });
});

describe("the times", () => {
  it("are those that receipts promise: ten seconds here, a quarter of an hour elsewhere", () => {
    start();
    expect(EMBEDDED_TIMES.intervalMs).toBe(10_000);
    expect(PUBLIC_TIMES.intervalMs).toBe(15 * 60_000);
    for (const times of [EMBEDDED_TIMES, PUBLIC_TIMES]) {
      expect(times.retryMostMs).toBeLessThan(times.intervalMs);
      expect(times.stuckAfterMs).toBeLessThan(times.intervalMs);
      expect(times.pollMs).toBeLessThan(times.intervalMs);
    }
  });
});
