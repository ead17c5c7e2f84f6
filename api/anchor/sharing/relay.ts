/**
 * Brings parties' signatures to SharingTerms on behalf of a ledger. It pays with an account of its own: the anchor worker replaces what
 * waits under its account's next nonce, and would replace this; so one transaction after the other, and never two at a time.
 */
import { getCreateAddress } from "ethers/address";
import { Refusal } from "../../core/errors.ts";
import { asCount, asData, latestHeader } from "../answers.ts";
import { fundWallet } from "../deploy.ts";
import { AnchorFailure } from "../failures.ts";
import { createRpc, RpcRejected, RpcUnreachable } from "../rpc.ts";
import type { AnchorWallet } from "../wallet.ts";
import { callFor } from "./bring.ts";
import { type Done, deploySharing, openSharing, type Sharing } from "./client.ts";
import { refuse } from "./refusals.ts";
import type { PartySignature } from "./sign.ts";
import type { SharingPlace } from "./typed-data.ts";
import type { SharingView } from "./view.ts";

/**
 * Every method rejects with a Refusal: `chain_unavailable` where the chain does not answer properly; `agreement_refused` as the contract
 * says, and `no_funds`.
 */
export interface SharingRelay extends SharingPlace {
  /** Who pays. */
  readonly account: string;
  /** A newest block that is older by so many milliseconds is not the newest any more: the node has stopped; `null`: blocks are made when there is something for them. */
  readonly longestSilence?: number | null;
  at(which: "final" | "newest"): Promise<SharingView>;
  /** Holds it against the contract as it stands now. Nothing is sent. `false`: the contract needs no such signature any more, and has not judged this one. */
  judge(signature: PartySignature, salt: string): Promise<boolean>;
  /** Resolves when a block has it, and where blocks are ours to make when it is final; `null`: the contract has had it already. */
  bring(signature: PartySignature, salt: string): Promise<Done | null>;
}

export interface RelayOptions {
  readonly rpcUrl: string;
  readonly contract: string;
  readonly wallet: AnchorWallet;
  /** Makes a block final; `null`: that comes by itself. */
  readonly settle: ((block: number) => Promise<void>) | null;
  readonly longestSilence?: number | null;
}

/** @throws Refusal `agreement_refused`: `no_contract`, `not_sharing_terms`; `chain_unavailable` */
export async function openRelay(options: RelayOptions): Promise<SharingRelay> {
  const { rpcUrl, contract, wallet, settle, longestSilence = null } = options;
  const account = wallet.address;
  const sharing: Sharing = await answered(account, () => openSharing({ rpcUrl, contract }));
  let turn: Promise<unknown> = Promise.resolve();

  async function bring(signature: PartySignature, salt: string): Promise<Done | null> {
    const call = await callFor(sharing, [signature], salt);
    const done = call === null ? null : await sharing.send(call, wallet);
    if (done !== null) await settle?.(done.block);
    return done;
  }

  return {
    ...{ account, chainId: sharing.chainId, contract, longestSilence },
    at: (which) => answered(account, () => sharing.at(which)).then((view) => told(account, view)),
    judge: (signature, salt) =>
      answered(account, async () => {
        const call = await callFor(sharing, [signature], salt);
        if (call === null) return false;
        await sharing.check(call);
        return true;
      }),
    bring(signature, salt) {
      const next = turn.then(() => answered(account, () => bring(signature, salt)));
      turn = next.catch(() => {});
      return next;
    },
  };
}

/** What a person can act on, in place of what the chain's parts tell one another. */
async function answered<T>(account: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AnchorFailure && error.code === "no_funds")
      throw refuse("no_funds", { account });
    if (
      error instanceof AnchorFailure ||
      error instanceof RpcUnreachable ||
      error instanceof RpcRejected
    )
      throw new Refusal("chain_unavailable", {});
    throw error;
  }
}

/** The same of each question to a view. */
function told(account: string, view: SharingView): SharingView {
  const { block, isFinal } = view;
  return {
    ...{ block, isFinal },
    agreement: (id) => answered(account, () => view.agreement(id)),
    version: (id, number) => answered(account, () => view.version(id, number)),
    pending: (id) => answered(account, () => view.pending(id)),
    versionAt: (id, time) => answered(account, () => view.versionAt(id, time)),
    events: (id, first) => answered(account, () => view.events(id, first)),
    part: (id, asked) => answered(account, () => view.part(id, asked)),
  };
}

/**
 * The contract of an embedded chain: the first that the account has made, so that every start finds the same one. Where there is none
 * it is made and its block made final (`settle`); the account is given money first.
 *
 * @throws Error of the chain's parts; AnchorFailure `refused_by_contract` where the account has done something else first
 */
export async function ownContract(
  rpcUrl: string,
  wallet: AnchorWallet,
  settle: RelayOptions["settle"],
): Promise<string> {
  const rpc = createRpc(rpcUrl);
  const contract = getCreateAddress({ from: wallet.address, nonce: 0 }).toLowerCase();
  await fundWallet(rpc, wallet);
  if (asData(await rpc("eth_getCode", [contract, "latest"])) !== "0x") return contract;
  if (asCount(await rpc("eth_getTransactionCount", [wallet.address, "latest"])) > 0)
    throw new AnchorFailure("refused_by_contract");
  await deploySharing(rpcUrl, wallet);
  await settle?.((await latestHeader(rpc)).number);
  return contract;
}
