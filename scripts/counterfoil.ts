#!/usr/bin/env node
/**
 * The command line. One process owns database and keys: this one speaks HTTP to it, and to a chain. Only what mends a ledger that does not
 * start works on its files.
 */
import { systemClock } from "../api/core/clock.ts";
import { main } from "./cli/main.ts";
import { processTerminal } from "./cli/terminal.ts";

const { env, stdin, stdout, stderr, argv } = process;
process.exitCode = await main(argv.slice(2), {
  terminal: processTerminal(stdout, stderr, env),
  env,
  stdin,
  clock: systemClock,
});
