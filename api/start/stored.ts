/** What of a ledger lies on this machine, opened in the one order that is safe. */

import { join } from "node:path";
import { systemClock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { type EntryCopy, openEntryCopy } from "../log/entry-copy.ts";
import { eraseRowsAgain } from "../rights/erase/again.ts";
import type { KeyStore } from "../store/key-store.ts";
import { type LedgerFile, openLedgerFile } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import type { KeyProvider } from "../vault/key-provider.ts";
import { hasRowMacs, loadRowMac, rememberRowMacs } from "../vault/row-mac.ts";
import { openVault, type Vault } from "../vault/vault.ts";
import { type KeyFiles, openKeyFiles } from "./key-files.ts";
import { loadSecrets, privateDirectory, type Secrets } from "./secrets.ts";

export interface Stored extends Beside, KeyFiles {
  readonly store: Store;
}

/** What belongs to an open database. */
export interface Beside {
  readonly secrets: Secrets;
  readonly vault: Vault;
  /** `null`: the operator wants none. */
  readonly copy: EntryCopy | null;
  /** Entries that this ledger took over from its predecessor; 0 if it has none. */
  readonly begin: number;
}

/** What {@link openBeside} goes on from. */
export interface Opened {
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
}

/** Under this name the database keeps the ledger's own. */
export const ORIGIN = "origin";
/** Under this name the database keeps the origin that its records are sealed under. */
export const VAULT_LABEL = "vault";
/** Under this one, where the entries of its predecessors end. */
export const BEGIN = "begin";

/** How to be rid of what was opened, the last first. */
export type Undo = (() => Promise<unknown>)[];

/** Takes all steps. One that fails keeps none of the others from being taken; the first failure is told in the end. */
export async function unwind(undo: Undo): Promise<void> {
  const failures: unknown[] = [];
  for (let step = undo.pop(); step; step = undo.pop()) {
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/** @throws Refusal `invalid_setting` for a directory that is not, and cannot become, this program's */
export async function makeDirectories(config: Config): Promise<void> {
  await privateDirectory(config.dataDirectory, "COUNTERFOIL_DATA");
  await privateDirectory(config.keysDirectory, "COUNTERFOIL_KEYS");
  if (config.copyDirectory !== null)
    await privateDirectory(config.copyDirectory, "COUNTERFOIL_COPY");
}

/** Behind {@link makeDirectories}. @throws Refusal where keys, database and copy are not all of one ledger */
export async function openStored(config: Config, random: Random, undo: Undo): Promise<Stored> {
  const { origin, dataDirectory, keysDirectory } = config;
  const file = await openLedgerFile({ file: join(dataDirectory, "ledger.db") });
  undo.push(async () => file.close());
  const known = file.meta(ORIGIN);
  assertOwn(known, origin);
  const secrets = await loadSecrets(keysDirectory, origin, random, known === null);
  // Behind loadSecrets, which sees whether the key store of an existing ledger is still there.
  const { ring, provider } = secrets;
  const keys = await openKeyFiles({ keysDirectory, ring, clock: systemClock, random }, undo);
  const { keyStore } = keys;
  const store = await openLedger(file, { keyStore, provider, random });
  await eraseRowsAgain(keyStore, store);
  const beside = await openBeside({ store, keyStore, secrets }, config, random, undo);
  return { store, ...keys, ...beside };
}

/**
 * The ledger in its file, with the key of its rows. To be called when it is known whose file it is.
 *
 * @throws Refusal `wrong_ledger` if the rows are to get their authenticators, and these keys are another ledger's; `damaged`: (`key`), or (`counter`) if the
 * rows had authenticators before
 */
export async function openLedger(
  file: LedgerFile,
  keys: {
    readonly keyStore: KeyStore;
    readonly provider: KeyProvider;
    readonly random: Random;
  },
): Promise<Store> {
  const { keyStore, ...rest } = keys;
  const mayMake = !file.authenticated;
  // Under the keys of another ledger they would never fit again.
  const subject = mayMake ? file.firstSubject() : null;
  if (subject !== null && (await keyStore.secrets([subject]))[0] === null)
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_KEYS" });
  // They are made once. Made a second time, they would cover up whatever was changed.
  if (mayMake && !file.isNew && (await hasRowMacs({ store: keyStore })))
    throw new Refusal("damaged", { what: "counter", index: -1, id: "0003_row_macs" });
  const store = await file.open(await loadRowMac({ store: keyStore, mayMake, ...rest }));
  await rememberRowMacs({ store: keyStore, ...rest });
  return store;
}

/** @throws Refusal as {@link openStored} */
export async function openBeside(
  { store, keyStore, secrets }: Opened,
  { origin, copyDirectory }: Config,
  random: Random,
  undo: Undo,
): Promise<Beside> {
  // Once more, now that what is read is authenticated.
  assertOwn(await store.meta(ORIGIN), origin);
  const copy =
    copyDirectory === null
      ? null
      : await usingCopy(openEntryCopy(copyDirectory, secrets.logSigner));
  if (copy !== null) undo.push(() => copy.close());
  await store.setMeta(ORIGIN, origin);
  // Records stay sealed under the name of the first ledger, whatever ledger succeeds it.
  const label = await store.setMeta(VAULT_LABEL, origin);
  const { provider } = secrets;
  const vault = await openVault({ store: keyStore, provider, random, origin: label });
  return { secrets, vault, copy, begin: Number((await store.meta(BEGIN)) ?? "0") };
}

function assertOwn(known: string | null, origin: string): void {
  if (known !== null && known !== origin)
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
}

/** Work on the second copy at a start. @throws Refusal `invalid_setting` where its files cannot be read or written */
export async function usingCopy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (typeof code !== "string" || syscall === undefined) throw error;
    const setting = "COUNTERFOIL_COPY";
    throw new Refusal("invalid_setting", { setting, problem: "unusable_directory" });
  }
}

/** A check that may find the database behind, and then also tells what the second copy has. */
export async function namingRemedy<T>(copy: EntryCopy | null, check: Promise<T>): Promise<T> {
  try {
    return await check;
  } catch (error) {
    if (copy === null || !isRefusal(error, "behind")) throw error;
    throw new Refusal("behind", { ...error.details, copy: copy.size() });
  }
}
