/** The demonstration: Northwind through the front door, a history of consents, all of it anchored, and evidence files to try. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { verifyCosignatures } from "../../portal/verify/cosignature.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { parseEvidence } from "../../portal/verify/evidence.ts";
import { parseNote } from "../../portal/verify/note.ts";
import { auditorKeysFor, type Policy } from "../../portal/verify/policy.ts";
import { loadDemo } from "../../scripts/import/demo.ts";
import type { Config } from "../core/config.ts";
import { Misbehaviour, Refusal } from "../core/errors.ts";
import { writeDurably } from "../core/files.ts";
import type { CosignerState, CosignerStatus } from "../cosign/status.ts";
import { ensureDemoAgreement } from "./demo-agreement.ts";
import { loadDemoConsents } from "./demo-consents/load.ts";
import { SHOWN, type Shown } from "./demo-evidence.ts";
import { ensureDemoRights } from "./demo-rights.ts";
import type { RunningServer } from "./running-server.ts";

export interface DemoProgress {
  /** Records stored, or found to be there already. */
  records(done: number): void;
  /** Events of consents, likewise. */
  consents(done: number): void;
  anchoring(): void;
  /** An auditor is waited for. */
  auditing(): void;
}

export interface Demo {
  /** Paths of the evidence files. */
  readonly files: readonly string[];
  /** Whether an auditor has cosigned what those about streams rest on. */
  readonly cosigned: boolean;
}

/** Evidence is made to be handed on. */
const READABLE = 0o644;
const DONE = "demo";
const TRIES = 120;
const PAUSE_MS = 250;
/** An auditor replays the demonstration in a second or two. It is waited for so often, and if it does not answer at all, less often. */
const AUDITOR_TRIES = 240;
const SILENT_TRIES = 40;

/**
 * Loads the demonstration if that has not been done, and makes its evidence files, again where an auditor has come since. An interrupted load is simply
 * begun again: nothing is stored twice.
 */
export async function ensureDemo(
  server: RunningServer,
  { dataDirectory, keysDirectory }: Pick<Config, "dataDirectory" | "keysDirectory">,
  progress: DemoProgress,
): Promise<Demo> {
  const { store } = server;
  const folder = join(dataDirectory, "evidence");
  const files = SHOWN.map(({ name }) => join(folder, `${name}.json`));
  const hasAuditor = server.cosigners().some(isAuditor);
  const made = (await store.meta(DONE)) !== null && (await allThere(files));
  const wasCosigned = made && (await isCosigned(files.at(-1)!, server.ledger.policy));
  if (made && (wasCosigned || !hasAuditor)) {
    await bindCustomer(server);
    await ensureDemoAgreement(server, keysDirectory);
    await ensureDemoRights(server);
    return { files, cosigned: wasCosigned };
  }
  if (server.demoKey === null) throw new Error("a demonstration without its key");
  const tally = await loadDemo({
    baseUrl: server.url,
    token: server.demoKey.secret,
    onProgress: (tally) => progress.records(tally.stored + tally.unchanged),
  });
  if (tally.refused > 0) throw new Error("the ledger refused some of its own demonstration");
  await bindCustomer(server);
  const { ledger, consents } = server;
  await loadDemoConsents({ ledger, consents, onProgress: progress.consents });
  await ensureDemoAgreement(server, keysDirectory);
  await ensureDemoRights(server);
  progress.anchoring();
  const size = await untilFinal(server);
  if (hasAuditor) progress.auditing();
  const cosigned = hasAuditor && (await untilCosigned(server, size));
  await mkdir(folder, { recursive: true });
  for (const [at, shown] of SHOWN.entries())
    await writeDurably(files[at]!, await evidenceFor(server, shown), READABLE);
  await store.setMeta(DONE, "northwind");
  return { files, cosigned };
}

/** Whom `customer@example.com` is. */
const CUSTOMER = { source: "northwind", externalNumber: "ANTON" };

async function bindCustomer({ ledger, demonstration, drain }: RunningServer): Promise<void> {
  if (demonstration === null) return;
  const [found] = await ledger.ensureSubjects([CUSTOMER]);
  await demonstration.bind(found!.subject);
  // On record before the checkpoint that is waited for: what came behind it would be anchored later.
  await drain();
}

/** Whether a file about a stream rests on an auditor whom the policy names now. */
async function isCosigned(file: string, policy: Policy): Promise<boolean> {
  try {
    const note = parseNote(parseEvidence(await readFile(file)).checkpoint);
    const keys = auditorKeysFor(policy, parseCheckpoint(note.text).size);
    return verifyCosignatures(note, keys).length > 0;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

const isAuditor = ({ kind }: CosignerStatus): boolean => kind === "auditor";

/** Waits, but not for ever: without a cosignature the files are true as well, only less is proven by them. */
async function untilCosigned(server: RunningServer, size: number): Promise<boolean> {
  for (let tries = 0; tries < AUDITOR_TRIES; tries++) {
    const auditors = server.cosigners().filter(isAuditor);
    if (auditors.some((one) => one.size >= size)) return true;
    const hopeless = tries < SILENT_TRIES ? NEVER : [...NEVER, ...SILENT];
    if (auditors.every(({ state }) => hopeless.includes(state))) return false;
    await pause();
  }
  return false;
}

/** An auditor in one of these states will not cosign. */
const NEVER: readonly CosignerState[] = ["refusing", "diverged"];
const SILENT: readonly CosignerState[] = ["unreachable", "failing"];

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

async function allThere(files: readonly string[]): Promise<boolean> {
  try {
    for (const file of files) await readFile(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * Anchored and final, or a refusal that says why not. Answers the final size. Waited for is the checkpoint behind all that was written, not any of that size:
 * the map of one that was sealed meanwhile is not over all of it.
 */
async function untilFinal(server: RunningServer): Promise<number> {
  await server.publish();
  const wanted = (await server.store.newestCheckpoint())?.size ?? 0;
  for (let tries = 0; tries < TRIES; tries++) {
    const { state, finalizedSize } = await server.publish();
    if (finalizedSize >= wanted) return finalizedSize;
    if (state === "diverged") throw new Misbehaviour("chain_diverged", { finalizedSize, wanted });
    await pause();
  }
  throw new Refusal("chain_unavailable", {});
}

async function evidenceFor(
  { ledger }: RunningServer,
  { customer, make }: Shown,
): Promise<Uint8Array> {
  const [found] = await ledger.ensureSubjects([{ source: "northwind", externalNumber: customer }]);
  return make(ledger, found!.subject);
}
