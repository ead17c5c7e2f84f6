/** What each stage of a succession does; from any of them it goes on to the end. */
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { carryOutSuccession, type SuccessionCall } from "../../anchor/succession.ts";
import type { AnchorWallet } from "../../anchor/wallet.ts";
import type { Clock } from "../../core/clock.ts";
import type { Config } from "../../core/config.ts";
import { isRefusal } from "../../core/errors.ts";
import { syncDirectory, writeDurably } from "../../core/files.ts";
import { exists } from "../../core/private-files.ts";
import type { Random } from "../../core/random.ts";
import type { KeyStore } from "../../store/key-store.ts";
import type { Store } from "../../store/store.ts";
import { policyFile, writePolicy } from "../policy.ts";
import { beginSuccessor } from "./begin.ts";
import { reachable, type SuccessionChain } from "./chain.ts";
import { retireCopy } from "./copy.ts";
import { switchDatabase } from "./database.ts";
import { type Journal, journalFile, type Stage, writeJournal } from "./journal.ts";
import { discardKeys, installKeys, retiredIn, retireKeys, successorKeys } from "./keys.ts";
import { logKeyHash, refused } from "./plan.ts";

/** Each is reached when it can no longer be lost; between any two a process may be killed. */
export type Step =
  | "keys_made"
  | "prepared"
  | "chain_closed"
  | "closed"
  | "keys_retired"
  | "retired"
  | "keys_installed"
  | "database_switched"
  | "copy_retired"
  | "switched"
  | "record_written"
  | "checkpoint_signed"
  | "ended";

export interface StageContext {
  readonly config: Config;
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly reached: (step: Step) => void | Promise<void>;
  /** Opened only if the chain must still be asked; who asks for it closes it. */
  openChain(): Promise<{ readonly chain: SuccessionChain; readonly owner: AnchorWallet }>;
}

/** Takes a succession to its end; answers its journal as it then lies beside the retired keys. */
export async function finish(context: StageContext, begun: Journal): Promise<Journal> {
  const { config, store, keyStore, clock, random, reached } = context;
  const { keysDirectory, dataDirectory } = config;
  let journal = begun;
  const advance = async (stage: Stage): Promise<void> => {
    journal = { ...journal, stage };
    await writeJournal(keysDirectory, journal);
    await reached(stage);
  };

  if (journal.stage === "prepared") {
    await closeOnChain(context, journal);
    await reached("chain_closed");
    await advance("closed");
  }
  const aside = retiredIn(keysDirectory, journal.number);
  if (journal.stage === "closed") {
    await retireKeys(keysDirectory, journal.number, journal.newAnchorer);
    await keepPolicy(dataDirectory, aside);
    await reached("keys_retired");
    await advance("retired");
  }
  if (journal.stage === "retired") {
    await installKeys(keysDirectory);
    await reached("keys_installed");
    await switchDatabase(store, keysDirectory, journal);
    await reached("database_switched");
    await retireCopy(config.copyDirectory, journal.number, journal.predecessor.origin);
    await reached("copy_retired");
    await advance("switched");
  }
  const onRecord = () => reached("record_written");
  const policy = await beginSuccessor({
    config,
    store,
    keyStore,
    journal,
    clock,
    random,
    onRecord,
  });
  await writePolicy(dataDirectory, policy);
  await reached("checkpoint_signed");
  await rename(journalFile(keysDirectory), journalFile(aside));
  await syncDirectory(aside);
  await syncDirectory(keysDirectory);
  await reached("ended");
  return journal;
}

async function closeOnChain(context: StageContext, journal: Journal): Promise<void> {
  const { keysDirectory } = context.config;
  const { chain, owner } = await context.openChain();
  // With another key the chain would be asked for another ledger.
  if (owner.address !== journal.owner) throw refused("not_owner");
  const { logSigner } = await successorKeys(keysDirectory);
  const { ledgerId, size } = journal.predecessor;
  const call: SuccessionCall = {
    ...{ chainId: journal.chainId, contract: journal.contract, ledgerId, size, owner },
    ...{ origin: journal.successor.origin, anchorer: journal.anchorer },
    logKeyHash: logKeyHash(logSigner),
  };
  try {
    await reachable(carryOutSuccession(chain.rpc, call, chain.settle));
  } catch (error) {
    // These two are for ever, so no transaction of ours that may still wait can come to pass.
    if (isRefusal(error, "succession_refused")) {
      const { problem } = error.details;
      if (problem === "closed" || problem === "origin_in_use")
        await withdraw(keysDirectory, journal);
    }
    throw error;
  }
}

/** The ledger here is as if nothing had been begun. */
async function withdraw(keysDirectory: string, { successor }: Journal): Promise<void> {
  await discardKeys(keysDirectory, successor.ledgerId);
  await rm(journalFile(keysDirectory), { force: true });
  await syncDirectory(keysDirectory);
}

/** Old evidence is checked against it. */
async function keepPolicy(dataDirectory: string, aside: string): Promise<void> {
  const policy = policyFile(dataDirectory);
  if (await exists(policy)) await writeDurably(join(aside, "policy.json"), await readFile(policy));
}
