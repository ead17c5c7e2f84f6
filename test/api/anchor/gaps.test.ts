/** Anchors that the store has lost are read from the chain again: on a real one, and where a node does not want to tell. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gapFiller } from "../../../api/anchor/gaps.ts";
import { RpcRejected, RpcUnreachable } from "../../../api/anchor/rpc.ts";
import type { AnchoredLog } from "../../../api/anchor/views.ts";
import type { AnchorWorker } from "../../../api/anchor/worker.ts";
import type { AnchorRow } from "../../../api/store/store.ts";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { type FakeStore, fakeStore } from "./fake-store.ts";
import { hex, referenceLog, type TestLedger, testLedger } from "./fixtures.ts";

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

/** Each anchored for good, in a block of its own. */
async function anchored(...sizes: number[]): Promise<TestLedger> {
  const ledger = await testLedger(chain.rpcUrl);
  const worker = ledger.worker();
  for (const size of sizes) {
    ledger.seal(size);
    await worker.kick();
  }
  await finish(worker);
  expect([...ledger.store.rows.values()].map(({ state }) => state)).toEqual(
    sizes.map(() => "finalized"),
  );
  return ledger;
}

async function finish(worker: AnchorWorker) {
  await chain.mine(2);
  const status = await worker.kick();
  await worker.stop();
  return status;
}

/** What evidence names of an anchor, and what tells that none is missing. */
const known = ({ size, state, block, blockHash, blockTime, previousSize }: AnchorRow) => ({
  ...{ size, state, block, blockHash, blockTime, previousSize },
});
const rowsOf = ({ rows }: FakeStore) =>
  [...rows.values()].sort((a, b) => a.size - b.size).map(known);

describe("a store that was restored", () => {
  it.each([
    ["its last two anchors", [2, 5]],
    ["its last", [2, 5, 7]],
    ["one between", [2, 5, 9]],
    ["the first two", [7, 9]],
    ["all", []],
  ])("without %s gets them from the chain, as they were", async (_, left) => {
    const ledger = await anchored(2, 5, 7, 9);
    const before = rowsOf(ledger.store);
    for (const size of [2, 5, 7, 9]) if (!left.includes(size)) ledger.store.rows.delete(size);
    expect(await finish(ledger.worker())).toMatchObject({ state: "ok", finalizedSize: 9 });
    expect(rowsOf(ledger.store)).toEqual(before);
  });

  it("gets also those before an anchor of its own, made on a head that nobody had told it", async () => {
    const ledger = await anchored(2, 5, 7);
    const before = rowsOf(ledger.store);
    ledger.store.rows.clear();
    ledger.seal(9);
    const worker = ledger.worker();
    await worker.kick();
    await finish(worker);
    expect(rowsOf(ledger.store).slice(0, 3)).toEqual(before);
    expect(ledger.store.rows.get(9)).toMatchObject({ state: "finalized", previousSize: 7 });
  });

  it("takes a size whose checkpoint is lost if the tree has the root, and no other", async () => {
    const ledger = await anchored(2, 5, 7, 9);
    const stored = ledger.store.checkpoint;
    ledger.store.checkpoint = async (size) => (size === 5 ? null : stored(size));
    for (const size of [2, 5, 7]) ledger.store.rows.delete(size);
    await finish(ledger.worker({ treeRoot: async () => referenceLog(1).root(5) }));
    expect([...ledger.store.rows.keys()].sort()).toEqual([2, 7, 9]);
    await finish(ledger.worker());
    expect([...ledger.store.rows.keys()].sort()).toEqual([2, 5, 7, 9]);
  });
});

