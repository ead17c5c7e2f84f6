/** Sending transactions and asking after them. */
import { asBig, asCount, asObject, asWord } from "./answers.ts";
import type { Fees } from "./fees.ts";
import { type Rpc, RpcRejected } from "./rpc.ts";

/**
 * - `accepted`: the node has it (now, or already).
 * - `nonce_used`: a transaction of this nonce was mined; which one, the chain tells.
 * - `underpriced`: another one of this nonce waits, and this one does not offer enough more.
 * - `no_funds`: the account cannot pay for it.
 */
export type Delivery = "accepted" | "nonce_used" | "underpriced" | "no_funds";

export interface Receipt {
  readonly block: number;
  readonly succeeded: boolean;
  readonly gasUsed: number;
  /** In wei; `null` where the node does not tell it, or it is beyond all measure. */
  readonly gasPrice: number | null;
}

/** Nodes have no codes for these; the words are geth's, and those that reth, erigon, nethermind, besu and anvil use. */
const MEANINGS: readonly (readonly [RegExp, Delivery])[] = [
  [/already (known|imported)|known transaction|alreadyknown/i, "accepted"],
  [/nonce.{0,12}too low|oldnonce|nonce too small/i, "nonce_used"],
  [/underpriced|feetoolow|fee too low/i, "underpriced"],
  [/insufficient (funds|balance)|upfront cost exceeds/i, "no_funds"],
];

/** Rejects with the node's own error if it is none of the known ones. */
export async function broadcast(rpc: Rpc, raw: string, hash: string): Promise<Delivery> {
  try {
    await rpc("eth_sendRawTransaction", [raw]);
    return "accepted";
  } catch (error) {
    if (!(error instanceof RpcRejected)) throw error;
    const { message } = error;
    const meaning = MEANINGS.find(([words]) => words.test(message))?.[1];
    // "nonce too low" also greets the very same transaction when it is mined already.
    if (meaning === "nonce_used" && (await readReceipt(rpc, hash)) !== null) return "accepted";
    if (meaning !== undefined) return meaning;
    throw error;
  }
}

export async function readReceipt(rpc: Rpc, hash: string): Promise<Receipt | null> {
  const answer = await rpc("eth_getTransactionReceipt", [hash]);
  if (answer === null) return null;
  const receipt = asObject(answer);
  if (receipt.blockNumber == null) return null;
  asWord(receipt.transactionHash);
  return {
    block: asCount(receipt.blockNumber),
    succeeded: asCount(receipt.status) === 1,
    gasUsed: asCount(receipt.gasUsed),
    gasPrice: priceOf(receipt.effectiveGasPrice),
  };
}

/** Nodes of before London tell none. */
function priceOf(value: unknown): number | null {
  if (value == null) return null;
  const price = Number(asBig(value));
  return Number.isSafeInteger(price) ? price : null;
}

export async function readSentFees(rpc: Rpc, hash: string): Promise<Fees | null> {
  const answer = await rpc("eth_getTransactionByHash", [hash]);
  if (answer === null) return null;
  const sent = asObject(answer);
  if (sent.maxFeePerGas == null) {
    const price = asBig(sent.gasPrice);
    return { legacy: true, max: price, tip: price };
  }
  return { legacy: false, max: asBig(sent.maxFeePerGas), tip: asBig(sent.maxPriorityFeePerGas) };
}

/** Waits until a transaction is in a block; null if it is not within the time. */
export async function awaitReceipt(
  rpc: Rpc,
  hash: string,
  sleep: (ms: number) => Promise<void>,
  attempts: number,
): Promise<Receipt | null> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const receipt = await readReceipt(rpc, hash);
    if (receipt !== null) return receipt;
    await sleep(Math.min(2_000, 50 * 2 ** attempt));
  }
  return null;
}
