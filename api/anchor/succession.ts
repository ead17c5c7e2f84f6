/**
 * The chain's side of a succession: the owner closes a ledger in favour of a new one that goes on from a size anchored in it. The
 * contract does it once for ever, and both ledgers say so; so an attempt that was cut off is never repeated blindly, it is looked up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ContractAddress, LedgerId } from "../../portal/verify/brands.ts";
import { Refusal, type SuccessionProblem } from "../core/errors.ts";
import { decodeRefusal, ledgerAnchor } from "./abi.ts";
import { asBig, latestHeader } from "./answers.ts";
import { ledgerIdFor } from "./contract.ts";
import { sendTransaction } from "./deploy.ts";
import { rootHex } from "./divergence.ts";
import { AnchorFailure } from "./failures.ts";
import { suggestFees } from "./fees.ts";
import { type Rpc, RpcRejected } from "./rpc.ts";
import { readReceipt } from "./transactions.ts";
import { type LedgerState, readLedger, readRoot } from "./views.ts";
import type { AnchorWallet } from "./wallet.ts";

/** All that the contract is told, and by whom. */
export interface SuccessionCall {
  readonly chainId: number;
  readonly contract: ContractAddress;
  /** The ledger to close. */
  readonly ledgerId: LedgerId;
  /** Anchored in it, or 0 to begin anew. */
  readonly size: number;
  readonly origin: string;
  readonly owner: AnchorWallet;
  /** Address that anchors the successor. */
  readonly anchorer: string;
  /** `SHA-256(0x01 ‖ public key)` of the successor's log key. */
  readonly logKeyHash: Uint8Array;
}

/** The id that the successor has, or will have. */
export const successorOf = ({ chainId, contract, owner, origin }: SuccessionCall): LedgerId =>
  ledgerIdFor(chainId, contract, owner.address, origin);

/**
 * Whether the contract would do it now, or has done exactly this before. A block may come in between any two questions, and the next
 * node asked may be behind the last one: neither is ever taken for a refusal that stays.
 *
 * @throws Refusal `succession_refused`, in the contract's own order of checks; `wrong_ledger` where there is no such ledger;
 * `chain_unavailable` from a node that is behind
 */
export async function successionStands(rpc: Rpc, call: SuccessionCall): Promise<"open" | "done"> {
  const { contract, ledgerId, size } = call;
  const old = await readLedger(rpc, { contract, ledgerId });
  if (old === null) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_CONTRACT" });
  if (old.closed && old.successor !== successorOf(call)) throw refused("closed");
  const made = await readLedger(rpc, { contract, ledgerId: successorOf(call) });
  if (made !== null && made.predecessor === ledgerId) {
    if (isOurs(made, call)) return "done";
    throw refused("closed");
  }
  if (old.closed) throw new Refusal("chain_unavailable", {});
  if (old.owner !== call.owner.address) throw refused("not_owner");
  if (size !== 0 && (await readRoot(rpc, { contract, ledgerId }, size, "latest")) === null) {
    throw refused("size_not_anchored");
  }
  if (made !== null) throw refused("origin_in_use");
  return "open";
}

/** The ledger at the successor's id is the one that this very call makes. */
const isOurs = (made: LedgerState, call: SuccessionCall): boolean =>
  made.inheritedSize === call.size &&
  made.anchorer === call.anchorer &&
  made.logKeyHash === rootHex(call.logKeyHash);

/**
 * What the transaction costs at most, in the chain's smallest unit; to be asked while {@link successionStands} says `open`.
 *
 * @throws AnchorFailure `no_funds` if the owner's account has less
 */
export async function successionCost(rpc: Rpc, call: SuccessionCall): Promise<bigint> {
  const from = call.owner.address;
  const request = { from, to: call.contract, data: encoded(call) };
  const gas = asBig(await rpc("eth_estimateGas", [request, "latest"]));
  const cost = gas * (await suggestFees(rpc)).max;
  const balance = asBig(await rpc("eth_getBalance", [from, "latest"]));
  if (balance < cost) throw new AnchorFailure("no_funds");
  return cost;
}

/** A public chain takes a block or two; with these pauses it is about four minutes. */
const ATTEMPTS = 120;
const PAUSE_MS = 2_000;

/**
 * Has the contract close the ledger in favour of its successor, and resolves when a block says so (on the embedded chain: a final and
 * durable one, which is what `settle` is for). May be repeated after a crash at any moment: what was carried out already is found on the chain.
 *
 * @throws Refusal as {@link successionStands}, and `chain_unavailable` if no block takes the transaction in time: call again
 * @throws AnchorFailure `no_funds`
 */
export async function carryOutSuccession(
  rpc: Rpc,
  call: SuccessionCall,
  settle: ((block: number) => Promise<void>) | null,
): Promise<void> {
  if ((await successionStands(rpc, call)) === "open") {
    const hash = await send(rpc, call);
    await awaitSuccession(rpc, call, hash);
  }
  // The transaction may be an earlier attempt's: whatever block has it, this one is not before it.
  await settle?.((await latestHeader(rpc)).number);
}

async function send(rpc: Rpc, call: SuccessionCall): Promise<string | null> {
  const { chainId, contract, owner } = call;
  const outgoing = { chainId, wallet: owner, to: contract, data: encoded(call) };
  try {
    return (await sendTransaction(rpc, outgoing)).hash;
  } catch (error) {
    if (!(error instanceof RpcRejected) || !error.reverted) throw error;
    const { name } = decodeRefusal(error.data);
    // An earlier attempt may have come into a block since the look: the next look tells.
    if (name === "LedgerClosed" || name === "LedgerExists") return null;
    throw refused(PROBLEMS[name] ?? "refused_by_contract");
  }
}

const PROBLEMS: Readonly<Record<string, SuccessionProblem>> = {
  NotOwner: "not_owner",
  SizeNotAnchored: "size_not_anchored",
};

async function awaitSuccession(rpc: Rpc, call: SuccessionCall, hash: string | null): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if ((await successionStands(rpc, call)) === "done") return;
    const receipt = hash === null ? null : await readReceipt(rpc, hash);
    if (receipt?.succeeded === false) throw refused("refused_by_contract");
    await sleep(Math.min(PAUSE_MS, 50 * 2 ** attempt));
  }
  throw new Refusal("chain_unavailable", {});
}

const encoded = (call: SuccessionCall): string =>
  ledgerAnchor.encodeFunctionData("succeed", [
    call.ledgerId,
    call.size,
    call.origin,
    call.anchorer,
    call.logKeyHash,
  ]);

const refused = (problem: SuccessionProblem): Refusal =>
  new Refusal("succession_refused", { problem });
