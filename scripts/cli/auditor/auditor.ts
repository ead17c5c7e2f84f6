import type { AuditorEvents, Outcome } from "../../../api/auditor/auditor.ts";
import type { Refusing } from "../../../api/auditor/refusals.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { visible } from "../../../api/core/visible.ts";
import { type RunningAuditor, startAuditor } from "../../../api/start/auditor.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { wrap } from "../terminal.ts";
import { closePatiently, patience } from "./close.ts";
import { showProgress } from "./progress.ts";
import { type AuditorCommand, type AuditorRun, auditorRun } from "./settings.ts";

/** Of FORMAT §11.2: it could not be told; misbehaviour is shown. */
const WAITING = 20;
const REFUSING = 30;

/** `counterfoil auditor`: runs until it is told to stop, or for one round. */
export async function auditorCommand(context: Context, options: AuditorCommand): Promise<number> {
  const run = await auditorRun(context, options);
  const say = (text: string): void => void context.terminal.out(`${text}\n`);
  const progress = showProgress(context);
  const events: AuditorEvents = {
    onRound: teller(context, say),
    onRefusing: (refusing) => void shout(context, refusing),
  };
  try {
    const auditor = await startAuditor(run.settings, {
      ...events,
      onProgress: progress.at,
      onServed: progress.of,
      onBug: (error) => void context.terminal.err(`${context.m.auditor.fault} ${textOf(error)}\n`),
    });
    return await during(context, auditor, run, say);
  } catch (error) {
    if (isRefusal(error, "damaged")) {
      const { damaged } = context.m.auditor;
      throw new CliError(EXIT.fault, damaged(`${run.settings.directory}/state`));
    }
    const why = explained(error, context);
    // What a person has typed, and not what lies in a directory.
    const isTyped = isRefusal(error, "invalid_setting") && error.details.setting.startsWith("--");
    throw isTyped && why instanceof CliError ? new CliError(EXIT.usage, why.message) : why;
  } finally {
    progress.stop();
  }
}

async function during(
  context: Context,
  auditor: RunningAuditor,
  run: AuditorRun,
  say: (text: string) => void,
): Promise<number> {
  const { m } = context;
  const stop = new AbortController();
  const end = (): void => stop.abort();
  const told = new Promise<void>((resolve) => {
    stop.signal.addEventListener("abort", () => resolve());
  });
  try {
    say(m.auditor.keys);
    say(`  auditor ${auditor.vkeys.auditor}\n  witness ${auditor.vkeys.witness}`);
    if (run.settings.rpcUrl === null) await context.terminal.err(`${m.auditor.noChain}\n`);
    if (run.once) return codeOf(await auditor.round());
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    say(m.auditor.serving(await auditor.serve(run.host, run.port)));
    // A round takes hours where there is much to replay: it ends where it is.
    await Promise.race([auditor.run(run.intervalMs, stop.signal), told.then(() => patience())]);
    // Refusing, it goes on serving what it has cosigned, and says that it refuses.
    await told;
    say(m.auditor.stopped);
    return EXIT.ok;
  } finally {
    process.off("SIGTERM", end);
    process.off("SIGINT", end);
    await closePatiently(auditor.close);
  }
}

function codeOf(outcome: Outcome): number {
  if (outcome.state === "ok") return EXIT.ok;
  return outcome.state === "waiting" ? WAITING : REFUSING;
}

/** Tells a state when it changes, and each time something was cosigned. */
function teller({ m, language }: Context, say: (text: string) => void): AuditorEvents["onRound"] {
  const number = (count: number): string => count.toLocaleString(language);
  let before = "";
  return (outcome) => {
    const lines = linesOf(outcome);
    const now = lines.join("\n");
    if (now !== before) for (const line of lines) say(line);
    before = now;
  };

  function linesOf(outcome: Outcome): readonly string[] {
    const t = m.auditor;
    if (outcome.state === "waiting") return [t.waits(t.waiting[outcome.reason])];
    if (outcome.state === "refusing") return [];
    const { size, cosigned, anchored, allAnchors } = outcome.round;
    return [
      cosigned.length > 0 ? t.cosigned(cosigned.map(number).join(", ")) : t.upToDate(number(size)),
      ...(anchored === null ? [] : [t.anchored(number(anchored))]),
      ...(allAnchors ? [] : [t.someAnchors]),
    ];
  }
}

/** To standard error, whatever else is printed. */
async function shout({ terminal, m }: Context, { code, file, proof }: Refusing): Promise<void> {
  const t = m.auditor;
  const sentences = [
    t.refusing(t.findings[code], visible(file)),
    proof === null ? t.noProof : t.proof(visible(proof)),
    t.lift(visible(file)),
  ];
  const lines = sentences.flatMap((sentence) => wrap(sentence, terminal.columns));
  await terminal.err(`${lines.join("\n")}\n`);
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
