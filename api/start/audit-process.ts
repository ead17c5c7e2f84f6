/** A program, started by audit-child.ts: one audit, told over the channel to its parent, its report in a file of its work directory. */
import { writeFile } from "node:fs/promises";
import { setPriority } from "node:os";
import { join } from "node:path";
import { reportJson } from "../audit/json.ts";
import { USUAL_SAMPLE } from "../audit/quick/missed.ts";
import { isNoSample } from "../audit/quick/pick-anchor.ts";
import type { Progress } from "../audit/steps.ts";
import { StoreFault } from "../store/fault.ts";
import { auditLedger, auditQuickly } from "./audit.ts";
import type { FromAudit, ToAudit } from "./audit-child.ts";

/** How often somebody is told how far it is. */
const TOLD_MS = 200;
/** Of the processor it takes what the server leaves. */
const NICE = 10;

const tell = (message: FromAudit): void => void process.send?.(message);

/** Tells now and then: an audit counts each row. */
function teller(): (progress: Progress) => void {
  let told = Number.NEGATIVE_INFINITY;
  return ({ step, share, parts }) => {
    const now = performance.now();
    if (now - told < TOLD_MS) return;
    told = now;
    tell({ progress: { step, share, parts: parts() } });
  };
}

async function run({ place, rpcUrl, mode, directory }: ToAudit): Promise<FromAudit> {
  const request = { offline: false, rpcUrl, policy: null, directory, keep: null };
  const asked = { ...request, onProgress: teller() };
  const made =
    mode === "full"
      ? await auditLedger(place, asked)
      : await auditQuickly(place, asked, USUAL_SAMPLE);
  if (isNoSample(made)) {
    if (made.why === "left_out") return { fault: "the chain was left out" };
    return { failure: made.why };
  }
  const file = join(directory, "report.json");
  await writeFile(file, reportJson(made), { mode: 0o600 });
  return { file };
}

/** A file that cannot even be opened as a database is the ledger's damage, and no fault of this program. */
const isUnopened = (error: unknown): boolean =>
  error instanceof StoreFault &&
  error.code.startsWith("SQLITE_") &&
  !/^SQLITE_(BUSY|LOCKED|CANTOPEN)/.test(error.code);

function politely(): void {
  try {
    setPriority(NICE);
  } catch {
    // Where it cannot be set it is as it is.
  }
}

async function told(message: ToAudit): Promise<FromAudit> {
  try {
    return await run(message);
  } catch (error) {
    if (isUnopened(error)) return { failure: "unopened" };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

// What is loaded before this program keeps the channel from holding it; until it is told what to do, it must.
process.channel?.ref();
process.once("message", async (message: ToAudit) => {
  politely();
  const end = await told(message);
  process.send?.(end, () => process.exit());
});
