/** The contract on which terms with partners are signed, and the account that brings signatures to it. */
import { join } from "node:path";
import type { AnchorLog } from "../anchor/log.ts";
import { openRelay, ownContract, type SharingRelay } from "../anchor/sharing/relay.ts";
import { loadOrCreateWallet } from "../anchor/wallet.ts";
import type { Consents } from "../consent/service.ts";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { Identity } from "../identity/service.ts";
import { openChecker } from "../ledger/evidence/checker.ts";
import type { Ledger } from "../ledger/service.ts";
import type { Issuer } from "../log/issuer.ts";
import { createCounts } from "../sharing/counts/service.ts";
import type { DeliveryContext } from "../sharing/delivery/context.ts";
import { cursorsOf } from "../sharing/delivery/cursor.ts";
import { createDelivery } from "../sharing/delivery/service.ts";
import { createSharing, type Sharing } from "../sharing/service.ts";
import type { Mac } from "../vault/macs.ts";
import type { ChainConnection } from "./chain.ts";
import type { Undo } from "./stored.ts";

interface Needs {
  readonly config: Pick<Config, "chain" | "sharingContract" | "keysDirectory">;
  readonly chain: Pick<ChainConnection, "rpcUrl" | "embedded"> & {
    readonly ledger: Pick<ChainConnection["ledger"], "settle">;
  };
  readonly random: Random;
  readonly log: AnchorLog;
}

/**
 * `null`: there is none. On the embedded chain it is made at the first start that finds none; where that fails the ledger serves without it, and the next start tries again.
 *
 * @throws Refusal `invalid_setting` where the setting names no such contract, or the key cannot be used; `chain_unavailable`
 */
export async function openSharingRelay(needs: Needs): Promise<SharingRelay | null> {
  const { config, chain, random, log } = needs;
  const keyFile = join(config.keysDirectory, "relay.key");
  if (chain.embedded !== null) {
    try {
      const rpcUrl = chain.embedded.privateRpcUrl;
      const wallet = await loadOrCreateWallet(keyFile, random, keyFile);
      const { settle } = chain.ledger;
      const contract = await ownContract(rpcUrl, wallet, settle);
      // Also where nothing was new: a crash may have come between making and saving.
      await chain.embedded.save();
      return await openRelay({ rpcUrl, contract, wallet, settle });
    } catch (error) {
      const why = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      log.error({ why }, "no contract for agreements with partners: the next start tries again");
      return null;
    }
  }
  if (config.sharingContract === null) return null;
  const wallet = await loadOrCreateWallet(keyFile, random, keyFile);
  try {
    const { rpcUrl } = chain;
    const { sharingContract: contract } = config;
    const longestSilence = LONGEST_SILENCE_MS;
    return await openRelay({ rpcUrl, contract, wallet, settle: null, longestSilence });
  } catch (error) {
    if (!isRefusal(error, "agreement_refused")) throw error;
    const setting = "COUNTERFOIL_SHARING_CONTRACT";
    throw new Refusal("invalid_setting", { setting, problem: "not_sharing_terms" });
  }
}

/** A chain that others run makes blocks all the time: a node whose newest is older than this has stopped, and says nothing of now. */
const LONGEST_SILENCE_MS = 10 * 60_000;

interface AgreementNeeds {
  readonly config: Pick<Config, "explorerUrl" | "countThreshold">;
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly clock: Clock;
  readonly random: Random;
  readonly mac: Mac;
  /** The ledger's, which cursors are bound to. */
  readonly origin: string;
  readonly issuer: Issuer;
  readonly relay: SharingRelay | null;
  readonly identity: Pick<Identity, "organizations">;
  readonly wasGiven: DeliveryContext["wasGiven"];
}

/** Agreements, what is given under them, and what is counted of them. Nothing is drafted before it is known on which contract it will be signed. */
export function openAgreements(needs: AgreementNeeds, undo: Undo) {
  const { config, ledger, consents, clock, random, mac, relay, identity } = needs;
  const { issuer, wasGiven } = needs;
  const sharing = createSharing({
    ...{ ledger, clock, random, registry: consents.registry, relay },
    explorer: config.explorerUrl,
    hasOrganization: (id) => identity.organizations.list().some((one) => one.id === id),
    chain: relay && { chainId: relay.chainId, contract: relay.contract },
  });
  const { inForce, agreements } = sharing;
  const checker = openChecker();
  undo.push(() => checker.close());
  const common = { ledger, consents, clock, inForce };
  const delivery = createDelivery({
    ...{ ...common, issuer, checker, wasGiven },
    cursors: cursorsOf(mac, random, needs.origin),
  });
  undo.push(() => delivery.end());
  return {
    sharing,
    delivery,
    counts: createCounts({ ...common, agreements, mac, threshold: config.countThreshold }),
  };
}

/** How often the chain is asked what became of agreements. What is brought through this ledger to a chain of its own is told at once. */
const FOLLOW_MS = 15_000;

/** Follows from now on, until it is stopped; what the chain does not answer now it may answer the next time. */
export function followAgreements(
  sharing: Pick<Sharing, "follow">,
  { log, onBug }: { readonly log: AnchorLog; readonly onBug: (error: unknown) => void },
  everyMilliseconds: number = FOLLOW_MS,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const failed = (error: unknown): void => {
    if (!isRefusal(error)) onBug(error);
    else log.warn({ why: error.code }, "an agreement could not be followed on the chain");
  };
  function run(): void {
    running = sharing
      .follow(failed)
      .then(() => {}, failed)
      .then(() => {
        if (!stopped) timer = setTimeout(run, everyMilliseconds);
      });
  }
  run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** What is told of agreements to whoever is woken. */
export const agreementAlarms = ({
  strange,
  unfollowed,
}: Pick<Sharing, "strange" | "unfollowed">) => ({
  strange,
  unfollowed,
});
