/** From settings to a ledger on a chain that is known to be ours, or a typed refusal to start. */
import {
  asContractAddress,
  asLedgerId,
  type ContractAddress,
  type LedgerId,
} from "../../portal/verify/brands.ts";
import { Refusal } from "../core/errors.ts";
import { asCount, asData } from "./answers.ts";
import { createLedgerClient, type LedgerClient, ledgerIdFor } from "./contract.ts";
import { deployContract, fundWallet, registerLedger } from "./deploy.ts";
import { type CheckpointStore, checkHead, rootHex } from "./divergence.ts";
import { createSettle } from "./embedded/finality.ts";
import { AnchorFailure } from "./failures.ts";
import { createRpc, type Rpc, RpcUnreachable } from "./rpc.ts";
import { readLedger } from "./views.ts";
import { type AnchorWallet, WALLET_SETTING } from "./wallet.ts";

export const CONTRACT_SETTING = "COUNTERFOIL_CONTRACT";

export interface ConnectOptions {
  /** Of the embedded chain the private one: the public one takes no transactions. */
  readonly rpcUrl: string;
  /** Null: none is known yet. Only the embedded chain is given one then; remember what comes back. */
  readonly contract: string | null;
  readonly wallet: AnchorWallet;
  readonly origin: string;
  /** `SHA-256(0x01 ‖ public key)` of the log key. */
  readonly logKeyHash: Uint8Array;
  /** The embedded chain that answers at `rpcUrl`, if it is one. */
  readonly embedded: { save(): Promise<void> } | null;
  /** The ledger that this store belongs to since its first start: no other is registered or taken. Null at the first start. */
  readonly known: { readonly chainId: number; readonly ledgerId: LedgerId } | null;
  readonly store: CheckpointStore;
}

export interface ConnectedLedger {
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
  readonly client: LedgerClient;
  /** For the anchor worker; null where finality comes by itself. */
  readonly settle: ((block: number) => Promise<void>) | null;
}

/**
 * Rejects with a Refusal: `chain_unavailable`; `invalid_setting` without a contract; `wrong_ledger` where contract, key or ledger do
 * not belong together; `behind` if the store has less than the chain's head (restored from an old copy). With a Misbehaviour
 * `chain_diverged` if the head is not what we signed.
 */
export async function connectLedger(options: ConnectOptions): Promise<ConnectedLedger> {
  const rpc = createRpc(options.rpcUrl);
  try {
    return await connect(rpc, options);
  } catch (error) {
    if (error instanceof RpcUnreachable) throw new Refusal("chain_unavailable", {});
    throw error;
  }
}

async function connect(rpc: Rpc, options: ConnectOptions): Promise<ConnectedLedger> {
  const { wallet, embedded } = options;
  const { known } = options;
  const chainId = asCount(await rpc("eth_chainId", []));
  if (known !== null && known.chainId !== chainId) throw wrong(CONTRACT_SETTING);
  if (embedded !== null) await fundWallet(rpc, wallet);
  const contract = await contractOf(rpc, chainId, options);
  const ledgerId =
    known?.ledgerId ?? asLedgerId(ledgerIdFor(chainId, contract, wallet.address, options.origin));
  const client = createLedgerClient({ rpc, chainId, contract, ledgerId, wallet });
  if ((await client.head()) === null) {
    if (known !== null) throw wrong(CONTRACT_SETTING);
    await registerLedger(rpc, chainId, wallet, contract, options.origin, options.logKeyHash);
  }
  // Also where nothing was new: a crash may have come between deploying and saving.
  await embedded?.save();
  await checkLedger(rpc, client, options.logKeyHash);
  await checkStart(client, options.store);
  const settle = embedded === null ? null : createSettle(rpc, embedded);
  return { chainId, contract, ledgerId, client, settle };
}

async function contractOf(
  rpc: Rpc,
  chainId: number,
  options: ConnectOptions,
): Promise<ContractAddress> {
  if (options.contract === null) {
    if (options.embedded === null) {
      throw new Refusal("invalid_setting", {
        setting: CONTRACT_SETTING,
        problem: "needs_contract_and_key",
      });
    }
    return deployContract(rpc, chainId, options.wallet);
  }
  const contract = options.contract.toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(contract)) {
    throw new Refusal("invalid_setting", { setting: CONTRACT_SETTING, problem: "not_an_address" });
  }
  if (asData(await rpc("eth_getCode", [contract, "latest"])) === "0x")
    throw wrong(CONTRACT_SETTING);
  return asContractAddress(contract);
}

/** The ledger takes our key's word, knows our log key, and is not closed. */
async function checkLedger(rpc: Rpc, client: LedgerClient, logKeyHash: Uint8Array): Promise<void> {
  const ledger = await readLedger(rpc, client);
  if (ledger === null) throw wrong(CONTRACT_SETTING);
  if (ledger.anchorer !== client.anchorer) throw wrong(WALLET_SETTING);
  if (ledger.logKeyHash !== rootHex(logKeyHash)) throw wrong("COUNTERFOIL_KEYS");
  if (ledger.closed) throw wrong(CONTRACT_SETTING);
}

async function checkStart(client: LedgerClient, store: CheckpointStore): Promise<void> {
  const head = await client.head();
  if (head === null) throw new AnchorFailure("ledger_gone");
  const size = (await store.newestCheckpoint())?.size ?? 0;
  if (head.size > size) {
    throw new Refusal("behind", { what: "chain", size, expected: head.size });
  }
  await checkHead(store, client, head);
}

function wrong(setting: string): Refusal {
  return new Refusal("wrong_ledger", { setting });
}
