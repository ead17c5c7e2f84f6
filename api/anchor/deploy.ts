/** What happens once in a ledger's life on a chain: the contract (embedded chain only) and the registration. */
import { setTimeout as sleep } from "node:timers/promises";
import { getCreateAddress } from "ethers/address";
import { asContractAddress, type ContractAddress } from "../../portal/verify/brands.ts";
import { Refusal } from "../core/errors.ts";
import { creationCode, decodeRefusal, ledgerAnchor } from "./abi.ts";
import { asBig, asCount, quantity } from "./answers.ts";
import { AnchorFailure } from "./failures.ts";
import { feeFields, outbid, suggestFees } from "./fees.ts";
import { type Rpc, RpcRejected } from "./rpc.ts";
import { awaitReceipt, broadcast, type Receipt } from "./transactions.ts";
import type { AnchorWallet } from "./wallet.ts";

/** A public chain takes a block or two; with these pauses it is about four minutes. */
const RECEIPT_ATTEMPTS = 120;
const ONE_COIN = 10n ** 18n;

/** Gives the account money to pay with, out of nothing: the embedded chain only. */
export async function fundWallet(rpc: Rpc, wallet: Pick<AnchorWallet, "address">): Promise<void> {
  const balance = asBig(await rpc("eth_getBalance", [wallet.address, "latest"]));
  if (balance >= 1000n * ONE_COIN) return;
  await rpc("anvil_setBalance", [wallet.address, quantity(1_000_000n * ONE_COIN)]);
}

/** Deploys a contract, LedgerAnchor if no other is given; resolves when it is in a block. */
export async function deployContract(
  rpc: Rpc,
  chainId: number,
  wallet: AnchorWallet,
  code: string = creationCode,
  approve?: Approve,
): Promise<ContractAddress> {
  const { nonce } = await transact(rpc, chainId, wallet, null, code, approve);
  return asContractAddress(getCreateAddress({ from: wallet.address, nonce }).toLowerCase());
}

/** Registers a ledger owned and anchored by the wallet; fine if somebody did it meanwhile. */
export async function registerLedger(
  rpc: Rpc,
  chainId: number,
  wallet: AnchorWallet,
  contract: ContractAddress,
  origin: string,
  logKeyHash: Uint8Array,
): Promise<void> {
  const args = [origin, wallet.address, logKeyHash];
  const data = ledgerAnchor.encodeFunctionData("register", args);
  try {
    await transact(rpc, chainId, wallet, contract, data);
  } catch (error) {
    if (!(error instanceof RpcRejected) || !error.reverted) throw error;
    if (decodeRefusal(error.data).name !== "LedgerExists") {
      throw new AnchorFailure("refused_by_contract");
    }
  }
}

/**
 * Sends one transaction and waits for its block. Rejects with RpcRejected (`reverted`) if the call would fail, with a Refusal
 * `chain_unavailable` if no block takes it in time, and with an AnchorFailure: `no_funds`, or `refused_by_contract` where it failed in its block.
 */
export async function transact(
  rpc: Rpc,
  chainId: number,
  wallet: AnchorWallet,
  to: string | null,
  data: string,
  approve?: Approve,
): Promise<{ readonly hash: string; readonly nonce: number; readonly receipt: Receipt }> {
  const outgoing = { chainId, wallet, to, data, ...(approve && { approve }) };
  const { hash, nonce } = await sendTransaction(rpc, outgoing);
  const receipt = await awaitReceipt(rpc, hash, sleep, RECEIPT_ATTEMPTS);
  if (receipt === null) throw new Refusal("chain_unavailable", {});
  if (!receipt.succeeded) throw new AnchorFailure("refused_by_contract");
  return { hash, nonce, receipt };
}

/** Asked before each offer is signed, with the most gas and the most that is paid for one (wei); what it rejects with ends it. */
export type Approve = (gas: bigint, price: bigint) => Promise<void>;

export interface Outgoing {
  readonly chainId: number;
  readonly wallet: AnchorWallet;
  /** Null makes a contract. */
  readonly to: string | null;
  readonly data: string;
  readonly approve?: Approve;
}

/** An eighth more each time: five raises nearly double the offer. */
const MOST_RAISES = 5;

/**
 * Estimates, signs and sends; does not wait for the block. It takes the next nonce to be mined, so a transaction of an earlier attempt
 * that still waits is replaced. Rejects with RpcRejected (`reverted`) if the call would fail.
 */
export async function sendTransaction(
  rpc: Rpc,
  { chainId, wallet, to, data, approve }: Outgoing,
): Promise<{ readonly hash: string; readonly nonce: number }> {
  const from = wallet.address;
  const call = { from, data, ...(to === null ? {} : { to }) };
  const gas = asBig(await rpc("eth_estimateGas", [call, "latest"]));
  const gasLimit = (gas * 12n) / 10n;
  const nonce = asCount(await rpc("eth_getTransactionCount", [from, "latest"]));
  let fees = await suggestFees(rpc);
  for (let raise = 0; ; raise += 1) {
    await approve?.(gasLimit, fees.max);
    const fields = { ...feeFields(fees), chainId, to, data, nonce, gasLimit };
    const { raw, hash } = wallet.sign(fields);
    const delivery = await broadcast(rpc, raw, hash);
    if (delivery === "no_funds") throw new AnchorFailure("no_funds");
    // A used nonce: the earlier attempt was mined meanwhile, and whoever waits finds out which it was.
    if (delivery !== "underpriced" || raise === MOST_RAISES) return { hash, nonce };
    fees = outbid(fees, fees);
  }
}
