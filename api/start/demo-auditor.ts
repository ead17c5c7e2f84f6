/**
 * The auditor of the demonstration: a real one (`counterfoil auditor`), in a process of its own and with keys of its own, but run by the same operator as
 * the ledger. It shows how an auditor works, and proves nothing against whoever runs both.
 */
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LedgerId } from "../../portal/verify/brands.ts";
import { parseCosignerVkey } from "../../portal/verify/note.ts";
import { loadOrCreateAuditorKeys } from "../auditor/keys.ts";
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import { writeDurably } from "../core/files.ts";
import type { Random } from "../core/random.ts";
import type { Cosigner } from "../cosign/cosigners.ts";
import { type KeptChild, keepChild } from "./kept-child.ts";
import {
  DEMO_AUDITOR,
  DEMO_AUDITOR_FILES,
  DEMO_AUDITOR_MARK,
  DEMO_AUDITOR_PARTS,
} from "./own-files.ts";

const COMMAND = fileURLToPath(new URL("../../scripts/counterfoil.ts", import.meta.url));
/** From one look at the ledger to the next. */
const INTERVAL_SECONDS = "1";

export interface DemoAuditorPlace {
  readonly ledgerUrl: string;
  readonly rpcUrl: string;
  readonly policyFile: string;
  /** With the auditor's key. */
  readonly tokenFile: string;
  readonly clock: Clock;
  /** A line that it wrote on standard error: it refuses, or something is wrong. */
  readonly onWarning: (line: string) => void;
  /** It has ended by itself, and is started again. */
  readonly onEnded: (code: number | null) => void;
}

export interface DemoAuditor extends Pick<Cosigner, "kind" | "vkey" | "key"> {
  /** Where it serves; `null` while it does not. */
  url(): string | null;
  start(place: DemoAuditorPlace): void;
  /** Resolves when it serves; or after so long, or when it is stopped, without that. */
  untilServing(mostMs: number): Promise<void>;
  stop(): Promise<void>;
}

type Wanted = Pick<Config, "demoAuditor" | "demoAuditorDirectory">;

/**
 * Its keys, made where they are missing. What lies there of another ledger's is put aside: an auditor is of one log for ever.
 *
 * @returns `null` if the operator wants none
 * @throws Refusal `invalid_setting` if something else lies in the directory, or a key cannot be used
 */
export async function openDemoAuditor(
  { demoAuditor, demoAuditorDirectory: directory }: Wanted,
  ledgerId: LedgerId,
  random: Random,
): Promise<DemoAuditor | null> {
  if (!demoAuditor) return null;
  await takeDirectory(directory, ledgerId);
  const { vkey } = await keysIn(join(directory, "keys"), random);
  let child: KeptChild | null = null;
  let url: string | null = null;
  const waiting = new Set<() => void>();
  const goOn = (): void => {
    for (const waits of waiting) waits();
    waiting.clear();
  };
  return {
    kind: "auditor",
    vkey,
    key: parseCosignerVkey(vkey),
    url: () => url,
    start({ ledgerUrl, rpcUrl, policyFile, tokenFile, clock, onWarning, onEnded }) {
      const words = {
        ...{ ledger: ledgerUrl, rpc: rpcUrl, policy: policyFile, directory },
        ...{ "token-file": tokenFile, name: DEMO_AUDITOR, host: "127.0.0.1", port: "0" },
        ...{ interval: INTERVAL_SECONDS, lang: "en" },
      };
      child = keepChild({
        program: COMMAND,
        args: ["auditor", ...Object.entries(words).flatMap(([name, word]) => [`--${name}`, word])],
        clock,
        onWarning: (line) => {
          // How far it is when it has much to replay goes to standard error, too.
          if (!line.startsWith("replayed ")) onWarning(line);
        },
        onLine: (line) => {
          url = /^Serving at (http:\/\/127\.0\.0\.1:\d{1,5})$/.exec(line)?.[1] ?? url;
          if (url !== null) goOn();
        },
        onEnded: (code) => {
          url = null;
          onEnded(code);
        },
      });
    },
    untilServing: (mostMs) =>
      new Promise((resolve) => {
        if (child === null || url !== null) return resolve();
        const timer = setTimeout(resolve, mostMs);
        waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
    async stop() {
      goOn();
      await child?.stop();
      child = null;
      url = null;
    },
  };
}

function foreign(): Refusal {
  const setting = "COUNTERFOIL_DEMO_AUDITOR";
  return new Refusal("invalid_setting", { setting, problem: "not_empty" });
}

async function takeDirectory(directory: string, ledgerId: LedgerId): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const names = await readdir(directory);
  if (names.some((name) => !DEMO_AUDITOR_FILES.includes(name))) throw foreign();
  const mark = join(directory, DEMO_AUDITOR_MARK);
  const before = names.includes(DEMO_AUDITOR_MARK) ? (await readFile(mark, "utf8")).trim() : null;
  if (before === ledgerId) return;
  const left = DEMO_AUDITOR_PARTS.filter((part) => names.includes(part));
  // Without a mark nothing says that these are ours to move.
  if (before === null && left.length > 0) throw foreign();
  if (before !== null) await putAside(directory, before, left);
  await writeDurably(mark, `${ledgerId}\n`);
}

async function putAside(directory: string, of: string, parts: readonly string[]): Promise<void> {
  if (!/^0x[0-9a-f]{64}$/.test(of)) throw foreign();
  const aside = join(directory, "retired", of.slice(2));
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const part of parts) {
    await rm(join(aside, part), { recursive: true, force: true });
    await rename(join(directory, part), join(aside, part));
  }
}

async function keysIn(directory: string, random: Random): Promise<{ readonly vkey: string }> {
  try {
    return (await loadOrCreateAuditorKeys(directory, DEMO_AUDITOR, random)).auditor;
  } catch (error) {
    // It is somebody's auditor, of another name.
    if (isRefusal(error, "invalid_setting") && error.details.setting === "--name") throw foreign();
    throw error;
  }
}
