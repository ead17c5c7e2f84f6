/** The keys directory: files that are made once, readable by their owner only, and read strictly ever after. */
import { chmod, mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { exists, parseToken, readOrCreate, readPrivate } from "../core/private-files.ts";
import type { Random } from "../core/random.ts";
import { generateNoteSigner, loadNoteSigner, type NoteSigner } from "../log/keys.ts";
import { createSignerFile, fileSignerState } from "../log/signer-file.ts";
import { newSignerRecord, type SignerState } from "../log/signer-state.ts";
import { type KeyProvider, newRootKey, parseRootKey } from "../vault/key-provider.ts";
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
  readonly provider: KeyProvider;
  readonly signerState: SignerState;
}

async function noteSigner(file: string, name: string, random: Random): Promise<NoteSigner> {
  const text = await readOrCreate(file, () => `${generateNoteSigner(name, random)}\n`);
  const signer = loadNoteSigner(text.trimEnd(), `COUNTERFOIL_KEYS/${basename(file)}`);
  if (signer.name !== name) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  return signer;
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
  const rootKey = await readOrCreate(file("root.key"), () => newRootKey(random));
  const signerFile = file("signer-state.json");
  if (fresh && !(await exists(signerFile)))
    await createSignerFile(signerFile, newSignerRecord(random));
  return {
    logSigner: await noteSigner(file("log.key"), origin, random),
    receiptSigner: await noteSigner(file("receipt.key"), `${origin}/receipt`, random),
    provider: parseRootKey(rootKey, random),
    signerState: fileSignerState(signerFile),
  };
}

export interface Tokens {
  readonly token: string;
  readonly auditorToken: string;
  readonly metricsToken: string;
  readonly tokenFile: string;
}

type TokenFiles = Pick<
  Config,
  "tokenFile" | "auditorTokenFile" | "metricsTokenFile" | "keysDirectory"
>;

/**
 * What opens the ledger, what opens its entries to auditors, and what opens its metrics.
 *
 * @throws Refusal `invalid_setting`, also if one token would open two doors
 */
export async function loadTokens(config: TokenFiles, random: Random): Promise<Tokens> {
  const { keysDirectory } = config;
  const { token, file } = await loadToken(config.tokenFile, keysDirectory, random);
  const auditorToken = await loadAuditorToken(config.auditorTokenFile, keysDirectory, random);
  assertOther(auditorToken, [token], AUDITOR_TOKEN_FILE);
  const metricsToken = await loadMetricsToken(config.metricsTokenFile, keysDirectory, random);
  assertOther(metricsToken, [token, auditorToken], METRICS_TOKEN_FILE);
  return { token, auditorToken, metricsToken, tokenFile: file };
}

const AUDITOR_TOKEN_FILE = "COUNTERFOIL_AUDITOR_TOKEN_FILE";
const METRICS_TOKEN_FILE = "COUNTERFOIL_METRICS_TOKEN_FILE";

function assertOther(token: string, taken: readonly string[], setting: string): void {
  if (taken.includes(token))
    throw new Refusal("invalid_setting", { setting, problem: "same_token" });
}

/** Where the auditors' token is. */
export const auditorTokenFile = ({
  auditorTokenFile: configured,
  keysDirectory,
}: Pick<Config, "auditorTokenFile" | "keysDirectory">): string =>
  configured ?? join(keysDirectory, "auditor-token");

/** The bearer token: out of the configured file, which must be its owner's alone, or generated into the keys directory. */
export function loadToken(
  configured: string | null,
  directory: string,
  random: Random,
): Promise<{ token: string; file: string }> {
  const file = configured ?? join(directory, "token");
  return tokenIn(file, configured !== null, "COUNTERFOIL_TOKEN_FILE", random);
}

/** What opens the entry bundles to auditors, likewise. */
export async function loadAuditorToken(
  configured: string | null,
  directory: string,
  random: Random,
): Promise<string> {
  const file = auditorTokenFile({ auditorTokenFile: configured, keysDirectory: directory });
  return (await tokenIn(file, configured !== null, AUDITOR_TOKEN_FILE, random)).token;
}

/** What opens the metrics to whoever watches the ledger, likewise. */
export async function loadMetricsToken(
  configured: string | null,
  directory: string,
  random: Random,
): Promise<string> {
  const file = configured ?? join(directory, "metrics-token");
  return (await tokenIn(file, configured !== null, METRICS_TOKEN_FILE, random)).token;
}

async function tokenIn(
  file: string,
  configured: boolean,
  setting: string,
  random: Random,
): Promise<{ token: string; file: string }> {
  const text = configured
    ? await readPrivate(file, setting)
    : await readOrCreate(file, () => `${random.bytes(32).toString("base64url")}\n`);
  return { token: parseToken(text, setting), file };
}
