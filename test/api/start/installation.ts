/** A whole ledger in directories of its own, run by the real server in this process, anchored in a contract on a test chain. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createLedgerClient } from "../../../api/anchor/contract.ts";
import { deployContract, fundWallet } from "../../../api/anchor/deploy.ts";
import { silentLog } from "../../../api/anchor/log.ts";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { createRpc } from "../../../api/anchor/rpc.ts";
import { createWallet, loadWallet } from "../../../api/anchor/wallet.ts";
import { systemClock } from "../../../api/core/clock.ts";
import { type Config, readConfig } from "../../../api/core/config.ts";
import { systemRandom } from "../../../api/core/random.ts";
import type { NewKey } from "../../../api/identity/new-key.ts";
import type { ServerLog } from "../../../api/start/log.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { startServer } from "../../../api/start/server.ts";
import { openSuccession, type SuccessionRequest } from "../../../api/start/succession.ts";
import { asContractAddress, asLedgerId } from "../../../portal/verify/brands.ts";
import { type Policy, parsePolicy } from "../../../portal/verify/policy.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import { heardLog } from "../../helpers/heard/heard.ts";
import { putKey } from "../../helpers/keys.ts";
import { stored } from "../../helpers/ledger.ts";
import { orderOf } from "../../helpers/ledger-records.ts";
import { referenceConsistency, referenceRoot } from "../../helpers/reference-merkle.ts";
import { installedRowMac, openInstalledStore } from "../../helpers/store/installed.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { everyMacHolds } from "../../helpers/store/row-mac.ts";

export const OLD = "ledger.example/first";
export const NEW = "ledger.example/second";

export interface ChainAccess {
  readonly rpcUrl: string;
  mine(blocks: number): Promise<void>;
}

type Settings = Readonly<Record<string, string>>;

const quiet = (): void => {};
const serverLog = (bugs: unknown[], alarms: string[]): ServerLog => ({
  ...heardLog,
  bug(error) {
    bugs.push(error);
    heardLog.bug(error);
  },
  alarm(alarm, on, details) {
    alarms.push(`${alarm} ${on ? "on" : "off"}`);
    heardLog.alarm(alarm, on, details);
  },
});

/** Settings of the installation in a directory; the same for everybody who works on it. */
export const settingsOf = (directory: string, rpcUrl: string, contract: string): Settings => ({
  PORT: "0",
  COUNTERFOIL_DATA: join(directory, "data"),
  COUNTERFOIL_KEYS: join(directory, "keys"),
  COUNTERFOIL_COPY: join(directory, "copy"),
  COUNTERFOIL_ORIGIN: OLD,
  COUNTERFOIL_RPC_URL: rpcUrl,
  COUNTERFOIL_CONTRACT: contract,
  COUNTERFOIL_ANCHORER_KEY_FILE: join(directory, "anchorer.key"),
  COUNTERFOIL_BATCH_SECONDS: "3600",
  COUNTERFOIL_ANCHOR_SECONDS: "86400",
});

export const requestOf = (
  config: Config,
  change: Partial<SuccessionRequest> = {},
): SuccessionRequest => ({
  ...{ config, origin: NEW, size: null, ownerKeyFile: null, anchorerKeyFile: null },
  ...{ newAnchorer: false, log: silentLog, clock: systemClock, random: systemRandom() },
  ...change,
});

export type Installation = Awaited<ReturnType<typeof install>>;

