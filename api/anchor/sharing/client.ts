/** SharingTerms at one address of one chain: read as of a block, and brought signatures to by an account that merely pays. */

import { isRefusal } from "../../core/errors.ts";
import { asCount, asData, badAnswer, headerAt, latestHeader } from "../answers.ts";
import { type Approve, deployContract, transact } from "../deploy.ts";
import { AnchorFailure } from "../failures.ts";
import { createRpc, type Rpc, RpcRejected } from "../rpc.ts";
import { sharingTerms, sharingTermsCreationCode, sharingTypedData } from "../sharing-terms.ts";
import type { AnchorWallet } from "../wallet.ts";
import { isSharingTermsCode } from "./code.ts";
import { DEPLOY_LIMITS, SEND_LIMITS, within } from "./cost.ts";
import { type Brought, refusalOf, refuse } from "./refusals.ts";
import type { SharingPlace, TermsMessage } from "./typed-data.ts";
import { askContract, type SharingView, viewAt } from "./view.ts";

/** A call of the contract. Who sends it means nothing; the signatures do. */
export type SharingCall =
  | {
      readonly step: "propose";
      readonly terms: SaltedTerms;
      readonly by: string;
      readonly signature: string;
    }
  | {
      readonly step: "accept";
      readonly terms: TermsMessage;
      readonly by: string;
      readonly signature: string;
    }
  | {
      readonly step: "conclude";
      readonly terms: SaltedTerms;
      readonly controllerSignature: string;
      readonly recipientSignature: string;
    }
  | {
      readonly step: "withdraw";
      readonly agreement: string;
      readonly proposal: number;
      readonly by: string;
      readonly signature: string;
    }
  | {
      readonly step: "terminate";
      readonly agreement: string;
      readonly version: number;
      readonly by: string;
      readonly deadline: number;
      readonly signature: string;
    };

export type SaltedTerms = TermsMessage & { readonly salt: string };

/** A call that a block has. */
export interface Done {
  readonly transaction: string;
  readonly block: number;
  /** The block's, in seconds since 1970: the time that counts for the agreement. */
  readonly time: number;
  /** What was paid for it, in wei; `null` where the node does not tell. */
  readonly cost: bigint | null;
}

/** Every method rejects with RpcUnreachable or RpcRejected if the node does not answer properly. */
export interface Sharing extends SharingPlace {
  /** As of the newest block; or of the final one, which is the newest where the chain names none. */
  at(which: "final" | "newest"): Promise<SharingView>;
  /** The id that parties and salt have in this contract, whether or not there is such an agreement. */
  agreementIdOf(parties: {
    readonly controller: string;
    readonly recipient: string;
    readonly salt: string;
  }): Promise<string>;
  /** Whether the account is a contract, as of the newest block: then it judges its signatures itself. */
  hasCode(account: string): Promise<boolean>;
  /**
   * Resolves when a block has it. `approve`: what it may cost; left out, {@link SEND_LIMITS}.
   *
   * @throws Refusal `agreement_refused` as the contract says, and `gas_too_much`, `fee_too_high`; `chain_unavailable` if no block takes it in time: ask what became of it
   * @throws AnchorFailure `no_funds`
   */
  send(call: SharingCall, wallet: AnchorWallet, approve?: Approve): Promise<Done>;
  /**
   * Asks the contract as of the newest block whether it would take a call. Nothing is sent.
   *
   * @throws Refusal `agreement_refused` as the contract says
   */
  check(call: SharingCall): Promise<void>;
}

/** @throws Refusal `agreement_refused`: `no_contract`, `not_sharing_terms` */
export async function openSharing(options: {
  readonly rpcUrl: string;
  /** Lower case. */
  readonly contract: string;
}): Promise<Sharing> {
  const rpc = createRpc(options.rpcUrl);
  const chainId = asCount(await rpc("eth_chainId", []));
  const place: SharingPlace = { chainId, contract: options.contract };
  await assertSharingTerms(rpc, place);
  return {
    ...place,
    async at(which) {
      const final = which === "final" ? await headerAt(rpc, "finalized") : null;
      return viewAt(rpc, place, final ?? (await latestHeader(rpc)), final !== null);
    },
    async agreementIdOf({ controller, recipient, salt }) {
      const args = [controller, recipient, salt];
      const [id] = await askContract(rpc, place, await latestHeader(rpc), "agreementIdOf", args);
      return String(id);
    },
    hasCode: async (account) => (await codeAt(rpc, account)) !== "0x",
    send: (call, wallet, approve = within(SEND_LIMITS)) => send(rpc, place, call, wallet, approve),
    check: (call) => check(rpc, place, call),
  };
}

