/** From settings to a ledger on a chain: ours, which is started first, or somebody else's. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { concat } from "../../portal/verify/bytes.ts";
import { type ConnectedLedger, connectLedger } from "../anchor/connect.ts";
import { type EmbeddedChain, startEmbeddedChain } from "../anchor/embedded/chain.ts";
import type { AnchorLog } from "../anchor/log.ts";
import { loadOrCreateWallet, loadWallet } from "../anchor/wallet.ts";
import type { Config } from "../core/config.ts";
import { sha256 } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import type { NoteSigner } from "../log/keys.ts";
import type { Store } from "../store/store.ts";

export interface ChainConnection {
  readonly ledger: ConnectedLedger;
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

/** Where the store remembers which contract and ledger it belongs to. */
const CONTRACT = "contract";

export async function connectChain(needs: Needs): Promise<ChainConnection> {
  const { config, store, logSigner, random, log } = needs;
  const common = {
    origin: config.origin,
    // ILedgerAnchor: SHA-256 of type byte and key.
    logKeyHash: sha256(concat(Uint8Array.of(0x01), logSigner.publicKey)),
    store,
  };
  if (config.chain.mode === "remote") {
    const { rpcUrl, contract, anchorerKeyFile } = config.chain;
    const wallet = await loadWallet(anchorerKeyFile);
    const ledger = await connectLedger({ ...common, rpcUrl, contract, wallet, embedded: null });
    return { ledger, rpcUrl, embedded: null };
  }
  const directory = join(config.dataDirectory, "chain");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const embedded = await startEmbeddedChain({
    port: config.chain.port,
    stateFile: join(directory, "state.json"),
    log,
  });
  try {
    const wallet = await loadOrCreateWallet(join(config.keysDirectory, "anchorer.key"), random);
    const contract = await store.meta(CONTRACT);
    const { rpcUrl } = embedded;
    const ledger = await connectLedger({ ...common, rpcUrl, contract, wallet, embedded });
    await store.setMeta(CONTRACT, ledger.contract);
    return { ledger, rpcUrl, embedded };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}
