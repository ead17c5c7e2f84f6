import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ledgerAnchor } from "../../../api/anchor/abi.ts";
import { asBig } from "../../../api/anchor/answers.ts";
import { type ConnectOptions, connectLedger } from "../../../api/anchor/connect.ts";
import { ledgerIdFor } from "../../../api/anchor/contract.ts";
import { deployContract, fundWallet } from "../../../api/anchor/deploy.ts";
import type { AnchorWallet } from "../../../api/anchor/wallet.ts";
import { freePort, startTestChain, type TestChain } from "../../helpers/chain.ts";
import { fakeStore } from "./fake-store.ts";
import { LOG_KEY_HASH, ORIGIN, referenceLog, testLedger, testWallet } from "./fixtures.ts";

const EMBEDDED = { save: async () => {} };

let chain: TestChain;
let wallet: AnchorWallet;

beforeAll(async () => {
  chain = await startTestChain();
});
beforeEach(async () => {
  wallet = await testWallet();
});
afterAll(() => chain.stop());

function connect(changes: Partial<ConnectOptions> = {}) {
  const store = fakeStore();
  return connectLedger({
    ...{ rpcUrl: chain.rpcUrl, contract: null, wallet, origin: ORIGIN },
    ...{ logKeyHash: LOG_KEY_HASH, embedded: EMBEDDED, store, known: null },
    ...changes,
  });
}

const transactions = async (of: AnchorWallet): Promise<bigint> =>
  asBig(await chain.rpc("eth_getTransactionCount", [of.address, "latest"]));

describe("the first start on the embedded chain", () => {
  it("funds, deploys, registers and saves; the next start finds all of it", async () => {
    let saves = 0;
    const embedded = {
      save: async () => {
        saves += 1;
      },
    };
    const first = await connect({ embedded });
    expect(saves).toBe(1);
    expect(await transactions(wallet)).toBe(2n);
    expect(first.chainId).toBe(31337);
    expect(first.settle).not.toBeNull();
    expect(await first.client.head()).toEqual({ size: 0, root: `0x${"0".repeat(64)}` });
    const again = await connect({ contract: first.contract, embedded });
    expect(again.ledgerId).toBe(first.ledgerId);
    expect(await transactions(wallet)).toBe(2n);
  });

  it("computes the ledger's id as the contract does, also for origins beyond ASCII", async () => {
    const { contract } = await connect();
    for (const origin of [ORIGIN, "a", "ledger.example/größe", "x".repeat(255)]) {
      const data = ledgerAnchor.encodeFunctionData("ledgerIdOf", [wallet.address, origin]);
      const id = await chain.rpc("eth_call", [{ to: contract, data }, "latest"]);
      expect(ledgerIdFor(31337, contract, wallet.address, origin)).toBe(id);
    }
  });

  it("takes a contract address in any case and answers it in lower case", async () => {
    const { contract } = await connect();
    const upper = `0x${contract.slice(2).toUpperCase()}`;
    expect((await connect({ contract: upper })).contract).toBe(contract);
  });
});

describe("a public chain", () => {
  it("registers on a contract that is there, and leaves mining to others", async () => {
    await fundWallet(chain.rpc, wallet);
    const contract = await deployContract(chain.rpc, 31337, wallet);
    const ledger = await connect({ contract, embedded: null });
    expect(ledger.settle).toBeNull();
    expect((await ledger.client.head())?.size).toBe(0);
  });

  it("never deploys and never funds", async () => {
    await expect(connect({ embedded: null })).rejects.toMatchObject({
      code: "invalid_setting",
      details: { setting: "COUNTERFOIL_CONTRACT", problem: "needs_contract_and_key" },
    });
    expect(await transactions(wallet)).toBe(0n);
    expect(asBig(await chain.rpc("eth_getBalance", [wallet.address, "latest"]))).toBe(0n);
  });

  it("registers no second ledger where the store belongs to one already", async () => {
    const { contract } = await connect();
    const stranger = (await testWallet()).address;
    const known = { chainId: 31337, ledgerId: ledgerIdFor(31337, contract, stranger, ORIGIN) };
    const before = await transactions(wallet);
    await expect(connect({ contract, known })).rejects.toMatchObject({ code: "wrong_ledger" });
    expect(await transactions(wallet)).toBe(before);
  });

  it("refuses a chain with another id than the store's, before it spends anything there", async () => {
    const { contract, ledgerId } = await connect();
    const other = await testWallet();
    const refused = connect({ contract, wallet: other, known: { chainId: 1, ledgerId } });
    await expect(refused).rejects.toMatchObject({ code: "wrong_ledger" });
    expect(asBig(await chain.rpc("eth_getBalance", [other.address, "latest"]))).toBe(0n);
  });

  it("goes on with its ledger after the anchorer's key has been changed by the owner", async () => {
    const { contract, ledgerId } = await connect();
    const successor = await testWallet();
    await fundWallet(chain.rpc, successor);
    const known = { chainId: 31337, ledgerId };
    const early = connect({ contract, embedded: null, wallet: successor, known });
    await expect(early).rejects.toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_ANCHORER_KEY_FILE" },
    });
    const data = ledgerAnchor.encodeFunctionData("changeAnchorer", [ledgerId, successor.address]);
    const fees = { gasPrice: 10n ** 10n, gasLimit: 300_000, type: 0 };
    const { raw } = wallet.sign({ to: contract, data, chainId: 31337, nonce: 2, ...fees });
    await chain.rpc("eth_sendRawTransaction", [raw]);
    const ledger = await connect({ contract, embedded: null, wallet: successor, known });
    expect(ledger.ledgerId).toBe(ledgerId);
  });

  it("anchors in a ledger that somebody else owns, if that one named our key", async () => {
    const owner = await testWallet();
    await fundWallet(chain.rpc, owner);
    await fundWallet(chain.rpc, wallet);
    const contract = await deployContract(chain.rpc, 31337, owner);
    const data = ledgerAnchor.encodeFunctionData("register", [
      ORIGIN,
      wallet.address,
      LOG_KEY_HASH,
    ]);
    const fees = { gasPrice: 10n ** 10n, gasLimit: 300_000, type: 0 };
    const { raw } = owner.sign({ to: contract, data, chainId: 31337, nonce: 1, ...fees });
    await chain.rpc("eth_sendRawTransaction", [raw]);
    const ledgerId = ledgerIdFor(31337, contract, owner.address, ORIGIN);
    const ledger = await connect({ contract, embedded: null, known: { chainId: 31337, ledgerId } });
    expect(ledger.ledgerId).toBe(ledgerId);
    expect(await transactions(wallet)).toBe(0n);
  });
});

