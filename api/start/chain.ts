/** From settings to a ledger on a chain: ours, which is started first, or somebody else's. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ContractAddress, LedgerId } from "../../portal/verify/brands.ts";
import { concat } from "../../portal/verify/bytes.ts";
import {
  CONTRACT_SETTING,
  type ConnectedLedger,
  type ConnectOptions,
  connectLedger,
} from "../anchor/connect.ts";
import { type EmbeddedChain, startEmbeddedChain } from "../anchor/embedded/chain.ts";
import type { AnchorLog } from "../anchor/log.ts";
import { loadOrCreateWallet, loadWallet } from "../anchor/wallet.ts";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import type { NoteSigner } from "../log/keys.ts";
import type { Store } from "../store/store.ts";

export interface ChainConnection {
  readonly ledger: ConnectedLedger;
  /** What verifiers may ask: of the embedded chain the port that only reads. */
  readonly rpcUrl: string;
  /** `null` for a chain that somebody else runs. */
  readonly embedded: EmbeddedChain | null;
}

interface Needs {
  readonly config: Config;
  readonly store: Store;
  readonly logSigner: NoteSigner;
  readonly random: Random;
  readonly log: AnchorLog;
}

/** Where the store remembers which ledger on which chain it belongs to: for ever, from its first start. */
export const LEDGER = "ledger";

export interface KnownLedger {
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
}

export async function knownLedger(store: Store): Promise<KnownLedger | null> {
  const text = await store.meta(LEDGER);
  return text === null ? null : (JSON.parse(text) as KnownLedger);
}

async function remember(
  store: Store,
  { chainId, contract, ledgerId }: ConnectedLedger,
): Promise<void> {
  const mine: KnownLedger = { chainId, contract, ledgerId };
  await store.setMeta(LEDGER, JSON.stringify(mine));
}

/** @throws Refusal `wrong_ledger` if settings, keys and chain do not all belong to the ledger of this store */
export async function connectChain(needs: Needs): Promise<ChainConnection> {
  const { config, store, logSigner } = needs;
  const known = await knownLedger(store);
  const common = {
    origin: config.origin,
    // ILedgerAnchor: SHA-256 of type byte and key.
    logKeyHash: sha256(concat(Uint8Array.of(0x01), logSigner.publicKey)),
    store,
    known,
  };
  if (config.chain.mode === "embedded") return connectEmbedded(needs, common, config.chain.port);
  const { rpcUrl, contract, anchorerKeyFile } = config.chain;
  if (known !== null && known.contract !== contract) {
    throw new Refusal("wrong_ledger", { setting: CONTRACT_SETTING });
  }
  const wallet = await loadWallet(anchorerKeyFile);
  const ledger = await connectLedger({ ...common, rpcUrl, contract, wallet, embedded: null });
  await remember(store, ledger);
  return { ledger, rpcUrl, embedded: null };
}

type Common = Pick<ConnectOptions, "origin" | "logKeyHash" | "store"> & {
  readonly known: KnownLedger | null;
};

async function connectEmbedded(
  { config, store, random, log }: Needs,
  common: Common,
  port: number,
): Promise<ChainConnection> {
  const directory = join(config.dataDirectory, "chain");
  const keyFile = join(config.keysDirectory, "anchorer.key");
  // A key that an existing ledger knows is never made anew.
  const wallet =
    common.known === null
      ? await loadOrCreateWallet(keyFile, random, keyFile)
      : await loadWallet(keyFile, keyFile);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const embedded = await startEmbeddedChain({
    port,
    stateFile: join(directory, "state.json.gz"),
    log,
    // The page that verifies is one of ours, and asks whom its reader names; so does the stand-alone verifier, whose origin, as of every file, is “null”. All that
    // can be asked here is read, and of a chain for development.
    allowOrigins: [
      ...["localhost", "127.0.0.1"].map((host) => `http://${host}:${config.port}`),
      "null",
    ],
  });
  try {
    const { rpcUrl, privateRpcUrl } = embedded;
    const contract = common.known?.contract ?? null;
    const own = { rpcUrl: privateRpcUrl, contract, wallet, embedded };
    const ledger = await connectLedger({ ...common, ...own });
    await remember(store, ledger);
    return { ledger, rpcUrl, embedded };
  } catch (error) {
    await embedded.stop();
    // Nobody set a contract here: it is the chain's own files that are another chain's, or gone.
    if (isRefusal(error, "wrong_ledger") && error.details.setting === CONTRACT_SETTING) {
      throw new Refusal("wrong_ledger", { setting: directory });
    }
    throw error;
  }
}
