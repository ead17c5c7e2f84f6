import { AUDIT_EXIT } from "../../../api/audit/conclude.ts";
import { LARGEST_SAMPLE, USUAL_SAMPLE } from "../../../api/audit/quick/missed.ts";
import { isNoSample, type NoSample } from "../../../api/audit/quick/pick-anchor.ts";
import type { AuditReport } from "../../../api/audit/report.ts";
import type { Config } from "../../../api/core/config.ts";
import type { AuditRequest } from "../../../api/start/audit.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import {
  type AuditCommand,
  assertReportFiles,
  configOf,
  handOut,
  requestOf,
  whyNot,
} from "./audit.ts";
import { showProgress } from "./progress.ts";
import { withWorkDirectory } from "./work.ts";

export type RunQuickAudit = (
  config: Config,
  request: AuditRequest,
  count: number,
) => Promise<AuditReport | NoSample>;

/** `counterfoil audit --quick`: 0 clean, 30 damaged, 20 nothing could be drawn. */
export async function quickAuditCommand(
  context: Context,
  options: AuditCommand & { readonly quick: string | true },
  run: RunQuickAudit,
): Promise<number> {
  const { m } = context;
  const count = countOf(context, options.quick);
  for (const [option, given] of [
    ["--remote", options.remote !== undefined],
    ["--offline", options.offline === true],
  ] as const) {
    if (given) throw new CliError(EXIT.usage, m.audit.quick.notTogether(option));
  }
  const asked = await requestOf(context, options);
  const config = configOf(context);
  await assertReportFiles(context, config, options);
  const progress = showProgress(context);
  let report: AuditReport | NoSample;
  try {
    report = await withWorkDirectory({ ...context, progress }, options.work, (directory) =>
      run(config, { ...asked, directory, keep: null, onProgress: progress.tell }, count),
    );
  } catch (error) {
    throw whyNot(error, context);
  } finally {
    progress.stop();
  }
  if (!isNoSample(report)) return handOut(context, options, report);
  throw new CliError(AUDIT_EXIT.chainUnasked, whyNothing(context, report));
}

function countOf({ m, language }: Context, quick: string | true): number {
  if (quick === true) return USUAL_SAMPLE;
  const count = /^[1-9][0-9]{0,6}$/.test(quick) ? Number(quick) : 0;
  if (count >= 1 && count <= LARGEST_SAMPLE) return count;
  const most = LARGEST_SAMPLE.toLocaleString(language);
  throw new CliError(EXIT.usage, m.audit.quick.notACount(quick, most));
}

function whyNothing({ m, language }: Context, why: NoSample): string {
  const { quick } = m.audit;
  if (why.why !== "not_final") return quick.noSample[why.why];
  const number = (block: number): string => block.toLocaleString(language);
  return quick.notFinal(number(why.awaited), number(why.final));
}
