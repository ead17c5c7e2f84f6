import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AUDIT_EXIT } from "../../../api/audit/conclude.ts";
import type { Refusing } from "../../../api/auditor/refusals.ts";
import { SourceFailure } from "../../../api/auditor/source.ts";
import { waitingReason } from "../../../api/auditor/waiting.ts";
import type { Config } from "../../../api/core/config.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { visible } from "../../../api/core/visible.ts";
import type { RemoteAuditRequest, RemoteAuditResult } from "../../../api/start/remote-audit.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { tokenOf } from "../auditor/settings.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { findPolicy } from "../policy-file.ts";
import { httpUrl, rpcUrlIfNamed } from "../settings.ts";
import {
  type AuditCommand,
  assertReportFiles,
  assertTwoFiles,
  configOf,
  handOut,
} from "./audit.ts";
import { showProgress } from "./progress.ts";
import { untilInterrupted, type Watched, withWorkDirectory } from "./work.ts";

export type RunRemoteAudit = (request: RemoteAuditRequest) => Promise<RemoteAuditResult>;

/** `counterfoil audit --remote`: 0 clean, 30 the firm is contradicted, 20 it could not be told. */
export async function remoteAuditCommand(
  context: Context,
  options: AuditCommand & { readonly remote: string },
  run: RunRemoteAudit,
): Promise<number> {
  const asked = await requestOf(context, options);
  await assertReportFiles(context, ownDirectories(context), options);
  const progress = showProgress(context);
  const audit = (directory: string): Promise<RemoteAuditResult> =>
    run({
      ...{ ...asked, directory, onProgress: progress.tell },
      findings: async () =>
        options.directory === undefined
          ? mkdtemp(join(tmpdir(), "counterfoil-findings-"))
          : join(directory, "refusals"),
    });
  let result: RemoteAuditResult;
  try {
    result = await during({ ...context, progress }, options, audit);
  } catch (error) {
    throw whyNot(error, context, options.directory);
  } finally {
    progress.stop();
  }
  const code = await handOut(context, options, result.report);
  if (result.kept !== null) await sayWhereItIs(context, result.kept);
  return code;
}

/** In the directory that is named, in which everything stays; or in one that is gone in the end. */
function during<T>(
  watched: Watched,
  { directory, work }: AuditCommand,
  audit: (directory: string) => Promise<T>,
): Promise<T> {
  const { interrupted, interruptedKept } = watched.m.audit.remote;
  if (directory === undefined) return withWorkDirectory(watched, work, audit, interrupted);
  return untilInterrupted(
    watched,
    interruptedKept(directory),
    () => {},
    () => audit(directory),
  );
}

/** Where this machine's own ledger lies, if it has one; its other settings have nothing to do with another's ledger. */
function ownDirectories(context: Context): Config {
  const { env } = context;
  const names = ["COUNTERFOIL_DATA", "COUNTERFOIL_KEYS", "COUNTERFOIL_COPY"] as const;
  const set = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return configOf({ ...context, env: Object.fromEntries(set) });
}

async function requestOf(
  context: Context,
  options: AuditCommand & { readonly remote: string },
): Promise<Omit<RemoteAuditRequest, "directory" | "findings" | "onProgress">> {
  const { m, env } = context;
  assertTwoFiles(context, options);
  // What a firm says of itself is no policy to audit it by.
  if (options.policy === undefined) throw new CliError(EXIT.usage, m.audit.remote.needsPolicy);
  if (options.tokenFile === undefined) throw new CliError(EXIT.usage, m.audit.remote.needsToken);
  return {
    url: httpUrl(options.remote, m),
    policy: (await findPolicy(context, options.policy)) as Policy,
    token: await tokenOf(context, options.tokenFile),
    rpcUrl: options.offline === true ? null : rpcUrlIfNamed(options.rpc, env, m),
  };
}

/** That it could not be told is no fault: ask again later. */
function whyNot(error: unknown, context: Context, directory: string | undefined): unknown {
  const { m } = context;
  const untold = (why: string): CliError =>
    new CliError(AUDIT_EXIT.chainUnasked, m.audit.remote.untold(why));
  if (error instanceof SourceFailure) return untold(m.audit.remote.log[error.code](error.path));
  const reason = waitingReason(error);
  if (reason !== null) return untold(m.auditor.waiting[reason]);
  if (!isRefusal(error, "damaged")) return explained(error, context);
  return new CliError(EXIT.fault, m.auditor.damaged(join(directory ?? "", "state")));
}

async function sayWhereItIs({ terminal, m }: Context, { file, proof }: Refusing): Promise<void> {
  const { auditor, audit } = m;
  const shown = proof === null ? auditor.noProof : auditor.proof(visible(proof));
  await terminal.err(`${audit.remote.kept(visible(file))}\n${shown}\n`);
}
