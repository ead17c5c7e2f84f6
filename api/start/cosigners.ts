/** Who is asked for cosignatures: who stands in the operator's file, and the auditor of the demonstration. */
import type { LedgerId } from "../../portal/verify/brands.ts";
import { readFileAtMost } from "../core/at-most.ts";
import type { Config } from "../core/config.ts";
import { Refusal } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { visible } from "../core/visible.ts";
import {
  AUDITORS_SETTING,
  type Cosigner,
  MOST_FILE_BYTES,
  parseCosigners,
} from "../cosign/cosigners.ts";
import { type Cosigning, type CosigningOptions, startCosigning } from "../cosign/cosigning.ts";
import { EMBEDDED_COSIGN_TIMES, PUBLIC_COSIGN_TIMES } from "../cosign/worker.ts";
import type { Witness } from "../ledger/cosigned.ts";
import { type DemoAuditorPlace, openDemoAuditor } from "./demo-auditor.ts";

/** A start waits no longer for its address. It takes a second or two. */
const DEMO_SERVING_MS = 10_000;

export interface Cosigners {
  /** Keys of auditors: for the policy. */
  readonly auditors: readonly string[];
  readonly witnesses: readonly Witness[];
  /** Starts the auditor of the demonstration, if there is one, and asks all. */
  start(options: StartOptions): RunningCosigners;
}

export type StartOptions = Omit<CosigningOptions, "cosigners" | "times" | "limits"> & {
  /** `null`: there is none. */
  readonly demo: Omit<DemoAuditorPlace, "clock" | "onWarning" | "onEnded"> | null;
};

export interface RunningCosigners extends Cosigning {
  /** The auditor of the demonstration, and where it serves (`url` is `null` while it does not); `null`: there is none. */
  demo(): { readonly name: string; readonly url: string | null } | null;
  /** Resolves when it serves, so that its address can be told; where there is none, at once; where it does not, after a while all the same. */
  demoServing(): Promise<void>;
}

/** Those in the operator's file. @throws Refusal `invalid_setting` */
export async function loadCosigners({
  auditorsFile,
}: Pick<Config, "auditorsFile">): Promise<readonly Cosigner[]> {
  return auditorsFile === null ? [] : parseCosigners(await read(auditorsFile));
}

async function read(file: string): Promise<Uint8Array> {
  const bytes = await readFileAtMost(file, MOST_FILE_BYTES).catch(() => null);
  if (bytes !== null) return bytes;
  throw new Refusal("invalid_setting", { setting: AUDITORS_SETTING, problem: "unreadable_file" });
}

/** @throws Refusal `invalid_setting` for a directory of the demonstration's auditor that cannot be used */
export async function openCosigners(
  config: Config,
  named: readonly Cosigner[],
  ledgerId: LedgerId,
  random: Random,
): Promise<Cosigners> {
  const opened = await openDemoAuditor(config, ledgerId, random);
  // Somebody wrote it into the file: there it is asked already.
  const demo = named.some(({ vkey }) => vkey === opened?.vkey) ? null : opened;
  const placed = named.map(({ url, ...cosigner }) => ({ ...cosigner, url: () => url }));
  const all = [...placed, ...(demo === null ? [] : [demo])];
  return {
    auditors: all.filter(({ kind }) => kind === "auditor").map(({ vkey }) => vkey),
    witnesses: named.filter(({ kind }) => kind === "witness"),
    start({ demo: place, ...options }) {
      const { clock, log } = options;
      const onEnded = (code: number | null): void =>
        log.warn({ code }, "the auditor of the demonstration has ended; it is started again");
      const onWarning = (said: string): void =>
        log.warn({ said: visible(said) }, "the auditor of the demonstration says");
      if (place !== null) opened?.start({ ...place, clock, onWarning, onEnded });
      const isEmbedded = config.chain.mode === "embedded";
      const times = isEmbedded ? EMBEDDED_COSIGN_TIMES : PUBLIC_COSIGN_TIMES;
      const cosigning = startCosigning({ ...options, cosigners: all, times });
      return {
        ...cosigning,
        demo: () => (opened === null ? null : { name: opened.key.name, url: opened.url() }),
        demoServing: async () => opened?.untilServing(DEMO_SERVING_MS),
        async stop() {
          await Promise.all([cosigning.stop(), opened?.stop()]);
        },
      };
    },
  };
}
