import { readConfig } from "../../../api/core/config.ts";
import type { Recovery } from "../../../api/log/recover.ts";
import { recoverLedger } from "../../../api/start/recover.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { table } from "../table.ts";
import { wrap } from "../terminal.ts";

export interface RecoverCommand {
  readonly dryRun?: boolean;
}

/** `counterfoil recover`: works on the files of a ledger whose server is stopped. */
export async function recoverCommand(context: Context, options: RecoverCommand): Promise<number> {
  const { terminal, env, language, m } = context;
  const number = (count: number): string => count.toLocaleString(language);
  const dryRun = options.dryRun === true;
  const onProgress = (done: number, of: number): void => {
    if (terminal.errIsTty) void terminal.err(`\r${m.recover.progress(number(done), number(of))}`);
  };
  let recovery: Recovery;
  try {
    recovery = await recoverLedger(readConfig(env), { dryRun, onProgress });
  } catch (error) {
    throw explained(error, context);
  } finally {
    if (terminal.errIsTty) await terminal.err("\r\u001b[K");
  }
  await terminal.out(report(context, recovery, dryRun, number));
  if (recovery.startRefuses !== null) throw explained(recovery.startRefuses, context);
  return recovery.missing > 0 ? EXIT.refused : EXIT.ok;
}

function report(
  { terminal, m }: Context,
  recovery: Recovery,
  dryRun: boolean,
  number: (count: number) => string,
): string {
  const texts = m.recover;
  const { before, after, records, unsigned, signedBefore, signedAfter, missing } = recovery;
  const { mayBecomeVoid, startRefuses } = recovery;
  const fine = missing === 0 && startRefuses === null;
  const names = Object.keys(texts.names) as (keyof typeof texts.names)[];
  const rows = names.map((name) => [texts.names[name], number(recovery[name])]);
  const moved = signedAfter > signedBefore;
  const sentences = [
    ...(records > 0 ? [texts.records(number(records))] : []),
    ...(unsigned > 0 ? [texts.unsigned(number(unsigned))] : []),
    ...(moved ? [texts.signerMoved] : []),
    ...(mayBecomeVoid === null
      ? []
      : [texts.mayBecomeVoid(number(mayBecomeVoid - after), number(mayBecomeVoid - 1))]),
    ...(missing > 0 ? [texts.missing(number(missing))] : []),
    ...(before === after && !moved && fine ? [texts.nothing] : []),
    ...(dryRun ? [texts.dry] : fine ? [texts.done] : []),
    ...(startRefuses === null ? [] : [texts.startRefuses]),
  ];
  const lines = sentences.flatMap((sentence) => wrap(sentence, terminal.columns));
  return `${table(terminal, rows, { indent: "" })}${lines.join("\n")}\n`;
}
