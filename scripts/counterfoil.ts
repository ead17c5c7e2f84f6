#!/usr/bin/env node
/**
 * The command line. One process owns database and keys: this one speaks HTTP to it, and to a chain. Only what mends a ledger that does not
 * start, and the audit, work on its files.
 */
import { keepCompiled } from "./compile-cache.ts";
import { rememberFormats } from "./module-formats.ts";

keepCompiled();
rememberFormats();

const { systemClock } = await import("../api/core/clock.ts");
const { main } = await import("./cli/main.ts");
const { processTerminal } = await import("./cli/terminal.ts");

const { env, stdin, stdout, stderr, argv } = process;
process.exitCode = await main(argv.slice(2), {
  terminal: processTerminal(stdout, stderr, env),
  env,
  stdin,
  clock: systemClock,
});
