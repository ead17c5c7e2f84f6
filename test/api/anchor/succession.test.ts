/** A ledger closed in favour of its successor, on a real chain. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asBig } from "../../../api/anchor/answers.ts";
import { connectLedger } from "../../../api/anchor/connect.ts";
import { deployContract, fundWallet, registerLedger } from "../../../api/anchor/deploy.ts";
import { createSettle } from "../../../api/anchor/embedded/finality.ts";
import type { Rpc } from "../../../api/anchor/rpc.ts";
import {
  carryOutSuccession,
  type SuccessionCall,
  successionCost,
  successionStands,
  successorOf,
} from "../../../api/anchor/succession.ts";
import { readAllAnchored, readLedger } from "../../../api/anchor/views.ts";
import type { AnchorWallet } from "../../../api/anchor/wallet.ts";
import type { AnchorRow } from "../../../api/store/store.ts";
import { asLedgerId } from "../../../portal/verify/brands.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { rejection } from "../../helpers/ledger.ts";
import {
  assemble,
  hex,
  LOG_KEY_HASH,
  ORIGIN,
  referenceLog,
  type TestLedger,
  testLedger,
  testWallet,
} from "./fixtures.ts";

const NEW_ORIGIN = "ledger.example/log-2";
const NEW_KEY_HASH = new Uint8Array(32).fill(8);

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

async function anchored(...sizes: number[]): Promise<TestLedger> {
  const ledger = await testLedger(chain.rpcUrl);
  const worker = ledger.worker();
  for (const size of sizes) {
    ledger.seal(size);
    expect(await worker.kick()).toMatchObject({ state: "ok", headSize: size });
  }
  await worker.stop();
  return ledger;
}

const callOf = (ledger: TestLedger, change: Partial<SuccessionCall> = {}): SuccessionCall => ({
  ...{ chainId: 31337, contract: ledger.contract, ledgerId: ledger.ledgerId, size: 0 },
  ...{ origin: NEW_ORIGIN, owner: ledger.wallet, anchorer: ledger.wallet.address },
  logKeyHash: NEW_KEY_HASH,
  ...change,
});

const nonceOf = async ({ address }: AnchorWallet): Promise<bigint> =>
  asBig(await chain.rpc("eth_getTransactionCount", [address, "latest"]));

const refusedFor = async (call: SuccessionCall): Promise<unknown> => {
  const told = (await rejection(carryOutSuccession(chain.rpc, call, null))) as {
    code: string;
    details: { problem?: string };
  };
  return told.details.problem ?? told.code;
};

describe("a succession", () => {
  it("closes the ledger, and both point at each other from a size in the middle", async () => {
    const ledger = await anchored(3, 5, 9);
    const call = callOf(ledger, { size: 5 });
    expect(await successionStands(chain.rpc, call)).toBe("open");
    expect(await successionCost(chain.rpc, call)).toBeGreaterThan(0n);
    await carryOutSuccession(chain.rpc, call, null);
    expect(await successionStands(chain.rpc, call)).toBe("done");

    const { contract } = ledger;
    const successor = successorOf(call);
    expect(await readLedger(chain.rpc, { contract, ledgerId: ledger.ledgerId })).toMatchObject({
      ...{ closed: true, successor, predecessor: null, inheritedSize: 0 },
      logKeyHash: hex(LOG_KEY_HASH),
    });
    expect(await readLedger(chain.rpc, { contract, ledgerId: successor })).toEqual({
      ...{ owner: ledger.wallet.address, anchorer: ledger.wallet.address },
      ...{ inheritedSize: 5, closed: false, logKeyHash: hex(NEW_KEY_HASH) },
      ...{ predecessor: ledger.ledgerId, successor: null },
    });
    // What was anchored stays where it was, beyond the size too.
    expect(await ledger.client.rootAt(9, "latest")).toBe(hex(ledger.log.root(9)));
    expect(await readAllAnchored(chain.rpc, { contract, ledgerId: successor })).toEqual([
      { size: 5, root: hex(ledger.log.root(5)) },
    ]);
  });

  it("is sent once, however often it is repeated", async () => {
    const ledger = await anchored(4);
    const call = callOf(ledger, { size: 4 });
    await carryOutSuccession(chain.rpc, call, null);
    const sent = await nonceOf(ledger.wallet);
    await carryOutSuccession(chain.rpc, call, null);
    await carryOutSuccession(chain.rpc, call, null);
    expect(await nonceOf(ledger.wallet)).toBe(sent);
  });

  it("begins anew at size 0, also where nothing was anchored", async () => {
    for (const ledger of [await anchored(), await anchored(2)]) {
      const call = callOf(ledger);
      await carryOutSuccession(chain.rpc, call, null);
      const place = { contract: ledger.contract, ledgerId: successorOf(call) };
      expect(await readLedger(chain.rpc, place)).toMatchObject({ inheritedSize: 0, closed: false });
      expect(await readAllAnchored(chain.rpc, place)).toEqual([]);
    }
  });

  it("is final and durable on the embedded chain when it resolves", async () => {
    const ledger = await anchored(2);
    let saves = 0;
    const save = async (): Promise<void> => {
      saves += 1;
    };
    const call = callOf(ledger, { size: 2 });
    await carryOutSuccession(chain.rpc, call, createSettle(chain.rpc, { save }));
    expect(saves).toBe(1);
    const { contract } = ledger;
    const data = await readLedger(chain.rpc, { contract, ledgerId: ledger.ledgerId });
    expect(data?.closed).toBe(true);
    const [latest, final] = await Promise.all([
      chain.rpc("eth_getBlockByNumber", ["latest", false]),
      chain.rpc("eth_getBlockByNumber", ["finalized", false]),
    ]);
    expect(Number((latest as { number: string }).number)).toBe(
      Number((final as { number: string }).number) + 2,
    );
  });

  it("takes up an attempt that still waits for its block, and does it once", async () => {
    const ledger = await anchored(2);
    const call = callOf(ledger, { size: 2 });
    const before = await nonceOf(ledger.wallet);
    await chain.rpc("evm_setAutomine", [false]);
    try {
      const first = carryOutSuccession(chain.rpc, call, null);
      const second = carryOutSuccession(chain.rpc, call, null);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await chain.mine(1);
      await Promise.all([first, second]);
    } finally {
      await chain.rpc("evm_setAutomine", [true]);
    }
    expect(await nonceOf(ledger.wallet)).toBe(before + 1n);
    expect(await successionStands(chain.rpc, call)).toBe("done");
  });
});

describe("a look at where it stands", () => {
  /** The chain, with something that happens right after its first answer. */
  const then =
    (happens: () => Promise<unknown>): Rpc =>
    async (method, params) => {
      const answer = await chain.rpc(method, params);
      await once(happens);
      return answer;
    };
  let done = false;
  const once = async (happens: () => Promise<unknown>): Promise<void> => {
    if (done) return;
    done = true;
    await happens();
  };

  it("sees a succession that came into a block between two of its questions", async () => {
    const ledger = await anchored(2);
    const call = callOf(ledger, { size: 2 });
    done = false;
    const rpc = then(() => carryOutSuccession(chain.rpc, call, null));
    expect(await successionStands(rpc, call)).toBe("done");
  });

  it("takes no node that is behind for a refusal", async () => {
    const ledger = await anchored(2);
    const call = callOf(ledger, { size: 2 });
    await carryOutSuccession(chain.rpc, call, null);
    const behind: Rpc = async (method, params) => {
      const [request] = params as [{ data?: string }];
      const asks = request?.data?.includes(successorOf(call).slice(2)) === true;
      return asks ? "0x" : chain.rpc(method, params);
    };
    expect(await rejection(successionStands(behind, call))).toMatchObject({
      code: "chain_unavailable",
    });
  });
});