describe("a node that does not tell", () => {
  const root = (size: number): Buffer => Buffer.alloc(32, `root ${size}`);
  let store: FakeStore;
  let now: number;
  beforeEach(async () => {
    store = fakeStore();
    now = 1_000_000;
  });

  const row = (size: number, previousSize: number): AnchorRow => ({
    ...{ size: asTreeSize(size), state: "finalized", transaction: null, nonce: null },
    ...{ block: size, blockHash: `0x${size}`, blockTime: size, previousSize },
    ...{ gasUsed: null, gasPrice: null, updatedAt: 0 },
  });
  const event = (size: number): AnchoredLog => ({
    ...{ size: asTreeSize(size), previousSize: size - 1, root: hex(root(size)) },
    ...{ blockNumber: size, blockHash: `0x${size}` },
  });
  const block = (number: number) => ({ number, hash: `0x${number}`, time: number, baseFee: null });
  const events = (count: number) => Array.from({ length: count }, (_, i) => event(i + 1));

  function filler(changes: Partial<Parameters<typeof gapFiller>[0]["client"]> = {}, count = 9) {
    const asked: object[] = [];
    const fill = gapFiller({
      client: {
        anchoredWithin: async (range) => {
          asked.push(range);
          return events(count);
        },
        block: async (at) => (typeof at === "number" ? block(at) : null),
        ...changes,
      },
      ...{ store, clock: { now: () => now }, treeRoot: async (size) => root(size) },
    });
    return { fill, asked };
  }

  function gap(newest: number): void {
    for (let size = 1; size <= newest; size += 1) store.seal(size, root(size));
    store.rows.set(newest, row(newest, newest - 1));
  }

  it.each([
    ["refuses", async () => null],
    ["answers with an error", () => Promise.reject(new RpcRejected(-32005, "too many", null))],
    ["is too slow", () => Promise.reject(new RpcUnreachable("timeout"))],
  ])("and %s is left alone for an hour, and nothing else fails", async (_, anchoredWithin) => {
    gap(10);
    let asked = 0;
    const { fill } = filler({
      anchoredWithin: () => {
        asked += 1;
        return anchoredWithin();
      },
    });
    expect(await fill()).toEqual({ filled: 0, more: false, refused: true });
    expect(await fill()).toEqual({ filled: 0, more: false, refused: false });
    now += 3_600_000;
    expect(await fill()).toMatchObject({ refused: true });
    expect(asked).toBe(2);
    expect([...store.rows.keys()]).toEqual([10]);
  });

  it("has another block now: nothing rests on it", async () => {
    gap(10);
    const { fill } = filler({ block: async () => ({ ...block(1), hash: "0xother" }) });
    expect(await fill()).toMatchObject({ filled: 0, refused: true });
    expect([...store.rows.keys()]).toEqual([10]);
  });

  it("of none that are missing is not asked", async () => {
    const { fill, asked } = filler();
    expect(await fill()).toEqual({ filled: 0, more: false, refused: false });
    store.rows.set(1, row(1, 0));
    store.rows.set(2, row(2, 1));
    await fill();
    expect(asked).toEqual([]);
    // Once looked at, what is known to be whole is not looked at again.
    store.anchorGap = async () => {
      throw new Error("asked again");
    };
    await fill();
  });

  it("lists those that are under way, too: these become final by themselves", async () => {
    gap(4);
    store.rows.set(3, { ...row(3, 2), state: "included", transaction: "0xours" });
    const { fill } = filler({}, 3);
    expect(await fill()).toMatchObject({ filled: 2 });
    expect(store.rows.get(3)).toMatchObject({ state: "included", transaction: "0xours" });
  });

  it("lists very many: some at a time", { timeout: 180_000 }, async () => {
    gap(1_201);
    const { fill, asked } = filler({}, 1_200);
    expect(await fill()).toEqual({ filled: 500, more: true, refused: false });
    expect(await fill()).toEqual({ filled: 500, more: true, refused: false });
    expect(await fill()).toEqual({ filled: 200, more: false, refused: false });
    expect(asked).toEqual([0, 500, 1_000].map((from) => ({ from, to: 1_201 })));
    expect(store.rows.size).toBe(1_201);
    expect(await store.anchorGap(0)).toBeNull();
  });
});
