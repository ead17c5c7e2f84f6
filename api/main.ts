/** `npm start`: settings in, a running ledger out; ends cleanly on SIGINT and SIGTERM. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { AnchorFailure } from "./anchor/failures.ts";
import { systemClock } from "./core/clock.ts";
import { type Config, readConfig } from "./core/config.ts";
import { Misbehaviour, Refusal } from "./core/errors.ts";
import { fill, type Language, terminalLanguage } from "./core/language.ts";
import { messages } from "./core/messages.ts";
import { describeRefusal } from "./core/problem.ts";
import type { Demo } from "./start/demo.ts";
import { type ServerLog, serverLog } from "./start/log.ts";
import { keepEvidence } from "./start/misbehaviour.ts";
import type { RunningServer } from "./start/running-server.ts";
import { words } from "./start/words.ts";

const environment = process.env;
const language: Language = terminalLanguage([
  environment.COUNTERFOIL_LANG,
  environment.LC_ALL,
  environment.LC_MESSAGES,
  environment.LANG,
]);
const text = words[language];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
/** What takes long at a start is told. */
const progress = {
  map: (done: number, of: number) => void say(fill(text.rebuilding, { done, of })),
  voided: (from: number, to: number) => void say(fill(text.voided, { from, to: to - 1 })),
};
const version: string = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
).version;

/** A path as a person would type it here. */
const short = (path: string): string => {
  const way = relative(process.cwd(), path);
  return way.startsWith("..") ? path : way;
};

function explain(error: unknown, log: ServerLog): string {
  if (error instanceof Refusal)
    return fill(text.refused, { detail: describeRefusal(error, language).detail });
  if (error instanceof Misbehaviour)
    return fill(text.refused, { detail: messages[language].misbehaviour[error.code] });
  if (error instanceof AnchorFailure)
    return fill(text.refused, { detail: text.chainRefuses[error.code] });
  log.bug(error);
  return text.bug;
}

function demoProgress() {
  let told = 0;
  let toldConsents = 0;
  return {
    records(done: number) {
      if (done - told < 500) return;
      told = done;
      say(fill(text.loading, { done }));
    },
    consents(done: number) {
      if (done - toldConsents < 250) return;
      toldConsents = done;
      say(fill(text.loadingConsents, { done }));
    },
    anchoring: () => void say(text.anchoring),
    auditing: () => void say(text.auditing),
  };
}

async function showDemo(server: RunningServer, config: Config): Promise<Demo> {
  const { ensureDemo } = await import("./start/demo.ts");
  return ensureDemo(server, config, demoProgress());
}

const NO_DEMO: Demo = { files: [], cosigned: false };

function signIn({ url, demonstration }: RunningServer, config: Config): void {
  // Passkeys belong to a name, and an address of a machine has none.
  const address = config.publicUrl ?? url.replace("//127.0.0.1:", "//localhost:");
  say(`  ${text.signIn}: ${address}/sign-in`);
  const ways = [config.mail, config.sms, config.oidc, demonstration];
  if (ways.every((way) => way === null)) say(`    ${text.noSignIn}`);
  if (demonstration === null) return;
  say(
    `    ${fill(text.people, {
      emails: demonstration
        .people()
        .map(({ email }) => email)
        .join(", "),
    })}`,
  );
  say(`    ${text.mailbox}: ${address}/dev/mailbox`);
}

function announce(server: RunningServer, config: Config, { files, cosigned }: Demo): void {
  say("");
  say(text.ready);
  say(`  ${text.address}: ${server.url}`);
  say(`  ${text.apiPage}: ${server.url}/docs`);
  signIn(server, config);
  if (server.demoKey !== null) say(`  ${text.key}: ${short(server.demoKey.file)}`);
  say(`  ${text.policy}: ${short(server.policyFile)}`);
  say(
    `  ${text.chainAddress}: ${config.chain.mode === "embedded" ? server.rpcUrl : new URL(server.rpcUrl).origin}`,
  );
  const auditor = server.demoAuditor();
  if (auditor !== null)
    say(`  ${text.auditor}: ${[auditor.name, auditor.url ?? []].flat().join(", ")}`);
  if (files.length > 0) {
    say(`  ${text.evidence}:`);
    for (const file of files) say(`    ${short(file)}`);
    say(`  ${cosigned ? text.cosigned : text.notReplayed}`);
    say("");
    say(text.tryIt);
    say(`  npm run -s counterfoil -- verify ${short(files[0] as string)}`);
  }
  if (server.demoKey === null) {
    say("");
    say(text.makeKey);
  }
  if (server.invitation !== null) {
    say("");
    say(text.invitation);
    say(`  ${server.invitation}`);
  }
  if (config.chain.mode === "embedded") {
    say("");
    say(text.trust);
  }
  say(text.stopHint);
}

async function run(): Promise<number> {
  let log = serverLog("info");
  let config: Config | null = null;
  let server: RunningServer | null = null;
  const signal = new Promise<"signal">((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => resolve("signal"));
  });
  try {
    config = readConfig(environment);
    log = serverLog(config.logLevel);
    say(text.starting);
    // Only now: it is most of what there is to load, and a setting that is wrong should be told at once.
    const { startServer } = await import("./start/server.ts");
    server = await startServer(config, version, log, progress);
    const running = server;
    const { chainId, contract } = running.chain;
    if (config.chain.mode === "embedded")
      say(fill(text.chain, { rpc: running.rpcUrl, chainId, contract }));
    const shown = config.demo ? showDemo(running, config) : Promise.resolve(NO_DEMO);
    // Stopping in the middle of the demonstration is allowed: the next start goes on with it.
    const demo = await Promise.race([shown, signal, running.failed.then(() => "failed" as const)]);
    shown.catch(() => {});
    if (typeof demo !== "string") {
      // It is another process, which begins to serve a second later.
      await Promise.race([running.demoAuditorServing(), signal, running.failed]);
      announce(running, config, demo);
    }
    const ended = await Promise.race([signal, running.failed]);
    say("");
    if (ended !== "signal") say(text.chainEnded);
    say(text.stopping);
    const clean = await running.stop().then(
      () => true,
      (error) => {
        log.bug(error);
        return false;
      },
    );
    say(clean ? text.stopped : text.stoppedBadly);
    return ended === "signal" && clean ? 0 : 1;
  } catch (error) {
    const sentence = explain(error, log);
    if (error instanceof Misbehaviour && config) {
      await keepEvidence(config.dataDirectory, error, systemClock.now(), log);
    }
    process.stderr.write(`${sentence}\n`);
    await server?.stop().catch((second) => log.bug(second));
    return 1;
  }
}

process.exitCode = await run();
process.exit();
