import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { NoSample } from "../../api/audit/quick/pick-anchor.ts";
import type { AuditReport } from "../../api/audit/report.ts";
import type { Clock } from "../../api/core/clock.ts";
import type { Config } from "../../api/core/config.ts";
import { visible } from "../../api/core/visible.ts";
import type { AuditCommand } from "./audit/audit.ts";
import type { AuditorCommand } from "./auditor/settings.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { chooseLanguage } from "./language.ts";
import { messagesIn } from "./messages.ts";
import { createProgram, type Run } from "./program.ts";
import type { StateCommand } from "./state/state.ts";
import type { Terminal } from "./terminal.ts";
import { describeUsageError, isUsageError } from "./usage.ts";

export interface World {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly clock: Clock;
}

/** Runs the command line; the exit code. Never rejects. */
export async function main(args: readonly string[], world: World): Promise<number> {
  const language = chooseLanguage(args, world.env);
  const context: Context = { ...world, language, m: messagesIn(language) };
  try {
    return await dispatch(args, context);
  } catch (error) {
    return report(error, context);
  }
}

async function dispatch(args: readonly string[], context: Context): Promise<number> {
  let code: number = EXIT.ok;
  let printed = "";
  const run: Run = async (name, words, options) => {
    code = await execute(name, words, options, context);
  };
  const program = createProgram(context, await version(), run);
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!isUsageError(error)) throw error;
    if (error.exitCode !== 0) {
      // `counterfoil` alone: commander shows the help as an error.
      if (error.code === "commander.help") await context.terminal.err(program.helpInformation());
      else await context.terminal.err(describeUsageError(error, context.m));
      return EXIT.usage;
    }
  }
  if (printed !== "") await context.terminal.out(printed);
  return code;
}

async function execute(
  name: string,
  words: readonly string[],
  options: object,
  context: Context,
): Promise<number> {
  const [first = ""] = words;
  switch (name) {
    case "verify":
      return (await import("./verify.ts")).verify(context, first, options);
    case "evidence":
      return (await import("./evidence.ts")).evidence(context, words[0], options);
    case "status":
      return (await import("./status.ts")).status(context, options);
    case "state":
      return (await import("./state/state.ts")).stateCommand(context, options as StateCommand);
    case "consent":
      return (await import("./consent/consent.ts")).consentCommand(context, words, options);
    case "compare":
      return (await import("./compare/compare.ts")).compareCommand(context, words, options);
    case "receipt":
      return (await import("./receipt/receipt.ts")).receiptCommand(context, first, options);
    case "audit":
      return auditOf(context, options);
    case "auditor":
      return (await import("./auditor/auditor.ts")).auditorCommand(
        context,
        options as AuditorCommand,
      );
    case "recover":
      return (await import("./recover/recover.ts")).recoverCommand(context, options);
    case "succeed":
      return (await import("./succeed/succeed.ts")).succeedCommand(context, options);
    case "agreement":
      return (await import("./agreement/agreement.ts")).agreementCommand(context, words, options);
    case "partner":
      return (await import("./partner/partner.ts")).partnerCommand(context, words, options);
    case "account":
      return (await import("./account/account.ts")).accountCommand(context, words, options);
    case "export":
      return (await import("./export/export.ts")).exportCommand(context, words, options);
    case "key":
      return (await import("./key/key.ts")).keyCommand(context, words, options);
    case "keys":
      return (await import("./keys/keys.ts")).keysCommand(context, words, options);
    default:
      return (await import("./import/import.ts")).importCommand(context, words, options);
  }
}

/** Of this machine's ledger, or of one that is only served. */
async function auditOf(context: Context, options: AuditCommand): Promise<number> {
  const { remote, quick } = options;
  if (quick !== undefined) {
    return (await import("./audit/quick.ts")).quickAuditCommand(
      context,
      { ...options, quick },
      noting(context, options, (await import("../../api/start/audit.ts")).auditQuickly),
    );
  }
  if (remote !== undefined) {
    return (await import("./audit/remote.ts")).remoteAuditCommand(
      context,
      { ...options, remote },
      (await import("../../api/start/remote-audit.ts")).auditRemoteLedger,
    );
  }
  return (await import("./audit/audit.ts")).auditCommand(
    context,
    options,
    noting(context, options, (await import("../../api/start/audit.ts")).auditLedger),
  );
}

/** An audit that is noted, so that the ledger records that it was run. */
function noting<Rest extends readonly unknown[], Report extends AuditReport | NoSample>(
  { terminal, m }: Context,
  { record = true }: AuditCommand,
  run: (config: Config, ...rest: Rest) => Promise<Report>,
) {
  return async (config: Config, ...rest: Rest): Promise<Report> => {
    const report = await run(config, ...rest);
    const { isNoSample } = await import("../../api/audit/quick/pick-anchor.ts");
    if (!record || isNoSample(report)) return report;
    const { noteAudit } = await import("../../api/start/audit-record.ts");
    if (noteAudit(config, report) === "unwritable") await terminal.err(`${m.audit.notNoted}\n`);
    return report;
  };
}

async function report(error: unknown, { terminal, m }: Context): Promise<number> {
  if (error instanceof CliError) {
    await terminal.err(`${m.errors.prefix} ${visible(error.message)}\n`);
    return error.exitCode;
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await terminal.err(`${m.errors.prefix} ${m.errors.fault(what)}\n`);
  return EXIT.fault;
}

async function version(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
