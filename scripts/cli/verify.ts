import { createChainReader } from "../../api/anchor/reader.ts";
import { visibleJson } from "../../api/core/visible.ts";
import {
  CERTIFICATE_FORMAT,
  MAX_CERTIFICATE_BYTES,
} from "../../portal/verify/erasure-certificate.ts";
import { MISBEHAVIOUR_FORMAT } from "../../portal/verify/misbehaviour.ts";
import { type VerifyOptions, verifyEvidence } from "../../portal/verify/verify.ts";
import { verifyErasureCertificate } from "../../portal/verify/verify-erasure.ts";
import { verifyMisbehaviour } from "../../portal/verify/verify-misbehaviour.ts";
import { printCertificate } from "./certificate.ts";
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
  const source = await readFile(context, file, MAX_CERTIFICATE_BYTES);
  const other = otherFile(source);
  if (other !== null) throw new CliError(EXIT.usage, m.verify.otherFiles[other](file));
  const reader = { policy, ask: createChainReader(url), now: context.clock.now() };
  const { exitCode, print, verdict } = await judge(context, source, reader);
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