/** Deploys SharingTerms; its address when a block has it. Refuses as `send` does, with {@link DEPLOY_LIMITS}. */
export async function deploySharing(
  rpcUrl: string,
  wallet: AnchorWallet,
  approve: Approve = within(DEPLOY_LIMITS),
): Promise<SharingPlace> {
  const rpc = createRpc(rpcUrl);
  const chainId = asCount(await rpc("eth_chainId", []));
  return {
    chainId,
    contract: await deployContract(rpc, chainId, wallet, sharingTermsCreationCode, approve),
  };
}

const codeAt = async (rpc: Rpc, address: string): Promise<string> =>
  asData(await rpc("eth_getCode", [address, "latest"]));

/**
 * The contract tells the domain that it checks signatures in: another one would refuse ours, or mean something else by them. Because it may
 * tell what it likes, its code is looked at, too.
 */
async function assertSharingTerms(rpc: Rpc, place: SharingPlace): Promise<void> {
  const { contract, chainId } = place;
  const notOurs = refuse("not_sharing_terms", { contract });
  const said = await askContract(rpc, place, await latestHeader(rpc), "eip712Domain", []).catch(
    (error: unknown) => {
      // It has no such function.
      const isRevert =
        isRefusal(error, "agreement_refused") && error.details.problem === "refused_by_contract";
      throw isRevert ? notOurs : error;
    },
  );
  const { domain } = sharingTypedData(chainId, contract, "Terms", {});
  const [, name, version, chain, verifying] = said;
  const isOurs =
    name === domain.name &&
    version === domain.version &&
    chain === BigInt(chainId) &&
    String(verifying).toLowerCase() === contract;
  if (!isOurs || !isSharingTermsCode(await codeAt(rpc, contract), contract)) throw notOurs;
}

async function send(
  rpc: Rpc,
  place: SharingPlace,
  call: SharingCall,
  wallet: AnchorWallet,
  approve: Approve,
): Promise<Done> {
  const { chainId, contract } = place;
  const { name, args, brought } = encoding(call);
  const data = sharingTerms.encodeFunctionData(name, args);
  try {
    const { hash, receipt } = await transact(rpc, chainId, wallet, contract, data, approve);
    const header = await headerAt(rpc, receipt.block);
    if (header === null) throw badAnswer();
    const { gasUsed, gasPrice } = receipt;
    const cost = gasPrice === null ? null : BigInt(gasUsed) * BigInt(gasPrice);
    return { transaction: hash, block: receipt.block, time: header.time, cost };
  } catch (error) {
    if (error instanceof RpcRejected && error.reverted) throw refusalOf(error, brought);
    // Something else came into a block first; asked again, the contract says what stands in the way now.
    if (error instanceof AnchorFailure && error.code === "refused_by_contract")
      throw await reasonNow(rpc, contract, data, brought);
    throw error;
  }
}

async function check(rpc: Rpc, { contract }: SharingPlace, call: SharingCall): Promise<void> {
  const { name, args, brought } = encoding(call);
  try {
    await rpc("eth_call", [
      { to: contract, data: sharingTerms.encodeFunctionData(name, args) },
      "latest",
    ]);
  } catch (error) {
    if (error instanceof RpcRejected && error.reverted) throw refusalOf(error, brought);
    throw error;
  }
}

async function reasonNow(rpc: Rpc, to: string, data: string, brought: Brought): Promise<Error> {
  try {
    await rpc("eth_call", [{ to, data }, "latest"]);
    return refuse("refused_by_contract");
  } catch (error) {
    if (error instanceof RpcRejected && error.reverted) return refusalOf(error, brought);
    throw error;
  }
}

interface Encoding {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly brought: Brought;
}

function encoding(call: SharingCall): Encoding {
  switch (call.step) {
    case "propose": {
      const { terms, by, signature } = call;
      return { name: "propose", args: [terms, by, signature], brought: partiesOf(terms, call) };
    }
    case "accept": {
      const { terms, signature } = call;
      const args = [terms.agreement, terms.proposal, signature];
      return { name: "accept", args, brought: partiesOf(terms, call) };
    }
    case "conclude": {
      const { terms, controllerSignature, recipientSignature } = call;
      const args = [terms, controllerSignature, recipientSignature];
      const brought = new Map([
        [terms.controller, controllerSignature],
        [terms.recipient, recipientSignature],
      ]);
      return { name: "conclude", args, brought };
    }
    case "withdraw": {
      const { agreement, proposal, by, signature } = call;
      const args = [agreement, proposal, by, signature];
      return { name: "withdraw", args, brought: new Map([[by, signature]]) };
    }
    case "terminate": {
      const { agreement, version, by, deadline, signature } = call;
      const args = [agreement, version, by, deadline, signature];
      return { name: "terminate", args, brought: new Map([[by, signature]]) };
    }
  }
}

/** The signature may be the other party's: then it can be said. */
const partiesOf = (
  { controller, recipient }: TermsMessage,
  { signature }: { readonly signature: string },
): Brought =>
  new Map([
    [controller, signature],
    [recipient, signature],
  ]);