describe("a start that must not happen", () => {
  it("nobody answers", async () => {
    const rpcUrl = `http://127.0.0.1:${await freePort()}/api-key`;
    const error = await connect({ rpcUrl }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "chain_unavailable" });
    expect(JSON.stringify(error)).not.toContain("api-key");
  });

  it.each(["", "0x12", "not an address", `0x${"g".repeat(40)}`])(
    "the contract is %j",
    async (contract) => {
      await expect(connect({ contract })).rejects.toMatchObject({
        details: { problem: "not_an_address" },
      });
    },
  );

  it("there is no contract at the address: the chain was reset, or is another one", async () => {
    const contract = `0x${"12".repeat(20)}`;
    await expect(connect({ contract })).rejects.toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_CONTRACT" },
    });
  });

  it("the ledger knows another log key", async () => {
    const { contract } = await connect();
    const logKeyHash = new Uint8Array(32).fill(8);
    await expect(connect({ contract, logKeyHash })).rejects.toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_KEYS" },
    });
  });

  it("the ledger has another anchorer, or is closed", async () => {
    const { contract, ledgerId } = await connect();
    const other = (await testWallet()).address;
    await send(contract, "changeAnchorer", [ledgerId, other]);
    await expect(connect({ contract })).rejects.toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_ANCHORER_KEY_FILE" },
    });
    await send(contract, "changeAnchorer", [ledgerId, wallet.address]);
    await connect({ contract });
    await send(contract, "succeed", [ledgerId, 0, "other/origin", wallet.address, LOG_KEY_HASH]);
    await expect(connect({ contract })).rejects.toMatchObject({
      code: "wrong_ledger",
      details: { setting: "COUNTERFOIL_CONTRACT" },
    });
  });

  it("the store is older than the chain's head", async () => {
    const ledger = await anchored(6);
    const store = fakeStore();
    const options = { contract: ledger.contract, wallet: ledger.wallet };
    const behind = { code: "behind", details: { what: "chain", size: 0, expected: 6 } };
    await expect(connect({ ...options, store })).rejects.toMatchObject(behind);
    store.seal(4, ledger.log.root(4));
    const details = { ...behind.details, size: 4 };
    await expect(connect({ ...options, store })).rejects.toMatchObject({ ...behind, details });
    store.seal(6, ledger.log.root(6));
    await connect({ ...options, store });
  });

  it("the chain's head is not what we signed", async () => {
    const ledger = await anchored(6);
    const store = fakeStore();
    store.seal(6, referenceLog(9).root(6));
    const refused = connect({ contract: ledger.contract, wallet: ledger.wallet, store });
    await expect(refused).rejects.toMatchObject({ name: "Misbehaviour", code: "chain_diverged" });
  });

  async function anchored(size: number) {
    const ledger = await testLedger(chain.rpcUrl);
    ledger.seal(size);
    const worker = ledger.worker();
    await worker.kick();
    await worker.stop();
    return ledger;
  }

  async function send(to: string, name: string, args: readonly unknown[]): Promise<void> {
    const data = ledgerAnchor.encodeFunctionData(name, args);
    const nonce = Number(await transactions(wallet));
    const fees = { gasPrice: 10n ** 10n, gasLimit: 400_000, type: 0 };
    const { raw } = wallet.sign({ to, data, nonce, chainId: 31337, ...fees });
    await chain.rpc("eth_sendRawTransaction", [raw]);
  }
});
