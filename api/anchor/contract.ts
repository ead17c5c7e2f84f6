/** The client of one ledger in LedgerAnchor: reads it, and makes, signs and sends the transaction that anchors. */
import { AbiCoder } from "ethers/abi";
import { keccak256 } from "ethers/crypto";
import type { ContractAddress, LedgerId } from "../../portal/verify/brands.ts";
import type { AnchorEvent } from "../../portal/verify/chain.ts";
import { type ContractRefusal, decodeRefusal, ledgerAnchor } from "./abi.ts";
import { asBig, asCount, type BlockHeader, headerAt, quantity, type Tag } from "./answers.ts";
import { canOutbid, type Fees, feeFields, outbid, suggestFees } from "./fees.ts";
import { type Rpc, RpcRejected } from "./rpc.ts";
import {
  broadcast,
  type Delivery,
  type Receipt,
  readReceipt,
  readSentFees,
} from "./transactions.ts";
import {
  type AnchoredLog,
  type BlockRange,
  type ChainHead,
  type LedgerPlace,
  readAnchored,
  readAnchoredWithin,
  readHead,
  readLedger,
  readRoot,
} from "./views.ts";
import type { AnchorWallet } from "./wallet.ts";

export interface AnchorCall {
  readonly size: number;
  readonly root: Uint8Array;
  /** RFC 9162 consistency proof from the head's size. */
  readonly proof: readonly Uint8Array[];
  readonly nonce: number;
  /** Fees of the transaction of the same nonce that this one replaces. */
  readonly replaces: Fees | null;
}

export interface SignedAnchor {
  readonly raw: string;
  readonly hash: string;
  readonly nonce: number;
  readonly fees: Fees;
}

/**
 * - `signed`: the call would succeed on the newest block.
 * - `refused`: it would revert, and why.
 * - `enough_offered`: what it replaces already offers far more than the going rate.
 */
export type Preparation =
  | { readonly outcome: "signed"; readonly signed: SignedAnchor }
  | { readonly outcome: "refused"; readonly refusal: ContractRefusal }
  | { readonly outcome: "enough_offered" };

/** Every method rejects with RpcUnreachable or RpcRejected if the node does not answer properly. */
export interface LedgerClient {
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
  readonly anchorer: string;
  /** At `latest`; null if contract or ledger are not there (any more). */
  head(): Promise<ChainHead | null>;
  rootAt(size: number, tag: Tag): Promise<string | null>;
  /** Size of the head that the ledger took over from its predecessor; 0 if it has none. */
  inheritedSize(): Promise<number>;
  block(at: Tag | number): Promise<BlockHeader | null>;
  /** The event of a size: in this block, or, with null, wherever the node lets us look. */
  findAnchored(size: number, block: number | null): Promise<AnchorEvent | null>;
  /** What was anchored in a range of blocks; null if the node does not want to search it. */
  anchoredWithin(range: BlockRange): Promise<readonly AnchoredLog[] | null>;
  receipt(hash: string): Promise<Receipt | null>;
  /** Fees of a transaction that the node knows, waiting or mined; null if it knows none of this hash. */
  sentFees(hash: string): Promise<Fees | null>;
  /** The nonce that the next transaction to be mined must have; ignores waiting ones, so it replaces them. */
  nextNonce(): Promise<number>;
  prepare(call: AnchorCall): Promise<Preparation>;
  send(signed: SignedAnchor): Promise<Delivery>;
}

/** `keccak256(abi.encode(chain id, contract, owner at registration, origin))`, FORMAT §9. */
export function ledgerIdFor(
  chainId: number,
  contract: string,
  owner: string,
  origin: string,
): LedgerId {
  const types = ["uint256", "address", "address", "string"];
  const encoded = AbiCoder.defaultAbiCoder().encode(types, [chainId, contract, owner, origin]);
  return keccak256(encoded) as LedgerId;
}

/** Where a node refuses to search the whole chain, the newest blocks are the ones that matter. */
const RECENT_BLOCKS = 900;
/** On top of the estimate: the head may move between estimate and block, and with it the length of the proof's path. */
const GAS_RESERVE = { factor: 12n, divisor: 10n };

export interface LedgerClientOptions {
  readonly rpc: Rpc;
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
  readonly wallet: AnchorWallet;
}

export function createLedgerClient(options: LedgerClientOptions): LedgerClient {
  const { rpc, chainId, contract, ledgerId, wallet } = options;
  const place: LedgerPlace = { contract, ledgerId };

  async function inRange(size: number, range: BlockRange): Promise<AnchorEvent | null> {
    const found = await readAnchored(rpc, place, size, range);
    return found === "unavailable" ? null : found;
  }

  async function searchAnchored(size: number): Promise<AnchorEvent | null> {
    const found = await inRange(size, { from: 0, to: "latest" });
    if (found !== null) return found;
    const latest = await headerAt(rpc, "latest");
    const from = Math.max(0, (latest?.number ?? 0) - RECENT_BLOCKS);
    return inRange(size, { from, to: "latest" });
  }

  return {
    chainId,
    contract,
    ledgerId,
    anchorer: wallet.address,
    head: () => readHead(rpc, place),
    rootAt: (size, tag) => readRoot(rpc, place, size, tag),
    inheritedSize: async () => (await readLedger(rpc, place))?.inheritedSize ?? 0,
    block: (at) => headerAt(rpc, at),
    findAnchored: (size, block) =>
      block === null ? searchAnchored(size) : inRange(size, { from: block, to: block }),
    anchoredWithin: (range) => readAnchoredWithin(rpc, place, range),
    receipt: (hash) => readReceipt(rpc, hash),
    sentFees: (hash) => readSentFees(rpc, hash),
    nextNonce: async () =>
      asCount(await rpc("eth_getTransactionCount", [wallet.address, "latest"])),
    prepare: (call) => prepareAnchor(options, call),
    send: (signed) => broadcast(rpc, signed.raw, signed.hash),
  };
}

async function prepareAnchor(options: LedgerClientOptions, call: AnchorCall): Promise<Preparation> {
  const { rpc, chainId, contract, ledgerId, wallet } = options;
  const suggested = await suggestFees(rpc);
  if (call.replaces !== null && !canOutbid(suggested, call.replaces)) {
    return { outcome: "enough_offered" };
  }
  const fees = call.replaces === null ? suggested : outbid(suggested, call.replaces);
  const data = ledgerAnchor.encodeFunctionData("anchor", [
    ledgerId,
    call.size,
    call.root,
    call.proof,
  ]);
  let gas: bigint;
  try {
    // At "latest": on the pending block our own waiting transaction would make this one revert.
    const from = wallet.address;
    gas = asBig(await rpc("eth_estimateGas", [{ from, to: contract, data }, "latest"]));
  } catch (error) {
    if (!(error instanceof RpcRejected) || !error.reverted) throw error;
    return { outcome: "refused", refusal: decodeRefusal(error.data) };
  }
  const { raw, hash } = wallet.sign({
    ...feeFields(fees),
    chainId,
    to: contract,
    data,
    nonce: call.nonce,
    gasLimit: quantity((gas * GAS_RESERVE.factor) / GAS_RESERVE.divisor),
  });
  return { outcome: "signed", signed: { raw, hash, nonce: call.nonce, fees } };
}
