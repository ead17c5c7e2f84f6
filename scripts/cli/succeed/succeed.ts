import { AnchorFailure } from "../../../api/anchor/failures.ts";
import { silentLog } from "../../../api/anchor/log.ts";
import { type Config, readConfig } from "../../../api/core/config.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { systemRandom } from "../../../api/core/random.ts";
import {
  assertNoUnfinishedSuccession,
  type OpenSuccession,
  openSuccession,
} from "../../../api/start/succession.ts";
import { words } from "../../../api/start/words.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { firstLine } from "../first-line.ts";
import { describePlan, describeResult, paragraphs } from "./report.ts";

export interface SucceedCommand {
  readonly origin?: string;
  readonly size?: string;
  readonly ownerKeyFile?: string;
  readonly anchorerKeyFile?: string;
  readonly newAnchorer?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `counterfoil succeed`: the ledger here is closed, and goes on under another name. Works on its files, with the server stopped. */
export async function succeedCommand(context: Context, options: SucceedCommand): Promise<number> {
  const { env, m, clock } = context;
  if (options.origin === undefined) throw new CliError(EXIT.usage, m.succeed.needsOrigin);
  const size = options.size === undefined ? null : sizeOf(options.size, context);
  let opened: OpenSuccession | null = null;
  try {
    const config = readConfig(env);
    // The successor's origin obeys the rules of the setting that it will be.
    const { origin } = readConfig({ ...env, COUNTERFOIL_ORIGIN: options.origin });
    opened = await openSuccession({
      ...{ config, origin, size, clock, log: silentLog, random: systemRandom() },
      ownerKeyFile: options.ownerKeyFile ?? null,
      anchorerKeyFile: options.anchorerKeyFile ?? null,
      newAnchorer: options.newAnchorer === true,
    });
    if (!(await agreed(context, options, opened))) return options.dryRun ? EXIT.ok : EXIT.fault;
    return await carryOut(context, config, opened);
  } catch (error) {
    if (error instanceof AnchorFailure) {
      const { chainRefuses } = words[context.language];
      const said = error.code === "no_funds" ? m.succeed.noFunds : chainRefuses[error.code];
      throw new CliError(EXIT.fault, said);
    }
    throw explained(error, context);
  } finally {
    await opened?.close();
  }
}

function sizeOf(text: string, { m }: Context): number {
  const size = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(size)) return size;
  throw new CliError(EXIT.usage, m.usage.invalidArgument("--size"));
}

/** As the question spells it, in every language. */
const WORD = "yes";

/** Says what is to be done; whether it shall be. What was begun is finished without asking again. */
async function agreed(
  context: Context,
  { dryRun, yes }: SucceedCommand,
  { state, plan }: OpenSuccession,
): Promise<boolean> {
  const { terminal, m } = context;
  const say = (...lines: string[]) => terminal.out(paragraphs(terminal, lines));
  if (plan !== null) await terminal.out(describePlan(context, plan));
  else await say(state === "ended" ? m.succeed.ended : m.succeed.resuming);
  if (dryRun) {
    await say(m.succeed.dry);
    return false;
  }
  if (plan === null || yes) return true;
  await terminal.out(m.succeed.ask);
  if ((await firstLine(context.stdin)).trim() === WORD) return true;
  await say(m.succeed.notDone);
  return false;
}

async function carryOut(context: Context, config: Config, opened: OpenSuccession): Promise<number> {
  const { terminal, m } = context;
  if (opened.state !== "ended") await terminal.err(paragraphs(terminal, [m.succeed.working]));
  try {
    await terminal.out(describeResult(context, await opened.carryOut()));
    return EXIT.ok;
  } catch (error) {
    await assertNoUnfinishedSuccession(config.keysDirectory).catch(async (unfinished) => {
      if (!isRefusal(unfinished, "succession_unfinished")) throw unfinished;
      const { origin } = unfinished.details;
      await terminal.err(paragraphs(terminal, [m.succeed.again(origin)]));
    });
    throw error;
  }
}
