import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { visible, visibleJson } from "../../../api/core/visible.ts";
import { contradiction } from "../../../portal/verify/contradiction.ts";
import { encodeMisbehaviour, type Misbehaviour } from "../../../portal/verify/misbehaviour.ts";
import { type Policy, policyOrigin } from "../../../portal/verify/policy.ts";
import { MAX_STATEMENT_BYTES, statementsOf } from "../../../portal/verify/read-statements.ts";
import { EXIT_CODES } from "../../../portal/verify/verdict.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { misbehaviourParts } from "../misbehaviour.ts";
import { assertNoInput } from "../out-file.ts";
import { findPolicy } from "../policy-file.ts";
import { readBounded } from "../read-bounded.ts";
import { openLogSource } from "../receipt/source.ts";
import { defaultPolicyFile, logPlace, rpcUrl } from "../settings.ts";
import { type ChainSeen, lookAtChain, type Proven } from "./chain.ts";
import { type LogSeen, lookAtLog } from "./log.ts";
import {
  type Comparison,
  comparisonJson,
  comparisonText,
  isRead,
  type ReadFile,
  wordText,
} from "./report.ts";
import type { CompareWord } from "./texts.ts";

export interface CompareCommand {
  readonly policy?: string;
  readonly log?: string;
  readonly rpc?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `counterfoil compare`: the exit code is 0 only if nothing was found and all that was named could be looked at. */
export async function compareCommand(
  context: Context,
  names: readonly string[],
  options: CompareCommand,
): Promise<number> {
  const { env, m, terminal } = context;
  const rpc = options.rpc === undefined ? null : rpcUrl(options.rpc, env, m);
  const log = options.log === undefined ? null : logPlace(options.log, env, m);
  const inputs = [...names, options.policy ?? defaultPolicyFile(env)];
  await assertNoInput(context, options.out, inputs);
  const policy = await findPolicy(context, options.policy);
  const sources = await readAll(context, names);
  if (policy === null) return unpinned(context, options);
  const files = sources.map(({ name, bytes }) => ({ name, read: statementsOf(bytes, policy) }));
  const comparison = await compare(files, policy, { rpc, log });
  const kept = await keep(context, comparison, options.out, inputs);
  if (options.json) await terminal.out(`${visibleJson(comparisonJson(comparison))}\n`);
  else await print(context, comparison);
  await tellKept(context, comparison, kept, options);
  return comparison.exitCode;
}

interface Named {
  readonly rpc: string | null;
  readonly log: string | null;
}

async function compare(
  files: readonly ReadFile[],
  policy: Policy,
  { rpc, log: place }: Named,
): Promise<Comparison> {
  const known = files.map(({ read }) => read).filter(isRead);
  const source = place === null ? null : openLogSource(place, policyOrigin(policy));
  let proof: Misbehaviour | null = contradiction(...known);
  let log: LogSeen | null = null;
  let chain: ChainSeen | null = null;
  if (proof === null && source !== null) {
    log = await lookAtLog(source, known, policy);
    proof = log.proof;
  }
  if (proof === null && rpc !== null) {
    const trees = known.flatMap((one) => one.trees);
    chain = await lookAtChain(rpc, trees, policy, source);
  }
  const found = proof === null ? (chain?.found ?? null) : await judged(proof, policy, rpc);
  const word = wordOf(files, found, log, chain);
  return { word, exitCode: exitCodeOf(word), files, log, chain, found };
}

/** As whoever is handed the file will judge it. */
async function judged(proof: Misbehaviour, policy: Policy, rpc: string | null): Promise<Proven> {
  const bytes = encodeMisbehaviour(proof);
  const ask = rpc === null ? null : createChainReader(rpc);
  const verdict = await verifyMisbehaviour(bytes, { policy, ask });
  if (verdict.word !== "DIVERGED") throw new Error("a proof was found that proves nothing");
  return { proof: bytes, verdict };
}

function wordOf(
  files: readonly ReadFile[],
  found: Comparison["found"],
  log: LogSeen | null,
  chain: ChainSeen | null,
): CompareWord {
  if (found !== null) return "DIVERGED";
  if (files.some(({ read }) => !isRead(read) || read.fault !== null)) return "INVALID";
  const blind =
    (log !== null && (log.newest === null || log.pairs.some(({ seen }) => seen === "unusable"))) ||
    (chain !== null && isBlind(chain));
  return blind ? "CANNOT_TELL" : "NOTHING_FOUND";
}

const isBlind = ({ sizes, head }: ChainSeen): boolean =>
  sizes.length === 0 || [...sizes, head].some((one) => one?.seen === "unusable");

const exitCodeOf = (word: CompareWord): number =>
  word === "NOTHING_FOUND" ? EXIT.ok : EXIT_CODES[word];

async function readAll({ stdin, m }: Context, names: readonly string[]) {
  const sources: { name: string; bytes: Buffer }[] = [];
  for (const name of names) {
    try {
      // One file may be both: the standard input is read once only.
      const again = sources.find((one) => one.name === name);
      const bytes = again?.bytes ?? (await readBounded(name, MAX_STATEMENT_BYTES, stdin));
      sources.push({ name, bytes });
    } catch {
      throw new CliError(EXIT.usage, m.errors.unreadable(name));
    }
  }
  return sources;
}

async function unpinned(context: Context, { json }: CompareCommand): Promise<number> {
  const { terminal, m, env } = context;
  const told = { word: "UNPINNED", exitCode: EXIT_CODES.UNPINNED };
  if (json) await terminal.out(`${visibleJson(told)}\n`);
  else await terminal.out(`UNPINNED\n${m.compare.words.UNPINNED}\n`);
  await terminal.err(`${visible(m.compare.unpinned(defaultPolicyFile(env)))}\n`);
  return told.exitCode;
}

/** `failed`: why the proof could not be written, in words; null: nobody asked for it, or there is none. */
type Kept = { readonly file: string } | { readonly failed: string } | null;

/** What was found is told whatever becomes of the file, so this ends no command. */
async function keep(
  context: Context,
  { found }: Comparison,
  out: string | undefined,
  inputs: readonly string[],
): Promise<Kept> {
  if (found === null || out === undefined) return null;
  const isDirectory = await stat(out).then(
    (info) => info.isDirectory(),
    () => false,
  );
  const file = isDirectory ? join(out, `misbehaviour-${found.verdict.kind}.json`) : out;
  try {
    await assertNoInput(context, file, inputs);
  } catch (error) {
    if (error instanceof CliError) return { failed: error.message };
    throw error;
  }
  return writeFile(file, found.proof).then(
    () => ({ file }),
    () => ({ failed: context.m.errors.unwritable(file) }),
  );
}

async function print(context: Context, comparison: Comparison): Promise<void> {
  const { found } = comparison;
  const parts = [
    comparisonText(context, comparison),
    ...(found === null ? [] : misbehaviourParts(context, found.verdict)),
    wordText(context, comparison),
  ];
  await context.terminal.out(parts.filter((part) => part !== "").join("\n"));
}

/** Programs are told only what went wrong. */
async function tellKept(
  { terminal, m }: Context,
  { found }: Comparison,
  kept: Kept,
  { json }: CompareCommand,
): Promise<void> {
  const { compare: t, errors } = m;
  if (kept !== null && "failed" in kept) {
    await terminal.err(`${errors.prefix} ${visible(kept.failed)}\n`);
  } else if (found !== null && !json) {
    await terminal.err(`${visible(kept === null ? t.unwritten : t.written(kept.file))}\n`);
  }
}
