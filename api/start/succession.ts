/**
 * `counterfoil succeed`: the ledger is closed on the chain in favour of a successor that goes on from its last good size, and everything
 * here becomes the successor's. For when the anchorer's key was stolen, or entries are lost for good: it is loud, and it is for ever.
 *
 * A journal among the keys (succession/journal.ts) says how far it has come. Whatever happens, the same command goes on from there; a
 * server does not start in between.
 */
import { join } from "node:path";
import type { AnchorLog } from "../anchor/log.ts";
import {
  type SuccessionCall,
  successionCost,
  successionStands,
  successorOf,
} from "../anchor/succession.ts";
import { type AnchorWallet, loadWallet } from "../anchor/wallet.ts";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { exists } from "../core/private-files.ts";
import type { Random } from "../core/random.ts";
import type { KeyStore } from "../store/key-store.ts";
import { openLedgerFile } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { ringOf } from "../vault/root-files.ts";
import { openKeyFiles } from "./key-files.ts";
import { policyFile } from "./policy.ts";
import { privateDirectory } from "./secrets.ts";
import { ORIGIN, openLedger, type Undo, unwind } from "./stored.ts";
import {
  loadWallets,
  openSuccessionChain,
  reachable,
  type SuccessionChain,
} from "./succession/chain.ts";
import { type Journal, readJournal, writeJournal } from "./succession/journal.ts";
import { nextNumber, prepareKeys, retiredIn } from "./succession/keys.ts";
import {
  assertNames,
  assertOurLedger,
  firstSignerState,
  formerLedger,
  refused,
  registeredId,
  type SuccessionPlan,
  signedSize,
} from "./succession/plan.ts";
import { compareWithChain } from "./succession/size.ts";
import { finish, type Step } from "./succession/stages.ts";

export { assertNoUnfinishedSuccession } from "./succession/journal.ts";
export type { SuccessionPlan } from "./succession/plan.ts";

export interface SuccessionRequest {
  /** Of the server that ran here. */
  readonly config: Config;
  /** Of the successor; well-formed. */
  readonly origin: string;
  /** Null: the greatest on which chain and database agree. */
  readonly size: number | null;
  readonly ownerKeyFile: string | null;
  readonly anchorerKeyFile: string | null;
  /** A fresh anchorer's key is made (embedded chain). */
  readonly newAnchorer: boolean;
  readonly log: AnchorLog;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of each step that can no longer be lost. */
  readonly reached?: (step: Step) => void | Promise<void>;
}

export interface SuccessionResult {
  readonly journal: Journal;
  readonly policyFile: string;
  readonly retiredKeys: string;
  /** The settings name another anchorer's key than the successor's. */
  readonly anchorerChanges: boolean;
}

export interface OpenSuccession {
  /** `planned`: nothing was changed yet. `unfinished`: an earlier run was interrupted. `ended`: an earlier run did it all. */
  readonly state: "planned" | "unfinished" | "ended";
  /** Only of a planned one. */
  readonly plan: SuccessionPlan | null;
  /** Takes it to its end; of an ended one it only answers. */
  carryOut(): Promise<SuccessionResult>;
  /** Releases database and chain. */
  close(): Promise<void>;
}

interface Workplace extends SuccessionRequest {
  readonly store: Store;
  readonly keyStore: KeyStore;
  /** Opens the chain and the wallets once; they are closed with the rest. */
  chain(): Promise<OpenChain>;
}

interface OpenChain {
  readonly chain: SuccessionChain;
  readonly owner: AnchorWallet;
  readonly anchorer: AnchorWallet;
}

/**
 * @throws Refusal `in_use` while a server runs; `succession_unfinished` for another origin than the one that was begun; and why it cannot
 * be done, nothing having been changed
 */
