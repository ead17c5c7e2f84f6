/** The keys directory: files that are made once, readable by their owner only, and read strictly ever after. */
import { chmod, mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { Refusal } from "../core/errors.ts";
import { exists, readOrCreate } from "../core/private-files.ts";
import type { Random } from "../core/random.ts";
import { type Issuer, issuerName, loadIssuer } from "../log/issuer.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../log/keys.ts";
import { createSignerFile, fileSignerState } from "../log/signer-file.ts";
import { newSignerRecord, type SignerState } from "../log/signer-state.ts";
import { type KeyProvider, type KeyRing, newRootKey } from "../vault/key-provider.ts";
import { ringOf } from "../vault/root-files.ts";
import { isOurs } from "./own-files.ts";

/**
 * Makes a directory that only its owner may enter, also where it was there before; one with something foreign in it is refused, and
 * stays as it is.
 *
 * @throws Refusal `invalid_setting`, naming the setting that the path is from
 */
export async function privateDirectory(path: string, setting: string): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    if (made === undefined && !isOurs(await readdir(path)))
      throw new Refusal("invalid_setting", { setting, problem: "not_empty" });
    await chmod(path, 0o700);
  } catch (error) {
    if (error instanceof Refusal || typeof (error as NodeJS.ErrnoException).code !== "string")
      throw error;
    throw new Refusal("invalid_setting", { setting, problem: "unusable_directory" });
  }
}

export interface Secrets {
  readonly logSigner: NoteSigner;
  readonly receiptSigner: NoteSigner;
  readonly issuer: Issuer;
  /** The root key, while it is rolled both, … */
  readonly ring: KeyRing;
  /** … and what they open. */
  readonly provider: KeyProvider;
  readonly signerState: SignerState;
}

async function noteSigner(file: string, name: string, random: Random): Promise<NoteSigner> {
  const text = await readOrCreate(file, () => `${generateNoteSigner(name, random)}\n`);
  const signer = loadNoteSigner(text.trimEnd(), `COUNTERFOIL_KEYS/${basename(file)}`);
  if (signer.name !== name) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  return signer;
}

/** Ledgers of before 0.7.0 have none: it is made when it is missing. What a lost one has signed holds as long as a verifier's policy has it. */
async function issuerOf(file: string, name: string, random: Random): Promise<Issuer> {
  const text = await readOrCreate(file, () => `${generateNoteSigner(name, random)}\n`);
  const issuer = loadIssuer(text.trimEnd(), `COUNTERFOIL_KEYS/${basename(file)}`);
  if (issuer.name !== name) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  return issuer;
}

/** What a ledger cannot go on without. */
const NEEDED = ["root.key", "log.key", "receipt.key", "signer-state.json", "keys.db"] as const;

/**
 * @param fresh no ledger stands on these keys yet; else a missing file is a loss that must not be papered over by a new one
 * @throws Refusal `invalid_setting`, `wrong_ledger`
 */
export async function loadSecrets(
  directory: string,
  origin: string,
  random: Random,
  fresh: boolean,
): Promise<Secrets> {
  const file = (name: string): string => join(directory, name);
  for (const name of fresh ? [] : NEEDED) {
    if (await exists(file(name))) continue;
    const setting = `COUNTERFOIL_KEYS/${name}`;
    throw new Refusal("invalid_setting", { setting, problem: "missing_key" });
  }
  await readOrCreate(file("root.key"), () => newRootKey(random));
  const ring = ringOf(directory, random);
  const signerFile = file("signer-state.json");
  if (fresh && !(await exists(signerFile)))
    await createSignerFile(signerFile, newSignerRecord(random));
  return {
    logSigner: await noteSigner(file("log.key"), origin, random),
    receiptSigner: await noteSigner(file("receipt.key"), `${origin}/receipt`, random),
    issuer: await issuerOf(file("issuer.key"), issuerName(origin), random),
    ring,
    provider: ring.provider,
    signerState: fileSignerState(signerFile),
  };
}
