import hre, { network } from "hardhat";
import { afterAll, beforeAll, expect, test } from "vitest";
import ledgerAnchorModule from "../../ignition/modules/LedgerAnchor.ts";
import { type AnchorChain, chainOf, revertOf } from "./helpers/anchor.ts";
import { consistencyProof, leafHash, pseudoHash, root } from "./helpers/merkle.ts";

let chain: AnchorChain;

beforeAll(async () => {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const connection = await network.create();
  const { ledgerAnchor } = await connection.ignition.deploy(ledgerAnchorModule);
  chain = await chainOf(connection, await ledgerAnchor.getAddress());
}, 180_000);

afterAll(() => chain.close());

test("what Ignition deployed is the committed bytecode, and keeps a ledger", async () => {
  const { contract, owner } = chain;
  const code = await chain.connection.ethers.provider.getCode(await contract.getAddress());
  expect(chain.bytecode).toContain(code.slice(2));

  const leaves = Array.from({ length: 9 }, (_, i) => leafHash(Uint8Array.of(i)));
  const ledgerId = await chain.registerLedger("ignition.example/log");
  const anchor = contract.getFunction("anchor");
  await (await anchor(ledgerId, 4, root(leaves.slice(0, 4)), [])).wait();
  await (await anchor(ledgerId, 9, root(leaves), consistencyProof(4, leaves))).wait();
  expect(await contract.getFunction("head")(ledgerId)).toEqual([9n, root(leaves)]);
  const about = await contract.getFunction("ledger")(ledgerId);
  expect([about.owner, about.anchorer, about.size]).toEqual([owner.address, owner.address, 9n]);
});

test("not even owner and anchorer in one can anchor what does not extend the head", async () => {
  const { contract } = chain;
  const leaves = Array.from({ length: 9 }, (_, i) => leafHash(Uint8Array.of(i)));
  const rewritten = leaves.with(2, pseudoHash("rewritten", 0));
  const ledgerId = await chain.registerLedger("ignition.example/rewritten");
  const anchor = contract.getFunction("anchor");
  await (await anchor(ledgerId, 4, root(leaves.slice(0, 4)), [])).wait();
  const attempt = anchor(ledgerId, 9, root(rewritten), consistencyProof(4, rewritten));
  expect(await revertOf(chain, attempt)).toEqual([
    "InvalidConsistencyProof",
    ledgerId,
    "4",
    root(leaves.slice(0, 4)),
    "9",
    root(rewritten),
  ]);
  expect(await contract.getFunction("rootAt")(ledgerId, 9)).toBe(`0x${"0".repeat(64)}`);
});
