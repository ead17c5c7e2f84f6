/** The whole server, put together from settings. What is started is stopped again, in the opposite order, also when a start fails. */
import { join } from "node:path";
import { asTreeSize } from "../../portal/verify/brands.ts";
import { formatPolicy, type Policy } from "../../portal/verify/policy.ts";
import type { AnchorStatus } from "../anchor/worker.ts";
import { systemClock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { systemRandom } from "../core/random.ts";
import { createApp } from "../http/app.ts";
import { health } from "../http/health.ts";
import { kindsByName } from "../ledger/kinds/registry.ts";
import { createLedger, type Ledger } from "../ledger/service.ts";
import { checkLog } from "../log/self-check.ts";
import { createTileReader } from "../log/tile-reader.ts";
import { openSqliteKeyStore } from "../store/sqlite/sqlite-key-store.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { openVault } from "../vault/vault.ts";
import { type ChainConnection, connectChain } from "./chain.ts";
import { writeWhole } from "./files.ts";
import { listen } from "./listen.ts";
import type { ServerLog } from "./log.ts";
import { keepEvidence } from "./misbehaviour.ts";
import { startPipeline } from "./pipeline.ts";
import { loadSecrets, loadToken, privateDirectory } from "./secrets.ts";

export interface RunningServer {
  readonly url: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly policyFile: string;
  readonly rpcUrl: string;
  readonly chain: {
    readonly chainId: number;
    readonly contract: string;
    readonly ledgerId: string;
  };
  readonly store: Store;
  readonly ledger: Ledger;
  /** Seals everything recorded so far and publishes it; resolves with the worker's state after that round. */
  publish(): Promise<AnchorStatus>;
  /** Resolves if the server cannot go on by itself (the embedded chain has ended). */
  readonly failed: Promise<string>;
  /** Stops in order: no request is cut off, nothing acknowledged is lost, the chain's state is saved. */
  stop(): Promise<void>;
}

export async function startServer(
  config: Config,
  version: string,
  log: ServerLog,
): Promise<RunningServer> {
  const undo: (() => Promise<unknown>)[] = [];
  // A step that fails keeps none of the others from being taken; the first failure is told in the end.
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let step = undo.pop(); step; step = undo.pop()) {
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return await assemble(config, version, log, undo, stop);
  } catch (error) {
    await stop().catch((second) => log.bug(second));
    throw error;
  }
}

async function assemble(
  config: Config,
  version: string,
  log: ServerLog,
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RunningServer> {
  const clock = systemClock;
  const random = systemRandom();
  const { origin, dataDirectory, keysDirectory } = config;
  await privateDirectory(dataDirectory, "COUNTERFOIL_DATA");
  await privateDirectory(keysDirectory, "COUNTERFOIL_KEYS");
  // What is wrong with settings shows before anything is started.
  const { token, file: tokenFile } = await loadToken(config.tokenFile, keysDirectory, random);

  const store = await openSqliteStore({ file: join(dataDirectory, "ledger.db") });
  undo.push(() => store.close());
  const known = await store.meta("origin");
  if (known !== null && known !== origin)
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  const secrets = await loadSecrets(keysDirectory, origin, random, known === null);
  const { logSigner, receiptSigner, provider, signerState } = secrets;
  // Behind loadSecrets, which sees whether the key store of an existing ledger is still there.
  const keyStore = await openSqliteKeyStore({ file: join(keysDirectory, "keys.db") });
  undo.push(() => keyStore.close());
  await store.setMeta("origin", origin);
  const vault = await openVault({ store: keyStore, provider, random, origin });
  await checkLog({ store, signer: logSigner, signerState });

  const chain = await connectChain({ config, store, logSigner, random, log: log.anchor });
  if (chain.embedded) undo.push(() => chain.embedded!.stop());
  const policy = policyOf(chain, logSigner.vkey, receiptSigner.vkey);
  const policyFile = join(dataDirectory, "policy.json");
  await writeWhole(policyFile, formatPolicy(policy));

  const read = createTileReader(store);
  const pipeline = await startPipeline({
    config,
    store,
    read,
    signer: logSigner,
    signerState,
    ledger: chain.ledger,
    clock,
    log,
    onMisbehaviour: (found) => void keepEvidence(dataDirectory, found, clock.now(), log),
  });
  undo.push(() => pipeline.stop());

  const ledger = createLedger({
    store,
    vault,
    clock,
    random,
    kinds: kindsByName,
    read,
    policy,
    origin,
    receiptSigner,
    commit: pipeline.commit,
    // A batch, then twice the interval: an anchor that just missed it, and one that had to be sent again.
    promiseMilliseconds: config.batchMilliseconds + 2 * config.anchorMilliseconds,
  });
  const app = createApp({
    ledger,
    token,
    version,
    health: () =>
      health({
        store,
        sealing: pipeline.sealing,
        chain: () => chainHealth(pipeline.anchoring()),
        onBug: log.bug,
      }),
    onRequest: log.request,
    onBug: log.bug,
    stopwatch: () => performance.now(),
  });
  const server = await listen(app.fetch, config.host, config.port);
  undo.push(() => server.stop());

  return {
    url: server.url,
    token,
    tokenFile,
    policyFile,
    rpcUrl: chain.rpcUrl,
    chain: { chainId: policy.chainId, contract: policy.contract, ledgerId: policy.ledgerId },
    store,
    ledger,
    publish: pipeline.publish,
    failed: chainFailure(chain),
    stop,
  };
}

function policyOf({ ledger }: ChainConnection, logKey: string, receiptKey: string): Policy {
  const { chainId, contract, ledgerId } = ledger;
  const fromSize = asTreeSize(0);
  return {
    chainId,
    contract,
    ledgerId,
    keys: [
      { role: "log", vkey: logKey, fromSize },
      { role: "receipt", vkey: receiptKey, fromSize },
    ],
    maxAgeSeconds: null,
  };
}

const chainHealth = ({ state, headSize, finalizedSize, lastError }: AnchorStatus) => ({
  state,
  headSize,
  finalizedSize,
  lastError: lastError?.code ?? null,
});

async function chainFailure({ embedded }: ChainConnection): Promise<string> {
  if (embedded === null) return new Promise(() => {});
  const { wanted } = await embedded.exited;
  return wanted ? new Promise(() => {}) : "chain_ended";
}
