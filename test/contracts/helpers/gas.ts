/** What anchoring costs: whole transactions, their 21,000 and their calldata included. */
import type { AnchorChain } from "./anchor.ts";
import { synthesizeConsistency } from "./merkle.ts";

/** The price of one anchor that lets a ledger grow from one size to another. */
export interface AnchorGas {
  from: bigint;
  to: bigint;
  proofLength: number;
  gas: bigint;
}

/**
 * Measures one anchor in steady state, at any size, without building a tree and without touching the
 * contract's storage: a new ledger takes any first root, so `from` is anchored with a made-up root, and
 * then `to` with a root and a proof made to extend it (`synthesizeConsistency`). What is measured is the
 * second anchor, which does exactly what a real one of these sizes does: the same storage, as many
 * proof elements, as many hashes.
 */
export async function measureAnchorGas(
  chain: AnchorChain,
  from: bigint,
  to: bigint,
  origin = "gas.example",
): Promise<AnchorGas> {
  const ledgerId = await chain.registerLedger(`${origin}/${from}/${to}`);
  const { root1, root2, proof } = synthesizeConsistency(from, to);
  await gasOf(chain.contract.getFunction("anchor")(ledgerId, from, root1, []));
  const gas = await gasOf(chain.contract.getFunction("anchor")(ledgerId, to, root2, proof));
  return { from, to, proofLength: proof.length, gas };
}

/** Gas used by a transaction that was sent. Throws if it failed. */
export async function gasOf(
  sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>,
): Promise<bigint> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt.gasUsed;
}

/**
 * The sizes at which the cost is watched. `usual` grows by one batch. `worst` grows from the size below,
 * of all, that costs most: the proof is the longest there is and nearly every element changes both roots.
 */
export const WATCHED_SIZES: readonly { name: string; from: bigint; to: bigint }[] = [
  { name: "1,000 usual", from: 900n, to: 1_000n },
  { name: "1,000 worst", from: 895n, to: 1_000n },
  { name: "120,000 usual", from: 119_000n, to: 120_000n },
  { name: "120,000 worst", from: 114_687n, to: 120_000n },
  { name: "2^20 usual", from: 2n ** 20n - 1_000n, to: 2n ** 20n },
  { name: "2^20 worst", from: 2n ** 20n - 1n, to: 2n ** 20n },
  { name: "2^40 usual", from: 2n ** 40n - 1_000n, to: 2n ** 40n },
  { name: "2^40 worst", from: 2n ** 40n - 1n, to: 2n ** 40n },
];
