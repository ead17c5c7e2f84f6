/** What of a ledger lies on this machine, opened in the one order that is safe. */
import { join } from "node:path";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { type EntryCopy, openEntryCopy } from "../log/entry-copy.ts";
import { openSqliteKeyStore } from "../store/sqlite/sqlite-key-store.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { openVault, type Vault } from "../vault/vault.ts";
import { loadSecrets, privateDirectory, type Secrets } from "./secrets.ts";

export interface Stored extends Beside {
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

/** Under this name the database keeps the origin that its records are sealed under. */
export const VAULT_LABEL = "vault";
/** Under this one, where the entries of its predecessors end. */
export const BEGIN = "begin";

/** How to be rid of what was opened, the last first. */
export type Undo = (() => Promise<unknown>)[];

/** @throws Refusal `invalid_setting` for a directory that is not, and cannot become, this program's */
export async function makeDirectories(config: Config): Promise<void> {
  await privateDirectory(config.dataDirectory, "COUNTERFOIL_DATA");
  await privateDirectory(config.keysDirectory, "COUNTERFOIL_KEYS");
  if (config.copyDirectory !== null)
    await privateDirectory(config.copyDirectory, "COUNTERFOIL_COPY");
}

/** Behind {@link makeDirectories}. @throws Refusal where keys, database and copy are not all of one ledger */
export async function openStored(config: Config, random: Random, undo: Undo): Promise<Stored> {
  const store = await openSqliteStore({ file: join(config.dataDirectory, "ledger.db") });
  undo.push(() => store.close());
  return { store, ...(await openBeside(store, config, random, undo)) };
}

/** @throws Refusal as {@link openStored} */
export async function openBeside(
  store: Store,
  { origin, keysDirectory, copyDirectory }: Config,
  random: Random,
  undo: Undo,
): Promise<Beside> {
  const known = await store.meta("origin");
  if (known !== null && known !== origin)
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  const secrets = await loadSecrets(keysDirectory, origin, random, known === null);
  // Behind loadSecrets, which sees whether the key store of an existing ledger is still there.
  const keyStore = await openSqliteKeyStore({ file: join(keysDirectory, "keys.db") });
  undo.push(() => keyStore.close());
  const copy =
    copyDirectory === null
      ? null
      : await usingCopy(openEntryCopy(copyDirectory, secrets.logSigner));
  if (copy !== null) undo.push(() => copy.close());
  await store.setMeta("origin", origin);
  // Records stay sealed under the name of the first ledger, whatever ledger succeeds it.
  const label = await store.setMeta(VAULT_LABEL, origin);
  const { provider } = secrets;
  const vault = await openVault({ store: keyStore, provider, random, origin: label });
  return { secrets, vault, copy, begin: Number((await store.meta(BEGIN)) ?? "0") };
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
