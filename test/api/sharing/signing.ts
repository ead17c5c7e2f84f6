/** Two parties with wallets, and a firm's ledger with a relay to a contract on a chain of its own. */
import type { Wallet } from "ethers";
import { fundWallet } from "../../../api/anchor/deploy.ts";
import { deploySharing } from "../../../api/anchor/sharing/client.ts";
import { openRelay, type SharingRelay } from "../../../api/anchor/sharing/relay.ts";
import { loadWallet } from "../../../api/anchor/wallet.ts";
import type { SignRequest } from "../../../api/sharing/life/to-sign.ts";
import { createSharing, type Sharing } from "../../../api/sharing/service.ts";
import type { TestChain } from "../../helpers/chain.ts";
import type { TestLedger } from "../../helpers/ledger.ts";
import { seededRandom } from "../../helpers/repeatable.ts";
import { addressOf, CONTROLLER, keyFiles, RECIPIENT } from "../../helpers/sharing.ts";
import { draftOf } from "./firm.ts";

/** As wallets sign what `eth_signTypedData_v4` hands them. */
export async function walletSigns(wallet: Wallet, request: SignRequest): Promise<object> {
  const { types, domain, message } = request.typedData;
  const { EIP712Domain: _, ...own } = types as Record<string, { name: string; type: string }[]>;
  const signature = await wallet.signTypedData(domain, own, { ...message });
  return { ...request, signature };
}

export const accounts = {
  controller: { account: addressOf(CONTROLLER) },
  recipient: {
    name: "Fourth Coffee Ltd.",
    account: addressOf(RECIPIENT),
    contact: "privacy@fourthcoffee.example",
  },
};

/** A draft between the two wallets, in force around the clock of a test chain. */
export const draftNow = (change: object = {}): Record<string, unknown> =>
  draftOf({ ...accounts, ...change });

export async function relayOn(chain: TestChain, directory: string): Promise<SharingRelay> {
  const wallet = await loadWallet(keyFiles(directory).relay);
  await fundWallet(chain.rpc, wallet);
  const { contract } = await deploySharing(chain.rpcUrl, wallet);
  return relayTo(chain, directory, contract);
}

/** Finality comes by mining, as with the embedded chain. */
export async function relayTo(
  chain: TestChain,
  directory: string,
  contract: string,
  settle: ((block: number) => Promise<void>) | null = () => chain.mine(2),
): Promise<SharingRelay> {
  const wallet = await loadWallet(keyFiles(directory).relay);
  return openRelay({ rpcUrl: chain.rpcUrl, contract, wallet, settle });
}

export const sharingOver = (
  { ledger, consents, clock }: Pick<TestLedger, "ledger" | "consents" | "clock">,
  relay: SharingRelay,
  seed = "life",
): Sharing =>
  createSharing({
    ...{ ledger, clock, relay, registry: consents.registry, random: seededRandom(seed) },
    chain: { chainId: relay.chainId, contract: relay.contract },
    hasOrganization: () => true,
  });
