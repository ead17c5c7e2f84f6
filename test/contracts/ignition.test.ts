import { resolve } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharingTermsCreationCode } from "../../api/anchor/sharing-terms.ts";
import hardhatConfig from "../../hardhat.config.ts";
import ledgerAnchorModule from "../../ignition/modules/LedgerAnchor.ts";
import sharingTermsModule from "../../ignition/modules/SharingTerms.ts";
import { type AnchorChain, chainOf, revertOf } from "./helpers/anchor.ts";
import { consistencyProof, leafHash, pseudoHash, root } from "./helpers/merkle.ts";
import { termsChainOf } from "./helpers/terms.ts";

let chain: AnchorChain;
let hre: HardhatRuntimeEnvironment;

beforeAll(async () => {
  // What is built for Ignition lies elsewhere than what the Solidity tests are building meanwhile, by the other profile.
  const [artifacts, cache] = [".cache/ignition/artifacts", ".cache/ignition/cache"];
  const paths = { ...hardhatConfig.paths, artifacts, cache };
  const root = resolve(import.meta.dirname, "../..");
  hre = await createHardhatRuntimeEnvironment({ ...hardhatConfig, paths }, {}, root);
  const build = hre.tasks.getTask("build");
  await build.run({ quiet: true, noTests: true, defaultBuildProfile: "production" });
  const connection = await hre.network.create();
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

test("SharingTerms that Ignition deployed is the committed bytecode, and takes an agreement", async () => {
  const connection = await hre.network.create();
  try {
    const { sharingTerms } = await connection.ignition.deploy(sharingTermsModule);
    const address = await sharingTerms.getAddress();
    const block = await connection.ethers.provider.getBlock("latest", true);
    expect(block?.prefetchedTransactions.map(({ data }) => data)).toEqual([
      sharingTermsCreationCode,
    ]);
    const terms = await termsChainOf(connection, address);
    const first = terms.terms(1, 1);
    const both = [terms.controller, terms.recipient].map((by) => terms.signTerms(by, first));
    await (
      await terms.contract.getFunction("conclude")(first, ...(await Promise.all(both)))
    ).wait();
    expect(await terms.contract.getFunction("isActive")(terms.agreement)).toBe(true);
  } finally {
    await connection.close();
  }
});