describe("a succession is refused", () => {
  it("to everybody but the owner", async () => {
    const ledger = await anchored(2);
    const owner = await testWallet();
    await fundWallet(chain.rpc, owner);
    expect(await refusedFor(callOf(ledger, { owner }))).toBe("not_owner");
    expect(await nonceOf(owner)).toBe(0n);
  });

  it("for an origin under which the owner has a ledger", async () => {
    const ledger = await anchored(2);
    expect(await refusedFor(callOf(ledger, { origin: ORIGIN }))).toBe("origin_in_use");
    const { contract, wallet } = ledger;
    await registerLedger(chain.rpc, 31337, wallet, contract, NEW_ORIGIN, LOG_KEY_HASH);
    expect(await refusedFor(callOf(ledger))).toBe("origin_in_use");
  });

  it("at a size that was not anchored", async () => {
    const ledger = await anchored(2, 7);
    for (const size of [1, 3, 8]) {
      expect(await refusedFor(callOf(ledger, { size }))).toBe("size_not_anchored");
    }
  });

  it("where another succession was first, of another size, key or anchorer too", async () => {
    const ledger = await anchored(2, 7);
    await carryOutSuccession(chain.rpc, callOf(ledger, { size: 7 }), null);
    const stranger = (await testWallet()).address;
    for (const change of [
      { size: 7, origin: "ledger.example/other" },
      { size: 2 },
      { size: 7, logKeyHash: LOG_KEY_HASH },
      { size: 7, anchorer: stranger },
    ]) {
      expect(await refusedFor(callOf(ledger, change))).toBe("closed");
    }
  });

  it("of a ledger or a contract that is not there", async () => {
    const ledger = await anchored();
    const ledgerId = asLedgerId(`0x${"ab".repeat(32)}`);
    expect(await refusedFor(callOf(ledger, { ledgerId }))).toBe("wrong_ledger");
    const contract = ledger.wallet.address as SuccessionCall["contract"];
    expect(await refusedFor(callOf(ledger, { contract }))).toBe("wrong_ledger");
  });

  it("before anything is sent, to an owner who cannot pay", async () => {
    const ledger = await anchored(2);
    await chain.rpc("anvil_setBalance", [ledger.wallet.address, "0x1"]);
    const call = callOf(ledger, { size: 2 });
    expect(await rejection(successionCost(chain.rpc, call))).toMatchObject({ code: "no_funds" });
  });
});

