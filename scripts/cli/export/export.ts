/** `counterfoil export verify`: the exit code is the verdict's. */
import { stat } from "node:fs/promises";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import { checkExport, type ExportVerdict } from "../../../api/rights/export/bundle/check.ts";
import { type Fault, fault, Unreadable } from "../../../api/rights/export/bundle/fault.ts";
import { EXIT_CODES } from "../../../portal/verify/verdict.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { findPolicy } from "../policy-file.ts";
import { defaultPolicyFile, rpcUrl } from "../settings.ts";
import { openFolder } from "./folder.ts";
import { printExport } from "./report.ts";
import { type OpenedFiles, openZip } from "./zip-file.ts";

export interface ExportCommand {
  readonly policy?: string;
  readonly rpc?: string;
  readonly json?: boolean;
}

export async function exportCommand(
  context: Context,
  words: readonly string[],
  options: ExportCommand,
): Promise<number> {
  const { env, m, terminal, clock } = context;
  const [what = "", file] = words;
  if (what !== "verify") throw new CliError(EXIT.usage, m.export.unknown(visible(what)));
  if (file === undefined) throw new CliError(EXIT.usage, m.export.which);
  const ask = createChainReader(rpcUrl(options.rpc, env, m));
  const policy = await findPolicy(context, options.policy);
  const opened = await openExport(context, file);
  let verdict: ExportVerdict;
  try {
    verdict =
      "paths" in opened
        ? await checkExport({ ...opened, policy, ask, now: clock.now() })
        : invalid(opened);
  } finally {
    if ("paths" in opened) await opened.close();
  }
  if (options.json) await terminal.out(`${visibleJson(verdict)}\n`);
  else {
    await printExport(context, verdict);
    if (policy === null) await terminal.err(`${m.verify.noPolicy(defaultPolicyFile(env))}\n`);
  }
  return verdict.exitCode;
}

/** What cannot be opened at all, and why it is no export. */
async function openExport({ m }: Context, file: string): Promise<OpenedFiles | Fault> {
  try {
    return (await stat(file)).isDirectory() ? await openFolder(file) : await openZip(file);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw new CliError(EXIT.usage, m.errors.unreadable(file));
    return fault(error.path === "" ? file : error.path, "unreadable", { reason: error.reason });
  }
}

const invalid = (found: Fault): ExportVerdict => ({
  ...{ word: "INVALID", exitCode: EXIT_CODES.INVALID, faults: [found], manifest: null },
  ...{ evidence: [], events: 0, gone: 0, kinds: [], withheld: [] },
});
