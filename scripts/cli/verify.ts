import { createChainReader } from "../../api/anchor/reader.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { MAX_EVIDENCE_BYTES } from "../../portal/verify/evidence.ts";
import { MAX_POLICY_BYTES, type Policy, parsePolicy } from "../../portal/verify/policy.ts";
import { renderReason } from "../../portal/verify/render.ts";
import { verifyEvidence } from "../../portal/verify/verify.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { readBounded } from "./read-bounded.ts";
import { defaultPolicyFile, rpcUrl } from "./settings.ts";
import { printVerdict } from "./verdict.ts";
import { visibleJson } from "./visible.ts";

export interface VerifyCommand {
  readonly policy?: string;
  readonly rpc?: string;
  readonly json?: boolean;
}

/** `counterfoil verify`: the exit code is the verdict's. */
export async function verify(
  context: Context,
  file: string,
  options: VerifyCommand,
): Promise<number> {
  const { env, m, terminal } = context;
  const url = rpcUrl(options.rpc, env, m);
  const policy = await findPolicy(context, options.policy);
  const source = await readFile(context, file, MAX_EVIDENCE_BYTES);
  const verdict = await verifyEvidence(source, {
    policy,
    ask: createChainReader(url),
    now: context.clock.now(),
  });
  if (options.json) await terminal.out(`${visibleJson(verdict)}\n`);
  else {
    await printVerdict(context, verdict);
    if (policy === null) await terminal.err(`${m.verify.noPolicy(defaultPolicyFile(env))}\n`);
  }
  return verdict.exitCode;
}

/** The policy asked for; else that of the data directory if it is there. What is there must be usable. */
async function findPolicy(context: Context, named: string | undefined): Promise<Policy | null> {
  const file = named ?? defaultPolicyFile(context.env);
  let source: Buffer;
  try {
    source = await readBounded(file, MAX_POLICY_BYTES, context.stdin);
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (absent && named === undefined) return null;
    throw new CliError(EXIT.usage, context.m.errors.unreadable(file));
  }
  return usablePolicy(context, file, source);
}

function usablePolicy({ m, language }: Context, file: string, source: Buffer): Policy {
  try {
    return parsePolicy(source);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const why = renderReason(error.code, { ...error.details }, language);
    throw new CliError(EXIT.usage, m.errors.badPolicy(file, why));
  }
}

async function readFile({ stdin, m }: Context, file: string, limit: number): Promise<Buffer> {
  try {
    return await readBounded(file, limit, stdin);
  } catch {
    throw new CliError(EXIT.usage, m.errors.unreadable(file));
  }
}