describe("the successor", () => {
  it("is anchored on top of what it took over, which is a bound, and never its newest anchor", async () => {
    const ledger = await anchored(3, 5);
    const call = callOf(ledger, { size: 5, anchorer: (await testWallet()).address });
    await carryOutSuccession(chain.rpc, { ...call, anchorer: ledger.wallet.address }, null);
    const { wallet, store, log, contract } = ledger;
    store.rows.clear();
    store.seal(8, log.root(8));
    const options = { rpcUrl: chain.rpcUrl, contract, wallet, store, embedded: null };
    const known = { chainId: 31337, ledgerId: successorOf(call) };
    const next = await connectLedger({
      ...options,
      ...{ origin: NEW_ORIGIN, logKeyHash: NEW_KEY_HASH, known },
    });
    expect(next.ledgerId).toBe(successorOf(call));
    const worker = assemble(next, wallet, store, referenceLog()).worker();
    await worker.kick();
    expect(await worker.kick()).toMatchObject({ state: "ok", headSize: 8 });
    await chain.mine(2);
    expect(await worker.kick()).toMatchObject({ finalizedSize: 8 });
    await worker.stop();
    expect(store.rows.get(8)).toMatchObject({ state: "finalized", previousSize: 5 });
    const [{ size, state, block, transaction, previousSize }] = store.history.slice(-1) as [
      AnchorRow,
    ];
    expect({ size, state, transaction, previousSize }).toEqual({
      ...{ size: 5, state: "finalized", transaction: null, previousSize: 0 },
    });
    // In the block of the succession itself.
    expect(block).toBeLessThan(store.rows.get(8)?.block as number);
    const found = store.history.filter((row) => row.size === 5 && row.transaction === null);
    expect(found).toHaveLength(1);
  });

  it("closes the door behind it: the predecessor's server does not start again", async () => {
    const ledger = await anchored(3);
    await carryOutSuccession(chain.rpc, callOf(ledger, { size: 3 }), null);
    const { wallet, store, contract, ledgerId } = ledger;
    const again = connectLedger({
      ...{ rpcUrl: chain.rpcUrl, contract, wallet, store, embedded: null },
      ...{ origin: ORIGIN, logKeyHash: LOG_KEY_HASH, known: { chainId: 31337, ledgerId } },
    });
    expect(await rejection(again)).toMatchObject({ code: "wrong_ledger" });
  });
});

describe("all that was anchored", () => {
  it("is read from the newest to the oldest, a thief's sizes beyond counting left out", async () => {
    const ledger = await anchored(2, 3, 9);
    const contract = await deployContract(chain.rpc, 31337, ledger.wallet);
    expect(await readAllAnchored(chain.rpc, { ...ledger, contract })).toEqual([]);
    expect(await readAllAnchored(chain.rpc, ledger)).toEqual(
      [9, 3, 2].map((size) => ({ size, root: hex(ledger.log.root(size)) })),
    );
  });
});
