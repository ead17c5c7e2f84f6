/** `counterfoil audit`: what lies on this machine, opened for reading only, beside its server or without one. */

import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Policy } from "../../portal/verify/policy.ts";
import { openAuditChain } from "../anchor/audit-chain.ts";
import { runAudit } from "../audit/audit.ts";
import type { FoundSigner } from "../audit/log/signer.ts";
import type { AuditOptions } from "../audit/options.ts";
import { PIECE } from "../audit/parts/records-part.ts";
import { runQuickAudit } from "../audit/quick/audit.ts";
import type { NoSample } from "../audit/quick/pick-anchor.ts";
import type { AuditReport } from "../audit/report.ts";
import type { FoundState } from "../audit/resume/journal.ts";
import type { Progress } from "../audit/steps.ts";
import { systemClock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import { exists, readPrivate } from "../core/private-files.ts";
import { systemRandom } from "../core/random.ts";
import { loadNoteSigner, type NoteSigner } from "../log/keys.ts";
import { parseSignerRecord } from "../log/signer-state.ts";
import { following } from "../vault/root-files.ts";
import { policyFile } from "./policy.ts";
import { nextNumber, retiredIn } from "./succession/keys.ts";

/** What of the settings says where a ledger lies, and which one it is. */
export type AuditedPlace = Pick<
  Config,
  "dataDirectory" | "keysDirectory" | "copyDirectory" | "origin" | "chain"
>;

export interface AuditRequest {
  /** The chain is not asked. */
  readonly offline: boolean;
  /** A node to ask; `null`: that of the settings. */
  readonly rpcUrl: string | null;
  /** What the auditor pinned; `null`: what the ledger says of itself. */
  readonly policy: Policy | null;
  /** Where what does not fit into memory is written: pseudonyms, so it is its owner's alone. Whoever made it removes it. */
  readonly directory: string;
  /** A directory where an audit that is interrupted leaves what it has done; whoever made it holds it against others meanwhile. `null`: nowhere. */
  readonly keep: {
    readonly directory: string;
    readonly onFound: (found: FoundState) => void;
  } | null;
  readonly onProgress: (progress: Progress) => void;
}

/** More threads than this read faster than most disks are read. */
const MOST_THREADS = 8;

/** How often an audit notes what it has done: so much is done again at the most. */
const KEEP_EVERY_MS = 10_000;

/** @throws Refusal `invalid_setting`, `wrong_ledger`; StoreFault where ledger or keys cannot be opened at all */
export async function auditLedger(
  config: AuditedPlace,
  request: AuditRequest,
): Promise<AuditReport> {
  const { keep } = request;
  const options = await optionsOf(config, request);
  if (keep === null) return runAudit(options);
  return runAudit({
    ...options,
    keep: { ...keep, everyMilliseconds: KEEP_EVERY_MS, piece: PIECE },
  });
}

/** @param count how many entries are drawn for each of two samples. @throws as {@link auditLedger} */
export async function auditQuickly(
  config: AuditedPlace,
  request: AuditRequest,
  count: number,
): Promise<AuditReport | NoSample> {
  return runQuickAudit(await optionsOf(config, request), count, systemRandom());
}

async function optionsOf(
  config: AuditedPlace,
  { offline, rpcUrl, policy, directory, onProgress }: AuditRequest,
): Promise<AuditOptions> {
  const { dataDirectory, keysDirectory, copyDirectory, origin, chain } = config;
  const files = {
    ledger: join(dataDirectory, "ledger.db"),
    map: join(dataDirectory, "map.db"),
    keys: join(keysDirectory, "keys.db"),
  };
  if (!(await exists(files.ledger))) {
    throw new Refusal("invalid_setting", { setting: "COUNTERFOIL_DATA", problem: "no_ledger" });
  }
  if (!(await exists(files.keys))) throw missingKey("keys.db");
  const rootKeyFile = join(keysDirectory, "root.key");
  await readKey(keysDirectory, "root.key");
  const logKey = await publicHalf(keysDirectory, "log.key");
  if (logKey.name !== origin) throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  const node =
    rpcUrl ?? (chain.mode === "remote" ? chain.rpcUrl : `http://127.0.0.1:${chain.port}`);
  return {
    ...{ files, copyDirectory, rootKeyFile, origin, logKey, directory, onProgress },
    provider: following(keysDirectory, systemRandom()),
    retired: await retiredKeys(keysDirectory),
    receiptKey: (await publicHalf(keysDirectory, "receipt.key")).vkey,
    signer: await readSigner(join(keysDirectory, "signer-state.json")),
    pinned: policy,
    policyFile: await textIn(policyFile(dataDirectory)),
    openChain: offline ? null : (place) => openAuditChain(node, place),
    embedded: chain.mode === "embedded",
    clock: systemClock,
    keep: null,
    threads: Math.min(MOST_THREADS, availableParallelism()),
  };
}

const missingKey = (name: string): Refusal =>
  new Refusal("invalid_setting", { setting: `COUNTERFOIL_KEYS/${name}`, problem: "missing_key" });

async function readKey(directory: string, name: string): Promise<string> {
  const file = join(directory, name);
  if (!(await exists(file))) throw missingKey(name);
  return readPrivate(file, `COUNTERFOIL_KEYS/${name}`);
}

type PublicHalf = Pick<NoteSigner, "name" | "vkey">;

async function publicHalf(directory: string, name: string): Promise<PublicHalf> {
  const text = await readKey(directory, name);
  const { name: origin, vkey } = loadNoteSigner(text.trimEnd(), `COUNTERFOIL_KEYS/${name}`);
  return { name: origin, vkey };
}

/** The log keys of the ledgers that this one succeeded. */
async function retiredKeys(keysDirectory: string): Promise<PublicHalf[]> {
  const keys: PublicHalf[] = [];
  const next = await nextNumber(keysDirectory);
  for (let number = 1; number < next; number++) {
    const directory = retiredIn(keysDirectory, number);
    if (await exists(join(directory, "log.key"))) keys.push(await publicHalf(directory, "log.key"));
  }
  return keys;
}

async function readSigner(file: string): Promise<FoundSigner> {
  const text = await textIn(file);
  if (text === null) return "missing";
  return parseSignerRecord(text) ?? "unreadable";
}

/** `null`: there is no such file, or none that can be read. */
const textIn = (file: string): Promise<string | null> => readFile(file, "utf8").catch(() => null);
