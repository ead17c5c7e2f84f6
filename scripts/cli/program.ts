import { Argument, Command, type Help, Option } from "commander";
import type { Context } from "./context.ts";

/** What each command does; loaded only when it is asked for, so that `--help` is quick. */
export type Run = (name: string, args: readonly string[], options: object) => Promise<void>;

const CLAIMS = ["record", "current", "history", "absent"];

/** The command line as commander understands it, in the context's language. Defaults are left to the commands. */
export function createProgram({ m }: Pick<Context, "m">, version: string, run: Run): Command {
  const { help } = m;
  const program = new Command("counterfoil").description(help.program);
  prepare(program, m).version(version, "-V, --version", help.version);

  const server = (command: Command, withToken: boolean): Command => {
    command.option("--server <url>", help.server);
    return withToken ? command.option("--token-file <file>", help.tokenFile) : command;
  };
  /** For what reads somebody's data. */
  const reading = (command: Command): Command =>
    server(command, true).option("--reason <text>", help.reason);
  const sub = (name: string, summary: string): Command =>
    prepare(program.command(name).summary(summary).description(summary), m);

  const theImport = sub("import", help.import.summary)
    .argument("<what>", help.import.what)
    .argument("[paths...]", help.import.paths)
    .option("--mapping <file>", help.import.mapping)
    .option("--dry-run", help.import.dryRun)
    .addHelpText("after", `\n${help.import.more}`);
  server(theImport, true).action((what: string, paths: string[], options: object) =>
    run("import", [what, ...paths], options),
  );

  sub("verify", help.verify.summary)
    .argument("<file>", help.verify.file)
    .option("--policy <file>", help.verify.policy)
    .option("--terms <file>", help.verify.terms)
    .option("--rpc <url>", help.verify.rpc)
    .option("--json", help.verify.json)
    .addHelpText("after", `\n${help.verify.exit}`)
    .action((file: string, options: object) => run("verify", [file], options));

  sub("compare", m.compare.summary)
    .argument("<a>", m.compare.files)
    .argument("<b>", m.compare.files)
    .option("--policy <file>", help.verify.policy)
    .option("--log <place>", m.compare.log)
    .option("--rpc <url>", m.compare.rpc)
    .option("-o, --out <file>", m.compare.out)
    .option("--json", m.compare.json)
    .addHelpText("after", `\n${m.compare.more}`)
    .action((a: string, b: string, options: object) => run("compare", [a, b], options));

  sub("receipt", m.receipt.summary)
    .argument("<file>", m.receipt.file)
    .option("--policy <file>", help.verify.policy)
    .option("--rpc <url>", help.verify.rpc)
    .option("--log <place>", m.receipt.log)
    .option("-o, --out <file>", m.receipt.out)
    .option("--json", m.receipt.json)
    .addHelpText("after", `\n${m.receipt.more}`)
    .action((file: string, options: object) => run("receipt", [file], options));

  const evidence = sub("evidence", help.evidence.summary)
    .addArgument(new Argument("[id]", help.evidence.id))
    .option("-o, --out <file>", help.evidence.out)
    .addOption(choice("--claim <what>", CLAIMS, help.evidence.claim))
    .option("--fields <names>", help.evidence.fields)
    .addOption(choice("--checkpoint <which>", ["final", "newest"], help.evidence.checkpoint))
    .option("--subject <id>", help.evidence.subject)
    .option("--stream <name>", help.evidence.stream)
    .option("--from <event>", help.evidence.from)
    .option("--at <time>", help.evidence.at)
    .option("--withhold <numbers>", help.evidence.withhold)
    .addHelpText("after", `\n${help.evidence.more}`);
  reading(evidence).action((id: string | undefined, options: object) =>
    run("evidence", id === undefined ? [] : [id], options),
  );

  const state = sub("state", m.state.summary)
    .requiredOption("--subject <id>", m.state.subject)
    .requiredOption("--stream <name>", m.state.stream)
    .option("--at <time>", m.state.at)
    .option("--json", m.state.json)
    .addHelpText("after", `\n${m.state.more}`);
  reading(state).action((options: object) => run("state", [], options));

  const consent = sub("consent", m.consent.summary)
    .argument("[subject]", m.consent.who)
    .argument("[purpose]", m.consent.purpose)
    .option("--source <name>", m.consent.source)
    .option("--number <number>", m.consent.number)
    .option("--at <time>", m.consent.at)
    .option("--json", m.consent.json)
    .addHelpText("after", `\n${m.consent.more}`);
  reading(consent).action((subject: string | undefined, purpose: string | undefined, options) =>
    run(
      "consent",
      [subject, purpose].filter((word) => word !== undefined),
      options,
    ),
  );

  const status = sub("status", help.status.summary)
    .option("--json", help.status.json)
    .addHelpText("after", `\n${help.status.exit}`);
  server(status, false).action((options: object) => run("status", [], options));

  sub("audit", m.audit.summary)
    .option("--offline", m.audit.offline)
    .option("--rpc <url>", m.audit.rpc)
    .option("--policy <file>", m.audit.policy)
    .option("--json <file>", m.audit.json)
    .option("--html <file>", m.audit.html)
    .option("--work <directory>", m.audit.work)
    .option("--quick [entries]", m.audit.quick.quick)
    .option("--no-record", m.audit.noRecord)
    .option("--remote <url>", m.audit.remote.remote)
    .option("--token-file <file>", m.audit.remote.tokenFile)
    .option("--directory <directory>", m.audit.remote.directory)
    .addHelpText("after", `\n${m.audit.more}\n${m.audit.quick.more}\n${m.audit.remote.more}`)
    .action((options: object) => run("audit", [], options));

  sub("auditor", m.auditor.summary)
    .requiredOption("--ledger <url>", m.auditor.ledger)
    .requiredOption("--policy <file>", m.auditor.policy)
    .requiredOption("--directory <directory>", m.auditor.directory)
    .requiredOption("--token-file <file>", m.auditor.tokenFile)
    .option("--rpc <url>", m.auditor.rpc)
    .option("--name <name>", m.auditor.name)
    .option("--host <address>", m.auditor.host)
    .option("--port <port>", m.auditor.port)
    .option("--interval <seconds>", m.auditor.interval)
    .option("--grace <seconds>", m.auditor.grace)
    .option("--witness-for <file>", m.auditor.witnessFor)
    .option("--once", m.auditor.once)
    .addHelpText("after", `\n${m.auditor.more}`)
    .action((options: object) => run("auditor", [], options));

  sub("key", m.key.summary)
    .argument("<what>", m.key.what)
    .argument("[id]", m.key.id)
    .option("--name <name>", m.key.name)
    .option("--role <role>", m.key.role)
    .option("--scope <scopes>", m.key.scope)
    .option("--organization <id>", m.key.organization)
    .option("--days <days>", m.key.days)
    .option("-o, --out <file>", m.key.out)
    .option("--json", m.key.json)
    .addHelpText("after", `\n${m.key.more}`)
    .action((what: string, id: string | undefined, options: object) =>
      run("key", id === undefined ? [what] : [what, id], options),
    );

  sub("keys", m.keys.summary)
    .argument("<what>", m.keys.what)
    .argument("[file]", m.keys.file)
    .option("--recipient <recipient>", m.keys.recipient, (one: string, all: string[] = []) => [
      ...all,
      one,
    ])
    .option("--passphrase-file <file>", m.keys.passphraseFile)
    .option("--destroyed <sha256>", m.keys.destroyedOption)
    .option("--identity <file>", m.keys.identityFile)
    .option("-o, --out <file>", m.keys.out)
    .option("--json", m.keys.json)
    .addHelpText("after", `\n${m.keys.more}`)
    .action((what: string, file: string | undefined, options: object) =>
      run("keys", file === undefined ? [what] : [what, file], options),
    );

  sub("account", m.account.summary)
    .argument("<what>", m.account.what)
    .argument("[who]", m.account.who)
    .option("--json", m.account.json)
    .addHelpText("after", `\n${m.account.more}`)
    .action((what: string, who: string | undefined, options: object) =>
      run("account", who === undefined ? [what] : [what, who], options),
    );

  sub("export", m.export.summary)
    .argument("<what>", m.export.what)
    .argument("[file]", m.export.file)
    .option("--policy <file>", help.verify.policy)
    .option("--rpc <url>", help.verify.rpc)
    .option("--json", help.verify.json)
    .addHelpText("after", `\n${m.export.more}`)
    .action((what: string, file: string | undefined, options: object) =>
      run("export", file === undefined ? [what] : [what, file], options),
    );

  sub("agreement", m.agreement.summary)
    .argument("<what>", m.agreement.what)
    .argument("[words...]", m.agreement.words)
    .option("--key-file <file>", m.agreement.keyFile)
    .option("--for <account>", m.agreement.forAccount)
    .option("--relay-key-file <file>", m.agreement.relayKeyFile)
    .option("--contract <address>", m.agreement.contract)
    .option("--salt <hex>", m.agreement.salt)
    .option("--at <time>", m.agreement.at)
    .option("--newest", m.agreement.newest)
    .option("--rpc <url>", m.agreement.rpc)
    .option("-o, --out <file>", m.agreement.out)
    .option("--terms <policy>", m.agreement.terms)
    .option("--max-fee <coin>", m.agreement.maxFee)
    .option("--max-gas <gas>", m.agreement.maxGas)
    .option("--yes", m.agreement.yes)
    .option("--json", m.agreement.json)
    .addHelpText("after", `\n${m.agreement.more}`)
    .action((what: string, words: string[], options: object) =>
      run("agreement", [what, ...words], options),
    );

  const partner = sub("partner", m.partner.summary)
    .argument("<what>", m.partner.what)
    .argument("[directories...]", m.partner.words)
    .option("--key-file <file>", m.partner.keyFile)
    .option("--name <name>", m.partner.name)
    .option("--server <url>", help.server)
    .option("--token-file <file>", m.partner.tokenFile)
    .option("--policy <file>", m.partner.policy)
    .option("--terms <policy>", m.partner.termsFile)
    .option("--rpc <url>", m.partner.rpc)
    .option("--agreement <id>", m.partner.agreement)
    .option("--purpose <purpose>", m.partner.purpose)
    .option("--format <format>", m.partner.format)
    .option("--most-behind <seconds>", m.partner.mostBehind)
    .option("--unreplayed", m.partner.unreplayed)
    .option("--whole", m.partner.whole)
    .option("--secret-file <file>", m.partner.secretFile)
    .option("--host <address>", m.partner.host)
    .option("--port <port>", m.partner.port)
    .option("--json", m.partner.json)
    .addHelpText("after", `\n${m.partner.more}`);
  partner.action((what: string, directories: string[], options: object) =>
    run("partner", [what, ...directories], options),
  );

  sub("recover", m.recover.summary)
    .option("--dry-run", m.recover.dryRun)
    .addHelpText("after", `\n${m.recover.more}`)
    .action((options: object) => run("recover", [], options));

  sub("succeed", m.succeed.summary)
    .option("--origin <name>", m.succeed.origin)
    .option("--size <entries>", m.succeed.size)
    .option("--owner-key-file <file>", m.succeed.ownerKeyFile)
    .option("--anchorer-key-file <file>", m.succeed.anchorerKeyFile)
    .option("--new-anchorer", m.succeed.newAnchorer)
    .option("--dry-run", m.succeed.dryRun)
    .option("--yes", m.succeed.yes)
    .addHelpText("after", `\n${m.succeed.more}`)
    .action((options: object) => run("succeed", [], options));
  return program;
}

/** Only the words are said in the help, not commander's own note on choices, which is English. */
function choice(flags: string, values: readonly string[], description: string): Option {
  const option = new Option(flags, description);
  return option.argParser((value) => {
    if (values.includes(value)) return value;
    throw Object.assign(new Error(`${option.long}`), { code: "commander.invalidArgument" });
  });
}

function prepare(command: Command, m: Context["m"]): Command {
  const { help } = m;
  const titles: Readonly<Record<string, string>> = help.titles;
  return command
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({
      styleTitle: (title: string) => titles[title] ?? title,
      subcommandTerm: (one: Command) => usageOf(one),
    } satisfies Partial<Help>)
    .helpOption("-h, --help", help.help)
    .helpCommand(false)
    .option("--lang <language>", help.lang);
}

const usageOf = (command: Command): string =>
  [
    command.name(),
    ...command.registeredArguments.map((argument) => {
      const name = argument.name() + (argument.variadic ? "..." : "");
      return argument.required ? `<${name}>` : `[${name}]`;
    }),
  ].join(" ");
