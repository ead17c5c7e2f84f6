import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { AUDIT_EXIT, auditExitCode } from "../../../api/audit/conclude.ts";
import { reportJson } from "../../../api/audit/json.ts";
import { htmlReport } from "../../../api/audit/render/html/page.ts";
import type { AuditReport } from "../../../api/audit/report.ts";
import type { FoundState } from "../../../api/audit/resume/journal.ts";
import { type Config, readConfig } from "../../../api/core/config.ts";
import type { AuditRequest } from "../../../api/start/audit.ts";
import { StoreFault } from "../../../api/store/fault.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { findPolicy } from "../policy-file.ts";
import { httpUrl } from "../settings.ts";
import { showProgress } from "./progress.ts";
import { assertReportFile } from "./report-file.ts";
import { textReport } from "./text.ts";
import { withKeptDirectory, withWorkDirectory } from "./work.ts";

export interface AuditCommand {
  readonly offline?: boolean;
  readonly rpc?: string;
  readonly policy?: string;
  readonly json?: string;
  readonly html?: string;
  readonly work?: string;
  /** How many entries; `true`: as many as usual. */
  readonly quick?: string | true;
  readonly remote?: string;
  readonly tokenFile?: string;
  readonly directory?: string;
  /** `false`: the ledger does not record that it was run. */
  readonly record?: boolean;
}

export type RunAudit = (config: Config, request: AuditRequest) => Promise<AuditReport>;

/** `counterfoil audit`: 0 clean, 30 damaged, 20 clean but the chain did not answer. */
export async function auditCommand(
  context: Context,
  options: AuditCommand,
  run: RunAudit,
): Promise<number> {
  const asked = await requestOf(context, options);
  const config = configOf(context);
  await assertReportFiles(context, config, options);
  const progress = showProgress(context);
  const watched = { ...context, progress };
  const audit = (directory: string, keep: AuditRequest["keep"]): Promise<AuditReport> =>
    run(config, { ...asked, directory, keep, onProgress: progress.tell });
  const { work } = options;
  let found: FoundState | null = null;
  const onFound = (state: FoundState): void => {
    found = state;
  };
  let report: AuditReport;
  try {
    report = await (work === undefined
      ? withWorkDirectory(watched, undefined, (directory) => audit(directory, null))
      : withKeptDirectory(watched, work, (directory, kept) =>
          audit(directory, { directory: kept, onFound }),
        ));
  } catch (error) {
    throw whyNot(error, context);
  } finally {
    progress.stop();
    await sayFound(context, found);
  }
  return handOut(context, options, report);
}

/** What was taken over stands in the report. */
async function sayFound({ terminal, m }: Context, found: FoundState | null): Promise<void> {
  if (found !== null && found !== "taken") await terminal.err(`${m.audit.unused[found]}\n`);
}

/** Prints a report, writes what was asked for, and answers the exit code. */
export async function handOut(
  context: Context,
  options: Pick<AuditCommand, "json" | "html">,
  report: AuditReport,
): Promise<number> {
  const { terminal, language, m } = context;
  const json = `${reportJson(report)}\n`;
  const forProgram = options.json === "-";
  await terminal.out(forProgram ? json : textReport(terminal, report, language));
  const written: string[] = [];
  if (options.json !== undefined && !forProgram) {
    written.push(await write(context, options.json, json));
  }
  if (options.html !== undefined) {
    written.push(await write(context, options.html, htmlReport(report, language)));
  }
  const said = written.map((file) => `${m.audit.written(file)}\n`).join("");
  if (said !== "" && forProgram) await terminal.err(said);
  else if (said !== "") await terminal.out(`\n${said}`);
  return auditExitCode(report);
}

/** @throws CliError where one of the reports must not, or cannot, be written */
export async function assertReportFiles(
  context: Context,
  config: Config,
  options: Pick<AuditCommand, "json" | "html">,
): Promise<void> {
  for (const form of ["json", "html"] as const) {
    const file = options[form];
    if (file === undefined || (form === "json" && file === "-")) continue;
    await assertReportFile(context, config, form, file);
  }
}

export function configOf(context: Context): Config {
  try {
    return readConfig(context.env);
  } catch (error) {
    throw explained(error, context);
  }
}

/** What is asked of an audit of this machine's ledger. */
export async function requestOf(
  context: Context,
  options: AuditCommand,
): Promise<Omit<AuditRequest, "onProgress" | "directory" | "keep">> {
  const { m } = context;
  const { rpc, offline, policy } = options;
  assertTwoFiles(context, options);
  for (const [option, given] of [
    ["--token-file", options.tokenFile],
    ["--directory", options.directory],
  ] as const) {
    if (given !== undefined) throw new CliError(EXIT.usage, m.audit.remote.onlyRemote(option));
  }
  return {
    offline: offline === true,
    rpcUrl: rpc === undefined ? null : httpUrl(rpc, m),
    policy: policy === undefined ? null : await findPolicy(context, policy),
  };
}

/** @throws CliError if both reports would be written to one file */
export function assertTwoFiles(
  { m }: Context,
  { json, html }: Pick<AuditCommand, "json" | "html">,
): void {
  if (json !== undefined && html !== undefined && resolve(json) === resolve(html)) {
    throw new CliError(EXIT.usage, m.audit.sameFile);
  }
}

/** A file that cannot even be opened as a database is the ledger's damage, and not a fault of this program. */
export function whyNot(error: unknown, context: Context): unknown {
  if (!(error instanceof StoreFault) || !error.code.startsWith("SQLITE_")) {
    return explained(error, context);
  }
  const isBusy = /^SQLITE_(BUSY|LOCKED|CANTOPEN)/.test(error.code);
  return new CliError(
    isBusy ? EXIT.fault : AUDIT_EXIT.damaged,
    context.m.audit.unopened(error.code),
  );
}

/** A report names what is wrong with a ledger: it is for its owner. */
async function write({ m }: Context, file: string, text: string): Promise<string> {
  try {
    await writeFile(file, text, { mode: 0o600 });
    return file;
  } catch {
    throw new CliError(EXIT.fault, m.errors.unwritable(file));
  }
}
