/** The auditor's process, put together. What is started is stopped again, in the opposite order, also when a start fails. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { VerifierKey } from "../../portal/verify/note.ts";
import { parseVkey } from "../../portal/verify/note.ts";
import { type Policy, policyOrigin } from "../../portal/verify/policy.ts";
import { createAnchorFollower } from "../anchor/follower.ts";
import { type Auditor, type AuditorEvents, openAuditor } from "../auditor/auditor.ts";
import { createHttpSource } from "../auditor/http-source.ts";
import { loadOrCreateAuditorKeys, needsKeys, openCosigned } from "../auditor/keys.ts";
import { createAuditorApp } from "../auditor/routes.ts";
import { createWitness, maySignUnder } from "../auditor/witness.ts";
import { systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/random.ts";
import { holdExclusively } from "../store/sqlite/exclusive.ts";
import { assertAuditors, openFollowedState } from "./auditor-state.ts";
import { listen } from "./listen.ts";
import { type Undo, unwind } from "./stored.ts";

export interface AuditorSettings {
  /** Of the ledger that is followed. */
  readonly ledgerUrl: string;
  readonly policy: Policy;
  /** Holds `keys/`, `state/` and `refusals/`. */
  readonly directory: string;
  /** Opens the ledger's entry bundles. */
  readonly token: string;
  /** Null: no chain is asked. */
  readonly rpcUrl: string | null;
  /** Of the auditor's key; needed the first time. */
  readonly name: string | null;
  /** Logs beside this one that the witness knows. */
  readonly witnessFor: readonly VerifierKey[];
  readonly graceMs: number;
  /** Who has not looked for longer than that does not know what was in between. */
  readonly gapMs: number;
}

export interface AuditorReports extends AuditorEvents {
  /** Entries that are here, while many are taken. */
  readonly onProgress: (entries: number) => void;
  /** Entries that the log serves. */
  readonly onServed: (entries: number) => void;
  readonly onBug: (error: unknown) => void;
}

export interface RunningAuditor extends Auditor {
  readonly vkeys: { readonly auditor: string; readonly witness: string };
  /** Begins to serve; the address. */
  serve(host: string, port: number): Promise<string>;
  /** Ends what is under way. The state is whole wherever it ends. */
  close(): Promise<void>;
}

/** Nobody has anything long to say to an auditor. */
const REQUEST_MILLISECONDS = 30_000;

/** @throws Refusal `invalid_setting`, `in_use`, `wrong_ledger`, `unknown_schema`, `damaged` */
export async function startAuditor(
  settings: AuditorSettings,
  reports: AuditorReports,
): Promise<RunningAuditor> {
  const undo: Undo = [];
  const close = (): Promise<void> => unwind(undo);
  try {
    return await assemble(settings, reports, undo, close);
  } catch (error) {
    await close().catch(reports.onBug);
    throw error;
  }
}

async function assemble(
  settings: AuditorSettings,
  reports: AuditorReports,
  undo: Undo,
  close: () => Promise<void>,
): Promise<RunningAuditor> {
  const { policy, directory, rpcUrl, graceMs, gapMs, ledgerUrl: url, token } = settings;
  const origin = policyOrigin(policy);
  const clock = systemClock;
  const keysDirectory = join(directory, "keys");
  await assertAuditors(directory);
  await needsKeys(keysDirectory, settings.name);
  await mkdir(keysDirectory, { recursive: true, mode: 0o700 });
  // Two processes with one key could cosign two histories.
  const release = holdExclusively(join(keysDirectory, "cosigned"), "keys");
  undo.push(async () => release());
  const keys = await loadOrCreateAuditorKeys(keysDirectory, settings.name, systemRandom());
  const cosigned = openCosigned(keysDirectory);
  for (const memory of [cosigned.auditor, cosigned.witness]) await memory.get(origin);

  const state = await openFollowedState(directory, policy, reports.onProgress, undo);
  const { store, memory, replica } = state;
  const stop = new AbortController();
  const auditor = await openAuditor({
    ...{ policy, store, replica, memory, clock, graceMs, gapMs },
    source: createHttpSource({ url, token, stop: stop.signal }),
    chain: rpcUrl === null ? null : createAnchorFollower(rpcUrl, policy),
    cosigned: cosigned.auditor,
    signer: keys.auditor,
    refusals: { directory: join(directory, "refusals"), policy, vkey: keys.auditor.vkey },
    ...{ onRefusing: reports.onRefusing, onServed: reports.onServed },
    onRound(outcome) {
      // What was cut off came to nothing that is worth telling.
      if (!stop.signal.aborted || outcome.state === "ok") reports.onRound(outcome);
    },
  });
  undo.push(async () => {
    stop.abort();
    await auditor.idle();
  });
  const ofLog = policy.keys.filter(({ role }) => role === "log").map(({ vkey }) => parseVkey(vkey));
  const witness = createWitness({
    ...{ signer: keys.witness, cosigned: cosigned.witness, clock },
    keys: [...ofLog, ...settings.witnessFor],
    maySign: maySignUnder(policy),
    onClockBehind: () =>
      reports.onBug(new Error("the witness's last signature is dated after now")),
    onSigned: (note) => void auditor.show(note).catch(reports.onBug),
    isRefused: (asked) => asked === origin && auditor.isRefusing(),
  });
  const vkeys = { auditor: keys.auditor.vkey, witness: keys.witness.vkey };
  const app = createAuditorApp({
    ...{ vkeys, origin, auditor, memory, witness, onBug: reports.onBug },
    published: { store, read: replica.read, policy },
  });
  return {
    ...auditor,
    vkeys,
    run(intervalMs, until) {
      // What is asked for is not waited for then.
      until.addEventListener("abort", () => stop.abort(), { once: true });
      return auditor.run(intervalMs, until);
    },
    async serve(host, port) {
      const server = await listen(app.fetch, host, port, { request: REQUEST_MILLISECONDS });
      undo.push(() => server.stop());
      return server.url;
    },
    close,
  };
}
