import { createChainReader } from "../../api/anchor/reader.ts";
import { visibleJson } from "../../api/core/visible.ts";
import {
  CERTIFICATE_FORMAT,
  MAX_CERTIFICATE_BYTES,
} from "../../portal/verify/erasure-certificate.ts";
import { MISBEHAVIOUR_FORMAT } from "../../portal/verify/misbehaviour.ts";
import { MAX_POLICY_BYTES } from "../../portal/verify/policy.ts";
import { type VerifyOptions, verifyEvidence } from "../../portal/verify/verify.ts";
import { verifyErasureCertificate } from "../../portal/verify/verify-erasure.ts";
import { verifyMisbehaviour } from "../../portal/verify/verify-misbehaviour.ts";
import { type SharedRecord, verifySharedRecord } from "../../portal/verify/verify-shared-record.ts";
import { printCertificate } from "./certificate.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { printMisbehaviour } from "./misbehaviour.ts";
import { otherFile } from "./other-file.ts";
import { findPolicy } from "./policy-file.ts";
import { readBounded } from "./read-bounded.ts";
import { defaultPolicyFile, rpcUrl } from "./settings.ts";
import { printShared, sharedJson, sharedRecordOf } from "./shared-record.ts";
import { printVerdict } from "./verdict.ts";

export interface VerifyCommand {
  readonly policy?: string;
  /** Of a record that was shared. */
  readonly terms?: string;
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
  const source = await readFile(context, file, MAX_CERTIFICATE_BYTES);
  const other = otherFile(source);
  if (other !== null) throw new CliError(EXIT.usage, m.verify.otherFiles[other](file));
  const reader = { policy, ask: createChainReader(url), now: context.clock.now() };
  const shared = sharedRecordOf(source);
  const { exitCode, print, verdict } =
    shared === null
      ? await judge(context, source, reader)
      : await judgeShared(context, shared, reader, options.terms);
  if (options.json) await terminal.out(`${visibleJson(verdict)}\n`);
  else {
    await print();
    if (policy === null) await terminal.err(`${m.verify.noPolicy(defaultPolicyFile(env))}\n`);
  }
  return exitCode;
}

interface Judged {
  readonly exitCode: number;
  readonly print: () => Promise<void>;
  readonly verdict: object;
}

/** By what the file says of itself: whether it is that is for the verifier. */
async function judge(context: Context, source: Buffer, reader: VerifyOptions): Promise<Judged> {
  switch (formatOf(source)) {
    case MISBEHAVIOUR_FORMAT: {
      const verdict = await verifyMisbehaviour(source, reader);
      return { ...verdict, verdict, print: () => printMisbehaviour(context, verdict) };
    }
    case CERTIFICATE_FORMAT: {
      const verdict = await verifyErasureCertificate(source, reader);
      return { ...verdict, verdict, print: () => printCertificate(context, verdict) };
    }
    default: {
      const verdict = await verifyEvidence(source, reader);
      return { ...verdict, verdict, print: () => printVerdict(context, verdict) };
    }
  }
}

async function judgeShared(
  context: Context,
  shared: SharedRecord,
  { policy, ...reader }: VerifyOptions,
  file: string | undefined,
): Promise<Judged> {
  if (policy === null || file === undefined) throw new CliError(EXIT.usage, context.m.shared.needs);
  const terms = await readFile(context, file, MAX_POLICY_BYTES);
  const verdict = await verifySharedRecord(shared, { ...reader, policy, terms });
  const print = () => printShared(context, verdict);
  return { exitCode: verdict.exitCode, print, verdict: sharedJson(verdict) };
}

/** In whatever spelling; undefined: it does not say. */
function formatOf(source: Buffer): unknown {
  try {
    return JSON.parse(source.toString("utf8"))?.format;
  } catch {
    return undefined;
  }
}

async function readFile({ stdin, m }: Context, file: string, limit: number): Promise<Buffer> {
  try {
    return await readBounded(file, limit, stdin);
  } catch {
    throw new CliError(EXIT.usage, m.errors.unreadable(file));
  }
}
