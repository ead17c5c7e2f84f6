import type { z } from "@hono/zod-openapi";
import { stateAnswer } from "../../../api/ledger/schemas.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { ask, refusal, streamPath } from "../server.ts";
import { readToken, type ServerOptions, serverUrl } from "../settings.ts";
import { visibleJson } from "../visible.ts";
import { stateText } from "./report.ts";

export interface StateCommand extends ServerOptions {
  readonly subject: string;
  readonly stream: string;
  readonly at?: string;
  readonly json?: boolean;
}

export type StateAnswer = z.infer<typeof stateAnswer>;

/** `counterfoil state`: what was so at a time, as the ledger tells it. */
export async function stateCommand(context: Context, options: StateCommand): Promise<number> {
  const { env, m, terminal } = context;
  const { subject, stream, at } = options;
  const path = streamPath(m, subject, "state", { stream, at });
  const url = serverUrl(options, env, m);
  const answer = await ask(context, url, path, await readToken(options, env, m));
  if (answer.status !== 200) throw refusal(context, url, answer);
  const told = read(answer.bytes);
  if (told === null || told.state.subject !== subject || told.state.stream !== stream) {
    throw new CliError(EXIT.fault, m.errors.badAnswer(url));
  }
  await terminal.out(options.json ? `${visibleJson(told.raw)}\n` : stateText(context, told.state));
  return EXIT.ok;
}

/** The answer as it is, and as much of it as this program knows; null for what is no state. */
function read(bytes: Buffer): { readonly raw: unknown; readonly state: StateAnswer } | null {
  let raw: unknown;
  try {
    raw = JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
  const { data } = stateAnswer.safeParse(raw);
  return data === undefined ? null : { raw, state: data };
}
