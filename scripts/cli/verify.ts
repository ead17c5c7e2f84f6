import { createChainReader } from "../../api/anchor/reader.ts";
import { visibleJson } from "../../api/core/visible.ts";
import { MAX_EVIDENCE_BYTES } from "../../portal/verify/evidence.ts";
import { MISBEHAVIOUR_FORMAT } from "../../portal/verify/misbehaviour.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { verifyEvidence } from "../../portal/verify/verify.ts";
import { verifyMisbehaviour } from "../../portal/verify/verify-misbehaviour.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { printMisbehaviour } from "./misbehaviour.ts";
import { otherFile } from "./other-file.ts";
import { findPolicy } from "./policy-file.ts";
import { readBounded } from "./read-bounded.ts";
import { defaultPolicyFile, rpcUrl } from "./settings.ts";
import { printVerdict } from "./verdict.ts";

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
  const other = otherFile(source);
  if (other !== null) throw new CliError(EXIT.usage, m.verify.otherFiles[other](file));
  if (isMisbehaviour(source)) return judgeMisbehaviour(context, source, policy, options);
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

/** By what the file says of itself, in whatever spelling: whether it is one is for the verifier. */
function isMisbehaviour(source: Buffer): boolean {
  try {
    return JSON.parse(source.toString("utf8"))?.format === MISBEHAVIOUR_FORMAT;
  } catch {
    return false;
  }
}

async function judgeMisbehaviour(
  context: Context,
  source: Buffer,
  policy: Policy | null,
  { rpc, json }: VerifyCommand,
): Promise<number> {
  const { env, m, terminal } = context;
  const ask = createChainReader(rpcUrl(rpc, env, m));
  const verdict = await verifyMisbehaviour(source, { policy, ask });
  if (json) await terminal.out(`${visibleJson(verdict)}\n`);
  else {
    await printMisbehaviour(context, verdict);
    if (policy === null) await terminal.err(`${m.verify.noPolicy(defaultPolicyFile(env))}\n`);
  }
  return verdict.exitCode;
}

async function readFile({ stdin, m }: Context, file: string, limit: number): Promise<Buffer> {
  try {
    return await readBounded(file, limit, stdin);
  } catch {
    throw new CliError(EXIT.usage, m.errors.unreadable(file));
  }
}