export async function install(chain: ChainAccess) {
  const place = newPlace();
  const { directory } = place;
  const rpc = createRpc(chain.rpcUrl);
  const wallet = await createWallet(join(directory, "anchorer.key"), systemRandom());
  await fundWallet(rpc, wallet);
  const contract = await deployContract(rpc, 31337, wallet);
  const settings = settingsOf(directory, chain.rpcUrl, contract);
  const bugs: unknown[] = [];
  const alarms: string[] = [];
  const servers = new Set<RunningServer>();
  const path = (...names: string[]): string => join(directory, ...names);

  async function start(change: Settings = {}): Promise<RunningServer> {
    const config = readConfig({ ...settings, ...change });
    const server = await startServer(config, "0.0.0-test", serverLog(bugs, alarms));
    servers.add(server);
    return server;
  }

  async function stop(server: RunningServer): Promise<void> {
    servers.delete(server);
    await server.stop();
  }

  /** Whatever a server or a succession wrote. */
  async function rowsHold(): Promise<void> {
    everyMacHolds(path("data", "ledger.db"), await installedRowMac(path("keys")));
  }

  return {
    directory,
    contract,
    settings,
    bugs,
    /** What the log was told of alarms. */
    alarms,
    wallet,
    rpc,
    path,
    start,
    stop,
    config: (change: Settings = {}): Config => readConfig({ ...settings, ...change }),

    /** The server for as long as the work takes. */
    async during<T>(
      work: (server: RunningServer) => Promise<T>,
      change: Settings = {},
    ): Promise<T> {
      const server = await start(change);
      const done = work(server);
      await done.catch(quiet);
      await stop(server);
      await rowsHold();
      return done;
    },

    /** What opens the ledger, for as long as this database stays. */
    key: (key?: NewKey): string => putKey(path("data"), key),

    policy: (...names: string[]): Policy =>
      parsePolicy(readFileSync(path(...(names.length === 0 ? ["data", "policy.json"] : names)))),

    /** Anchors what garbage a thief of the anchorer's key likes, on top of the ledger's head. */
    async steal(leaves: readonly Uint8Array[], more: number): Promise<number> {
      const { ledgerId } = parsePolicy(readFileSync(path("data", "policy.json")));
      const client = createLedgerClient({ rpc, chainId: 31337, contract, ledgerId, wallet });
      const head = await client.head();
      const own = leaves.slice(0, head?.size ?? 0);
      const garbage = Array.from({ length: more }, (_, i) => new Uint8Array(32).fill(i + 1));
      const forged = [...own, ...garbage];
      const prepared = await client.prepare({
        ...{ size: forged.length, root: referenceRoot(forged) },
        proof: own.length === 0 ? [] : referenceConsistency(own.length, forged),
        ...{ nonce: await client.nextNonce(), replaces: null },
      });
      if (prepared.outcome !== "signed") throw new Error(JSON.stringify(prepared));
      await client.send(prepared.signed);
      await chain.mine(2);
      return forged.length;
    },

    /** What a backup of the stopped database holds. */
    backup(name: string): void {
      mkdirSync(path(name));
      cpSync(path("data"), path(name), { recursive: true });
    },
    /** Puts it back; the second copy is lost with the disk. */
    restore(name: string): void {
      for (const lost of ["data", "copy"]) rmSync(path(lost), { recursive: true, force: true });
      cpSync(path(name), path("data"), { recursive: true });
      chmodSync(path("data"), 0o700);
    },

    async leaves(): Promise<Uint8Array[]> {
      const store = await openInstalledStore(path("data"), path("keys"));
      const size = await store.size();
      const joined = await store.leafHashes(0, size);
      await store.close();
      return Array.from({ length: size }, (_, i) => joined.slice(i * 32, i * 32 + 32));
    },

    async open(change: Partial<SuccessionRequest> = {}, env: Settings = {}) {
      return openSuccession(requestOf(readConfig({ ...settings, ...env }), change));
    },

    /** The whole succession. */
    async succeed(change: Partial<SuccessionRequest> = {}, env: Settings = {}) {
      const opened = await openSuccession(requestOf(readConfig({ ...settings, ...env }), change));
      try {
        return { plan: opened.plan, state: opened.state, result: await opened.carryOut() };
      } finally {
        await opened.close();
        await rowsHold();
      }
    },

    has: (...names: string[]): boolean => existsSync(path(...names)),
    walletAt: (...names: string[]) => loadWallet(path(...names)),

    async remove(): Promise<void> {
      for (const server of servers) await server.stop().catch(quiet);
      place.remove();
    },
  };
}

/** Records an order and answers how to ask for it. */
export async function order(
  { ledger }: RunningServer,
  externalNumber: string,
): Promise<{ id: string; version: number }> {
  const [found] = await ledger.ensureSubjects([{ source: "shop", externalNumber: "K-1" }]);
  const { id, version } = await stored({ ledger }, orderOf(found!.subject, { externalNumber }));
  return { id, version };
}

/** Seals and anchors everything, for good. Answers the size. */
export async function anchor(server: RunningServer, chain: ChainAccess): Promise<number> {
  await server.publish();
  await server.publish();
  await chain.mine(2);
  const { state, finalizedSize, lastError } = await server.publish();
  if (state !== "ok") throw new Error(`not anchored: ${lastError?.code}`);
  return finalizedSize;
}

export const evidenceOf = (
  { ledger }: RunningServer,
  { id, version }: { id: string; version: number },
): Promise<Uint8Array> => ledger.evidence({ id, version, fields: null, checkpoint: "final" });

/** The verdict's word. */
export async function judge(
  evidence: Uint8Array,
  policy: Policy,
  { rpcUrl }: Pick<ChainAccess, "rpcUrl">,
): Promise<string> {
  const ask = createChainReader(rpcUrl);
  return (await verifyEvidence(evidence, { policy, ask, now: systemClock.now() })).word;
}

export const asPlace = (contract: string, ledgerId: string) => ({
  contract: asContractAddress(contract),
  ledgerId: asLedgerId(ledgerId),
});

/** Two orders anchored, a third one sealed. Answers the evidence of the first. */
export async function history(place: Installation, chain: ChainAccess) {
  return place.during(async (server) => {
    const first = await order(server, "A-1");
    const size = await anchor(server, chain);
    const evidence = await evidenceOf(server, first);
    const second = await order(server, "A-2");
    const head = await anchor(server, chain);
    const third = await order(server, "A-3");
    return { first, second, third, size, head, evidence };
  });
}
