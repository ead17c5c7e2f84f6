import { visible } from "../../../api/core/visible.ts";
import type { Complaint } from "../../import/complaint.ts";
import { drySink } from "../../import/dry-run.ts";
import { newMeter } from "../../import/read/meter.ts";
import { FileProblem } from "../../import/read/problem.ts";
import { runImport, type Sink } from "../../import/run.ts";
import { BadAnswer } from "../../import/send/answer.ts";
import { linePoster, ServerAway, ServerRefusal } from "../../import/send/client.ts";
import { deliverer } from "../../import/send/deliver.ts";
import { laneSink } from "../../import/send/lanes.ts";
import { usualPatience } from "../../import/send/patience.ts";
import { newTally, settled, type Tally } from "../../import/tally.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit.ts";
import { ask } from "../server.ts";
import { readToken, type ServerOptions, serverUrl } from "../settings.ts";
import { Complaints } from "./complaints.ts";
import { describeFileProblem } from "./describe.ts";
import { showProgress } from "./progress.ts";
import { chooseSource } from "./source.ts";
import { printSummary } from "./summary.ts";

export interface ImportCommand extends ServerOptions {
  readonly mapping?: string;
  readonly dryRun?: boolean;
}

/** `counterfoil import`: 0 if all was taken, 3 if something was refused. */
export async function importCommand(
  context: Context,
  words: readonly string[],
  options: ImportCommand,
): Promise<number> {
  const { clock, env, m, terminal } = context;
  const meter = newMeter();
  const tally = newTally();
  const url = serverUrl(options, env, m);
  const items = await chooseSource(context, words, options.mapping, meter);
  const complaints = new Complaints(context, !terminal.errIsTty);
  const sink = options.dryRun
    ? drySink(tally, complaints.add)
    : await serverSink(context, url, options, tally, complaints.add);
  const began = clock.now();
  const progress = showProgress(context, meter, tally);
  let broken: unknown;
  try {
    await runImport({ items, meter, tally, sink, onComplaint: complaints.add });
  } catch (error) {
    broken = error;
  } finally {
    progress.stop();
    await complaints.finish();
  }
  const code = broken === undefined ? EXIT.ok : await explain(context, url, broken);
  const untouched = meter.rows === 0 && settled(tally) === 0;
  if (broken !== undefined && untouched) return code === EXIT.refused ? EXIT.usage : code;
  await printSummary(context, tally, clock.now() - began, options.dryRun === true);
  if (code === EXIT.refused) await terminal.err(`${m.import.brokeOff}\n`);
  return code === EXIT.ok && tally.refused > 0 ? EXIT.refused : code;
}

/** Patience is for a ledger that goes away; one that is not there in the first place is told at once. */
async function serverSink(
  context: Context,
  baseUrl: string,
  options: ImportCommand,
  tally: Tally,
  onComplaint: (complaint: Complaint) => void,
): Promise<Sink> {
  const { clock, env, m, language } = context;
  const token = await readToken(options, env, m);
  await ask(context, baseUrl, "/healthz", null);
  const post = linePoster({ baseUrl, token, language });
  const patience = usualPatience(clock);
  return laneSink(deliverer({ post, patience, tally, onComplaint, onProgress: () => {} }));
}

/** Says why the import broke off: a file that cannot be read on is refused, all else is a fault. */
async function explain(context: Context, url: string, error: unknown): Promise<number> {
  const { m, terminal } = context;
  const say = async (text: string, code: number) => {
    await terminal.err(`${text}\n`);
    return code;
  };
  if (error instanceof FileProblem) return say(describeFileProblem(context, error), EXIT.refused);
  if (error instanceof ServerAway) return say(m.import.serverAway(url), EXIT.fault);
  if (error instanceof BadAnswer) return say(m.errors.badAnswer(url), EXIT.fault);
  if (!(error instanceof ServerRefusal)) throw error;
  if (error.status === 401) return say(m.errors.unauthorized(url), EXIT.fault);
  return say(m.errors.refused(error.status, visible(error.message)), EXIT.fault);
}
