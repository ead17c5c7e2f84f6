/** What the contract refuses, as the client understands it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLedgerClient, type Preparation } from "../../../api/anchor/contract.ts";
import { AnchorFailure } from "../../../api/anchor/failures.ts";
import { sendAnchor } from "../../../api/anchor/send.ts";
import { systemClock } from "../../../api/core/clock.ts";
import { asLedgerId } from "../../../portal/verify/brands.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { referenceLog, type TestLedger, testLedger, testWallet } from "./fixtures.ts";

let chain: TestChain;
let ledger: TestLedger;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await testLedger(chain.rpcUrl);
  ledger.seal(5);
  const worker = ledger.worker();
  await worker.kick();
  await worker.stop();
});
afterAll(() => chain.stop());

async function prepare(
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
  client = ledger.client,
): Promise<Preparation> {
  const nonce = await client.nextNonce();
  return client.prepare({ size, root, proof, nonce, replaces: null });
}

const refusalName = (preparation: Preparation): string =>
  preparation.outcome === "refused" ? preparation.refusal.name : preparation.outcome;

describe("the owner's own key", () => {
  it("cannot rewrite: a root that does not extend the head is refused, whatever the proof", async () => {
    const other = referenceLog(9);
    for (const proof of [await other.proof(5, 9), await ledger.log.proof(5, 9), []]) {
      const answer = await prepare(9, other.root(9), proof);
      expect(refusalName(answer)).toBe("InvalidConsistencyProof");
    }
    expect(refusalName(await prepare(9, ledger.log.root(9), []))).toBe("InvalidConsistencyProof");
  });

  it("cannot anchor a size again, nor a smaller one, nor an empty root", async () => {
    const { log } = ledger;
    expect(refusalName(await prepare(5, log.root(5), []))).toBe("SizeNotGrowing");
    expect(refusalName(await prepare(3, log.root(3), []))).toBe("SizeNotGrowing");
    expect(refusalName(await prepare(9, new Uint8Array(32), []))).toBe("ZeroRoot");
  });

  it("can extend: the right proof is signed", async () => {
    const answer = await prepare(9, ledger.log.root(9), await ledger.log.proof(5, 9));
    expect(answer.outcome).toBe("signed");
  });
});

describe("other keys and other ledgers", () => {
  const clientOf = async (changes: { ledgerId?: string; stranger?: boolean }) =>
    createLedgerClient({
      rpc: chain.rpc,
      chainId: ledger.chainId,
      contract: ledger.contract,
      ledgerId: asLedgerId(changes.ledgerId ?? ledger.ledgerId),
      wallet: changes.stranger === true ? await testWallet() : ledger.wallet,
    });

  it("a stranger's key is refused by name, and the worker's step says so", async () => {
    const client = await clientOf({ stranger: true });
    const proof = await ledger.log.proof(5, 9);
    expect(refusalName(await prepare(9, ledger.log.root(9), proof, client))).toBe("NotAnchorer");
    ledger.seal(9);
    const context = {
      client,
      store: ledger.store,
      clock: systemClock,
      consistencyProof: ledger.log.proof,
    };
    const head = await ledger.client.head();
    const sending = sendAnchor(context, 9, head ?? { size: 0, root: "0x" }, null);
    await expect(sending).rejects.toEqual(new AnchorFailure("not_anchorer"));
    expect(ledger.store.rows.has(9)).toBe(false);
  });

  it("an unknown ledger is refused by name, and has no head, no roots, no events", async () => {
    const client = await clientOf({ ledgerId: `0x${"34".repeat(32)}` });
    expect(refusalName(await prepare(1, ledger.log.root(1), [], client))).toBe("UnknownLedger");
    expect(await client.head()).toBeNull();
    expect(await client.rootAt(5, "latest")).toBeNull();
    expect(await client.findAnchored(5, null)).toBeNull();
  });

  it("a transaction says nothing of the key, and is made for this chain only", async () => {
    const answer = await prepare(9, ledger.log.root(9), await ledger.log.proof(5, 9));
    if (answer.outcome !== "signed") throw new Error("not signed");
    expect(answer.signed.hash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(JSON.stringify(ledger.wallet)).toBe(JSON.stringify({ address: ledger.wallet.address }));
    const elsewhere = await startTestChain({ chainId: 4242 });
    const sent = elsewhere.rpc("eth_sendRawTransaction", [answer.signed.raw]);
    await expect(sent).rejects.toThrow(/chain/i);
    await elsewhere.stop();
  });
});

describe("sending", () => {
  it("the same transaction twice is accepted twice, and mined once", async () => {
    const answer = await prepare(9, ledger.log.root(9), await ledger.log.proof(5, 9));
    if (answer.outcome !== "signed") throw new Error("not signed");
    expect(await ledger.client.send(answer.signed)).toBe("accepted");
    expect(await ledger.client.send(answer.signed)).toBe("accepted");
    expect((await ledger.client.nextNonce()) - answer.signed.nonce).toBe(1);
  });

  it("a nonce that another transaction has used is told apart", async () => {
    const nonce = (await ledger.client.nextNonce()) - 1;
    const [root, proof] = [ledger.log.root(12), await ledger.log.proof(9, 12)];
    const answer = await ledger.client.prepare({ size: 12, root, proof, nonce, replaces: null });
    if (answer.outcome !== "signed") throw new Error("not signed");
    expect(await ledger.client.send(answer.signed)).toBe("nonce_used");
  });
});