export async function openSuccession(request: SuccessionRequest): Promise<OpenSuccession> {
  const { config } = request;
  if (request.anchorerKeyFile !== null && config.chain.mode === "embedded")
    throw refused("anchorer_only_with_rpc");
  if (request.newAnchorer && config.chain.mode !== "embedded")
    throw refused("new_anchorer_only_embedded");
  await assertDirectories(request);
  const undo: Undo = [];
  const close = (): Promise<void> => unwind(undo);
  try {
    const { keysDirectory } = config;
    const ring = ringOf(keysDirectory, request.random);
    const { keyStore } = await openKeyFiles(
      { keysDirectory, ring, clock: request.clock, random: request.random },
      undo,
    );
    const file = await openLedgerFile({ file: join(config.dataDirectory, "ledger.db") });
    undo.push(async () => file.close());
    const standing = await standingOf(request, file.meta(ORIGIN));
    const store = await openLedger(file, {
      ...{ keyStore, provider: ring.provider, random: request.random },
    });
    let opened: Promise<OpenChain> | null = null;
    const chain = (): Promise<OpenChain> => {
      opened ??= openChain(request, store, undo);
      return opened;
    };
    return { ...(await assemble({ ...request, store, keyStore, chain }, standing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nothing is made in a place that was named by mistake. */
async function assertDirectories({ config, size }: SuccessionRequest): Promise<void> {
  const { dataDirectory, keysDirectory } = config;
  if (!(await exists(join(keysDirectory, "keys.db")))) {
    const setting = "COUNTERFOIL_KEYS/keys.db";
    throw new Refusal("invalid_setting", { setting, problem: "missing_key" });
  }
  if (!(await exists(join(keysDirectory, "root.key")))) {
    const setting = "COUNTERFOIL_KEYS/root.key";
    throw new Refusal("invalid_setting", { setting, problem: "missing_key" });
  }
  if (!(await exists(join(dataDirectory, "ledger.db"))) && size !== 0) {
    throw refused("no_ledger_here");
  }
  await privateDirectory(dataDirectory, "COUNTERFOIL_DATA");
  await privateDirectory(keysDirectory, "COUNTERFOIL_KEYS");
}

async function openChain(
  { config, ownerKeyFile, anchorerKeyFile, log }: SuccessionRequest,
  store: Store,
  undo: Undo,
): Promise<OpenChain> {
  const wallets = await loadWallets(config, { owner: ownerKeyFile, anchorer: anchorerKeyFile });
  // A succession under way knows best: the database may have been switched already.
  const known = (await readJournal(config.keysDirectory)) ?? (await formerLedger(store, config));
  const chain = await openSuccessionChain({ config, known, log });
  undo.push(() => chain.stop());
  await reachable(chain.fund(wallets.owner));
  return { chain, ...wallets };
}

/** What journals say of the succession that is asked for. */
interface Standing {
  readonly state: OpenSuccession["state"];
  /** Null of a planned one. */
  readonly journal: Journal | null;
}

/** `here`: the origin of the database. Nothing is opened that is not of the ledger that is meant. */
async function standingOf(
  { config, origin, size }: SuccessionRequest,
  here: string | null,
): Promise<Standing> {
  const { keysDirectory } = config;
  const begun = await readJournal(keysDirectory);
  if (begun !== null) {
    if (begun.successor.origin !== origin)
      throw new Refusal("succession_unfinished", { origin: begun.successor.origin });
    const names = [origin, begun.predecessor.origin];
    if (![config.origin, here ?? origin].every((name) => names.includes(name)))
      throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
    return { state: "unfinished", journal: begun };
  }
  const last = await readJournal(retiredIn(keysDirectory, (await nextNumber(keysDirectory)) - 1));
  if (last?.successor.origin === origin && here === origin)
    return { state: "ended", journal: last };
  assertNames({ config, origin, size }, here);
  return { state: "planned", journal: null };
}

async function assemble(
  place: Workplace,
  { state, journal }: Standing,
): Promise<Omit<OpenSuccession, "close">> {
  const finishFrom = async (from: Journal): Promise<SuccessionResult> =>
    resultOf(
      place,
      await finish({ ...place, reached: reachedOf(place), openChain: place.chain }, from),
    );
  if (journal !== null) {
    const carryOut = () => (state === "ended" ? resultOf(place, journal) : finishFrom(journal));
    return { state, plan: null, carryOut };
  }
  const plan = await planOf(place);
  return { state, plan, carryOut: async () => finishFrom(await prepare(place, plan)) };
}

const reachedOf = ({ reached }: SuccessionRequest) => reached ?? (() => {});

async function planOf(place: Workplace): Promise<SuccessionPlan> {
  const { config, store, origin, size } = place;
  await assertOurLedger(store, place);
  const { chain, owner, anchorer } = await place.chain();
  const { rpc, chainId, contract } = chain;
  const ledgerId =
    (await formerLedger(store, config))?.ledgerId ??
    registeredId(chainId, contract, owner.address, config.origin);
  const comparison = await reachable(compareWithChain(store, rpc, { contract, ledgerId }, size));
  const call: SuccessionCall = {
    ...{ chainId, contract, ledgerId, size: comparison.agreed.size, origin, owner },
    anchorer: anchorer.address,
    // Any but zero: the key itself is made when it is certain that it is needed.
    logKeyHash: new Uint8Array(32).fill(1),
  };
  await reachable(successionStands(rpc, call));
  await reachable(successionCost(rpc, call));
  return {
    predecessor: { origin: config.origin, ledgerId },
    successor: { origin, ledgerId: successorOf(call) },
    entries: await store.size(),
    sealed: (await store.newestCheckpoint())?.size ?? 0,
    signed: await signedSize(config.keysDirectory),
    comparison,
    owner: owner.address,
    anchorer: place.newAnchorer ? null : anchorer.address,
  };
}

/** From here on the succession is begun: the journal is there before the chain hears of it. */
async function prepare(place: Workplace, plan: SuccessionPlan): Promise<Journal> {
  const { config, store, random, newAnchorer, origin } = place;
  const { keysDirectory } = config;
  const { chain, owner, anchorer } = await place.chain();
  const signer = await firstSignerState(store);
  const made = await prepareKeys(keysDirectory, { origin, signer, newAnchorer }, random);
  await reachedOf(place)("keys_made");
  const journal: Journal = {
    stage: "prepared",
    number: await nextNumber(keysDirectory),
    chainId: chain.chainId,
    contract: chain.contract,
    predecessor: { ...plan.predecessor, ...plan.comparison.agreed },
    successor: plan.successor,
    owner: owner.address,
    anchorer: made ?? anchorer.address,
    newAnchorer,
  };
  await writeJournal(keysDirectory, journal);
  await reachedOf(place)("prepared");
  return journal;
}

async function resultOf({ config }: Workplace, journal: Journal): Promise<SuccessionResult> {
  return {
    journal,
    policyFile: policyFile(config.dataDirectory),
    retiredKeys: retiredIn(config.keysDirectory, journal.number),
    anchorerChanges: await anchorerChanges(config, journal),
  };
}

async function anchorerChanges({ chain }: Config, journal: Journal): Promise<boolean> {
  if (chain.mode === "embedded") return false;
  try {
    return (await loadWallet(chain.anchorerKeyFile)).address !== journal.anchorer;
  } catch (error) {
    if (isRefusal(error)) return true;
    throw error;
  }
}
