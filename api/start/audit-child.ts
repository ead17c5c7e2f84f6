/**
 * An audit that people have the server run: in a process of its own (audit-process.ts), so that neither its work nor its memory is the server's. It reads the files as the
 * command line's does, and ends with the server, however that ends (ends-with-parent.ts).
 */
import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseReport } from "../audit/json.ts";
import type { RunFailure, RunMode, RunProgress } from "../audit/runs/run.ts";
import type { AuditEnd, StartAudit } from "../audit/runs/runs.ts";
import { childEnvironment } from "../core/child-environment.ts";
import type { AuditedPlace } from "./audit.ts";

const PROGRAM = fileURLToPath(new URL("./audit-process.ts", import.meta.url));
const ENDS_WITH_PARENT = new URL("./ends-with-parent.ts", import.meta.url).href;

/** What the process is told: nothing but where the ledger lies; no password is among it. */
export interface ToAudit {
  readonly place: AuditedPlace;
  readonly rpcUrl: string;
  readonly mode: RunMode;
  readonly directory: string;
}

/** `file`: where its report is. `fault`: what a bug says of itself. */
export type FromAudit =
  | { readonly progress: RunProgress }
  | { readonly file: string }
  | { readonly fault: string }
  | { readonly failure: Exclude<RunFailure, "interrupted" | "fault"> };

/** Of what it says when it fails. */
const MOST_SAID = 8_192;
/** Whoever does not end when asked is ended. */
const GRACE_MS = 2_000;

/** @param rpcUrl the node that the server itself asks */
export function auditChild(place: AuditedPlace, rpcUrl: string): StartAudit {
  const { dataDirectory, keysDirectory, copyDirectory, origin, chain } = place;
  const told = { dataDirectory, keysDirectory, copyDirectory, origin, chain };
  return ({ mode, directory, onProgress }) => {
    const child = fork(PROGRAM, [], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--import", ENDS_WITH_PARENT],
      env: childEnvironment(),
    });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (part: string) => {
      said = (said + part).slice(-MOST_SAID);
    });
    let end: FromAudit | null = null;
    child.on("message", (message: FromAudit) => {
      if ("progress" in message) onProgress(message.progress);
      else end = message;
    });
    const gone = goneOf(child);
    child.send({ place: told, rpcUrl, mode, directory } satisfies ToAudit, () => {
      // That it could not be told shows by its end.
    });
    return {
      end: gone.then((): Promise<AuditEnd> => ended(end, said)),
      async cancel() {
        child.kill("SIGTERM");
        const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
        await gone;
        clearTimeout(force);
      },
    };
  };
}

const goneOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });

async function ended(end: FromAudit | null, said: string): Promise<AuditEnd> {
  if (end === null || "progress" in end) throw new Error(`the process of an audit ended: ${said}`);
  if ("fault" in end) throw new Error(`an audit failed: ${end.fault}`);
  if ("failure" in end) return end;
  const bytes = await readFile(end.file);
  return { report: parseReport(bytes) };
}
