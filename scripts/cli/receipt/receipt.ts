import { anchorsDown } from "../../../api/anchor/anchors-down.ts";
import { coverReader } from "../../../api/anchor/cover.ts";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { createRpc, type Rpc } from "../../../api/anchor/rpc.ts";
import { visibleJson } from "../../../api/core/visible.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { type Policy, policyOrigin } from "../../../portal/verify/policy.ts";
import { type Receipt, verifyReceipt } from "../../../portal/verify/receipt.ts";
import { renderReason } from "../../../portal/verify/render.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { assertNoInput } from "../out-file.ts";
import { findPolicy } from "../policy-file.ts";
import { readBounded } from "../read-bounded.ts";
import { defaultPolicyFile, rpcUrl, serverUrl } from "../settings.ts";
import {
  assertOfReceipt,
  MAX_RECEIPT_FILE_BYTES,
  type ReceiptFile,
  ReceiptFileError,
  readReceiptFile,
} from "./file.ts";
import { type Judgement, judge } from "./judge.ts";
import { evidenceJson, exitCodeOf, type Made, save, tellMade } from "./made.ts";
import { type Judged, receiptJson, receiptText, word } from "./report.ts";
import { isUrl, type LogSource, openLogSource } from "./source.ts";
import { type Upgraded, type UpgradeFailure, upgrade } from "./upgrade.ts";
import { RECEIPT_EXIT, type ReceiptWord } from "./words.ts";

export interface ReceiptCommand {
  readonly policy?: string;
  readonly rpc?: string;
  readonly log?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `counterfoil receipt`: the exit code is the judgement's, or tells that a kept promise could not be made into a file. */
export async function receiptCommand(
  context: Context,
  file: string,
  options: ReceiptCommand,
): Promise<number> {
  const { env, m, clock } = context;
  const rpc = createRpc(rpcUrl(options.rpc, env, m));
  const log = logPlace(context, options.log);
  const pinned = options.policy ?? defaultPolicyFile(env);
  await assertNoInput(context, options.out, [file, pinned]);
  const policy = await findPolicy(context, options.policy);
  const bytes = await readBounded(file, MAX_RECEIPT_FILE_BYTES, context.stdin).catch(() => {
    throw new CliError(EXIT.usage, m.errors.unreadable(file));
  });
  if (policy === null) {
    return end(context, options, "unpinned", m.receipt.unpinned(defaultPolicyFile(env)));
  }
  const read = readUnder(context, bytes, policy);
  if (typeof read === "string") return end(context, options, "invalid", m.receipt.invalid(read));
  const source = openLogSource(log, policyOrigin(policy));
  const { receipt } = read;
  const now = clock.now();
  const judgement = await judge(receipt, { policy, ask: coverReader(rpc), source, now });
  const made =
    options.out === undefined
      ? null
      : await save(
          options.out,
          await proofOf(context, { ...read, judgement, policy, rpc, source, options }),
        );
  const exitCode = exitCodeOf(judgement.status, made);
  const judged = { receipt, judgement, log, exitCode };
  await tell(context, judged, made, options);
  return exitCode;
}

async function tell(
  context: Context,
  judged: Judged,
  made: Made,
  { json, out }: ReceiptCommand,
): Promise<void> {
  const { terminal } = context;
  if (json) {
    const evidence = out === undefined ? null : evidenceJson(made, out);
    await terminal.out(`${visibleJson({ ...receiptJson(judged), evidence })}\n`);
  } else await terminal.out(receiptText(context, judged));
  if (out === undefined) return;
  await tellMade(context, made, { file: out, log: judged.log, json: json ?? false });
}

/** An address, or a directory; that of the ledger if none is named. */
function logPlace({ env, m }: Context, named: string | undefined): string {
  if (named === undefined || isUrl(named))
    return serverUrl({ ...(named && { server: named }) }, env, m);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(named))
    throw new CliError(EXIT.usage, m.errors.notAUrl(named));
  return named;
}

/** What a file promises under a policy; or in words why it is no receipt of that ledger. */
function readUnder(
  { m, language }: Context,
  bytes: Uint8Array,
  policy: Policy,
): { readonly file: ReceiptFile; readonly receipt: Receipt } | string {
  try {
    const file = readReceiptFile(bytes);
    const receipt = verifyReceipt(file.note, policy);
    assertOfReceipt(file, receipt);
    return { file, receipt };
  } catch (error) {
    if (error instanceof ReceiptFileError) return m.receipt.faults[error.fault];
    if (error instanceof FormatError)
      return renderReason(error.code, { ...error.details }, language);
    throw error;
  }
}

interface Ground {
  readonly file: ReceiptFile;
  readonly receipt: Receipt;
  readonly judgement: Judgement;
  readonly policy: Policy;
  readonly rpc: Rpc;
  readonly source: LogSource;
  readonly options: ReceiptCommand;
}

/** Null: there is nothing to prove yet. */
async function proofOf(
  { env, m, clock }: Context,
  { file, receipt, judgement, policy, rpc, source, options }: Ground,
): Promise<Upgraded | UpgradeFailure | null> {
  const { answer, place } = judgement;
  if (place?.at !== "promised" || !answer?.final || !answer.head) return null;
  const { final, head } = answer;
  return upgrade(file, receipt, {
    policy,
    source,
    anchors: anchorsDown(rpc, policy, { head, final, above: receipt.index }),
    ask: createChainReader(rpcUrl(options.rpc, env, m)),
    now: clock.now(),
  });
}

async function end(
  context: Context,
  { json }: ReceiptCommand,
  said: ReceiptWord,
  sentence: string,
): Promise<number> {
  const exitCode = RECEIPT_EXIT[said];
  await context.terminal.out(
    json
      ? `${visibleJson({ word: said, exitCode, reason: sentence })}\n`
      : word(context, said, [sentence]),
  );
  return exitCode;
}
