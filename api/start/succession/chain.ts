/** The chain of the old ledger, for the time of its succession. */
import { join } from "node:path";
import { asContractAddress, type ContractAddress } from "../../../portal/verify/brands.ts";
import { asCount } from "../../anchor/answers.ts";
import { fundWallet } from "../../anchor/deploy.ts";
import { startEmbeddedChain } from "../../anchor/embedded/chain.ts";
import { createSettle } from "../../anchor/embedded/finality.ts";
import type { AnchorLog } from "../../anchor/log.ts";
import { createRpc, type Rpc, RpcUnreachable } from "../../anchor/rpc.ts";
import { type AnchorWallet, loadWallet } from "../../anchor/wallet.ts";
import type { Config } from "../../core/config.ts";
import { Refusal } from "../../core/errors.ts";
import { exists } from "../../core/private-files.ts";
import { OWNER_KEY } from "./keys.ts";

export interface SuccessionChain {
  readonly rpc: Rpc;
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly settle: ((block: number) => Promise<void>) | null;
  /** Gives an account what it needs, where that is ours to give (the embedded chain). */
  fund(wallet: Pick<AnchorWallet, "address">): Promise<void>;
  stop(): Promise<void>;
}

export interface ChainNeeds {
  readonly config: Config;
  /** What database or policy say of the old ledger; null where both are lost. */
  readonly known: { readonly chainId: number; readonly contract: string } | null;
  readonly log: AnchorLog;
}

/**
 * @throws Refusal `chain_unavailable`; `wrong_ledger` where settings and database name different chains or contracts, or where the embedded
 * chain's files are gone
 */
export async function openSuccessionChain(needs: ChainNeeds): Promise<SuccessionChain> {
  const { config, known } = needs;
  const chain =
    config.chain.mode === "embedded"
      ? await openEmbedded(needs, config.chain.port)
      : remoteChain(config.chain.rpcUrl, config.chain.contract, known);
  try {
    const chainId = await askChainId(chain.rpc);
    if (known !== null && known.chainId !== chainId) throw wrong("COUNTERFOIL_RPC_URL");
    return { ...chain, chainId };
  } catch (error) {
    await chain.stop();
    throw error;
  }
}

type Opened = Omit<SuccessionChain, "chainId">;

function remoteChain(rpcUrl: string, contract: string, known: ChainNeeds["known"]): Opened {
  if (known !== null && known.contract !== contract) throw wrong("COUNTERFOIL_CONTRACT");
  return {
    rpc: createRpc(rpcUrl),
    contract: asContractAddress(contract),
    settle: null,
    fund: async () => {},
    stop: async () => {},
  };
}

async function openEmbedded({ config, known, log }: ChainNeeds, port: number): Promise<Opened> {
  const directory = join(config.dataDirectory, "chain");
  const stateFile = join(directory, "state.json.gz");
  // A fresh chain would not know the ledger; and without the contract's address nobody finds it.
  if (known === null || !(await exists(directory))) throw wrong(directory);
  const embedded = await startEmbeddedChain({ port, stateFile, log });
  const rpc = createRpc(embedded.privateRpcUrl);
  return {
    rpc,
    contract: asContractAddress(known.contract),
    settle: createSettle(rpc, embedded),
    fund: (wallet) => fundWallet(rpc, wallet),
    stop: () => embedded.stop(),
  };
}

const askChainId = async (rpc: Rpc): Promise<number> =>
  asCount(await reachable(rpc("eth_chainId", [])));

/** A node that does not answer is a refusal like others, which a person can act on. */
export async function reachable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RpcUnreachable) throw new Refusal("chain_unavailable", {});
    throw error;
  }
}

export interface KeyFiles {
  /** Null: the file that an earlier succession put aside for the owner, else the anchorer's. */
  readonly owner: string | null;
  /** Null: the anchorer stays. */
  readonly anchorer: string | null;
}

/** Who closes the ledger, and who anchors its successor unless a key is made for it. */
export async function loadWallets(
  { chain, keysDirectory }: Config,
  files: KeyFiles,
): Promise<{ readonly owner: AnchorWallet; readonly anchorer: AnchorWallet }> {
  const own = join(keysDirectory, "anchorer.key");
  const former = chain.mode === "embedded" ? own : chain.anchorerKeyFile;
  const aside = join(keysDirectory, OWNER_KEY);
  const owner = files.owner ?? ((await exists(aside)) ? aside : former);
  return {
    owner: await loadWallet(owner, owner),
    anchorer: await loadWallet(files.anchorer ?? former, files.anchorer ?? former),
  };
}

const wrong = (setting: string): Refusal => new Refusal("wrong_ledger", { setting });
