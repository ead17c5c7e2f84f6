/** The keys of a successor: made beside the old ones, then put in their place; the old ones are kept for ever. */
import { link, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerId } from "../../../portal/verify/brands.ts";
import { createWallet } from "../../anchor/wallet.ts";
import { createDurably, syncDirectory } from "../../core/files.ts";
import { exists } from "../../core/private-files.ts";
import type { Random } from "../../core/random.ts";
import { issuerName } from "../../log/issuer.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../../log/keys.ts";
import { createSignerFile } from "../../log/signer-file.ts";
import { newSignerRecord, type SignerRecord } from "../../log/signer-state.ts";

const LOG_KEY = "log.key";
const RECEIPT_KEY = "receipt.key";
const ISSUER_KEY = "issuer.key";
const SIGNER_STATE = "signer-state.json";
const ANCHORER_KEY = "anchorer.key";
/** Where a former anchorer's key goes on as the owner's, when another one anchors. */
export const OWNER_KEY = "owner.key";

/** What a succession exchanges; a new anchorer's key only where one was made. */
const EXCHANGED = [LOG_KEY, RECEIPT_KEY, ISSUER_KEY, SIGNER_STATE, ANCHORER_KEY] as const;

const preparedIn = (keysDirectory: string): string => join(keysDirectory, "successor");
export const retiredIn = (keysDirectory: string, number: number): string =>
  join(keysDirectory, "retired", String(number));

/** The number of the next succession: one more than there were. */
export async function nextNumber(keysDirectory: string): Promise<number> {
  const directory = join(keysDirectory, "retired");
  const names = (await exists(directory)) ? await readdir(directory) : [];
  return 1 + Math.max(0, ...names.filter((name) => /^\d{1,9}$/.test(name)).map(Number));
}

export interface SuccessorKeys {
  readonly logSigner: NoteSigner;
  readonly receiptSigner: NoteSigner;
}

export interface Preparation {
  readonly origin: string;
  /** Where the successor's signer begins: at the newest checkpoint of the tree that it continues. */
  readonly signer: Pick<SignerRecord, "size" | "root" | "reserved">;
  readonly newAnchorer: boolean;
}

/**
 * Makes all keys of the successor, durably, and answers the address of its own anchorer, if it has one. Keys that lie there already are of
 * an attempt that no chain has heard of, and go.
 */
export async function prepareKeys(
  keysDirectory: string,
  { origin, signer, newAnchorer }: Preparation,
  random: Random,
): Promise<string | null> {
  const directory = preparedIn(keysDirectory);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
  const key = (name: string): string => `${generateNoteSigner(name, random)}\n`;
  await createDurably(join(directory, LOG_KEY), key(origin));
  await createDurably(join(directory, RECEIPT_KEY), key(`${origin}/receipt`));
  await createDurably(join(directory, ISSUER_KEY), key(issuerName(origin)));
  await createSignerFile(join(directory, SIGNER_STATE), { ...newSignerRecord(random), ...signer });
  const wallet = newAnchorer ? await createWallet(join(directory, ANCHORER_KEY), random) : null;
  await syncDirectory(keysDirectory);
  return wallet?.address ?? null;
}

/** The successor's signers, wherever they are by now. */
export async function successorKeys(keysDirectory: string): Promise<SuccessorKeys> {
  const signer = async (name: string): Promise<NoteSigner> => {
    const prepared = join(preparedIn(keysDirectory), name);
    const path = (await exists(prepared)) ? prepared : join(keysDirectory, name);
    return loadNoteSigner((await readFile(path, "utf8")).trimEnd(), `COUNTERFOIL_KEYS/${name}`);
  };
  return { logSigner: await signer(LOG_KEY), receiptSigner: await signer(RECEIPT_KEY) };
}

/** Keeps the former keys under another name as well. What is lost already is not missed. May be repeated until {@link installKeys}. */
export async function retireKeys(
  keysDirectory: string,
  number: number,
  newAnchorer: boolean,
): Promise<void> {
  const directory = retiredIn(keysDirectory, number);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const leaving = EXCHANGED.filter((name) => newAnchorer || name !== ANCHORER_KEY);
  for (const name of leaving) await linkOnce(join(keysDirectory, name), join(directory, name));
  // It stays the owner's of both ledgers, who alone can close the next one.
  if (newAnchorer)
    await linkOnce(join(keysDirectory, ANCHORER_KEY), join(keysDirectory, OWNER_KEY));
  await syncDirectory(directory);
  await syncDirectory(join(keysDirectory, "retired"));
  await syncDirectory(keysDirectory);
}

async function linkOnce(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST" && error.code !== "ENOENT") throw error;
  });
}

/** Puts the successor's keys in place of the former. May be repeated. */
export async function installKeys(keysDirectory: string): Promise<void> {
  const directory = preparedIn(keysDirectory);
  for (const name of EXCHANGED) {
    await rename(join(directory, name), join(keysDirectory, name)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      },
    );
  }
  await syncDirectory(keysDirectory);
  await rm(directory, { recursive: true, force: true });
}

/** Puts the keys of a successor aside that the contract has refused for good; no key is ever destroyed that a chain may have heard of. */
export async function discardKeys(keysDirectory: string, ledgerId: LedgerId): Promise<void> {
  const aside = join(keysDirectory, "retired", `refused-${ledgerId.slice(2, 18)}`);
  await mkdir(join(keysDirectory, "retired"), { recursive: true, mode: 0o700 });
  await rm(aside, { recursive: true, force: true });
  await rename(preparedIn(keysDirectory), aside);
  await syncDirectory(join(keysDirectory, "retired"));
  await syncDirectory(keysDirectory);
}
