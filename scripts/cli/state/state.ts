import { visibleJson } from "../../../api/core/visible.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { ask, refusal, streamPath } from "../server.ts";
import { accessOf, type ServerOptions, serverUrl } from "../settings.ts";
import { readState } from "./answer.ts";
import { stateText } from "./report.ts";

export interface StateCommand extends ServerOptions {
  readonly subject: string;
  readonly stream: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** `counterfoil state`: what was so at a time, as the ledger tells it. */
export async function stateCommand(context: Context, options: StateCommand): Promise<number> {
  const { env, m, terminal } = context;
  const { subject, stream, at } = options;
  const path = streamPath(m, subject, "state", { stream, at });
  const url = serverUrl(options, env, m);
  const answer = await ask(context, url, path, await accessOf(options, env, m));
  if (answer.status !== 200) throw refusal(context, url, answer);
  const told = readState(answer.bytes);
  if (told === null || told.state.subject !== subject || told.state.stream !== stream) {
    throw new CliError(EXIT.fault, m.errors.badAnswer(url));
  }
  await terminal.out(options.json ? `${visibleJson(told.raw)}\n` : stateText(context, told.state));
  return EXIT.ok;
}
