import { writeFile } from "node:fs/promises";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { ask, refusal } from "./server.ts";
import { readToken, type ServerOptions, serverUrl } from "./settings.ts";

export interface EvidenceCommand extends ServerOptions {
  readonly out?: string;
  readonly fields?: string;
  readonly checkpoint?: string;
}

const RECORD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `counterfoil evidence`: the very bytes that the ledger gave out, for every one of them counts. */
export async function evidence(
  context: Context,
  id: string,
  options: EvidenceCommand,
): Promise<number> {
  const { m, env, terminal } = context;
  if (!RECORD_ID.test(id)) throw new CliError(EXIT.usage, m.errors.badId(id));
  const url = serverUrl(options, env, m);
  const token = await readToken(options, env, m);
  const query = new URLSearchParams();
  if (options.fields !== undefined) query.set("fields", options.fields);
  if (options.checkpoint !== undefined) query.set("checkpoint", options.checkpoint);
  const path = `/v1/records/${id}/evidence${query.size === 0 ? "" : `?${query}`}`;
  const answer = await ask(context, url, path, token);
  if (answer.status !== 200) throw refusal(context, url, answer);
  if (options.out === undefined) await terminal.out(answer.bytes);
  else await save(context, options.out, answer.bytes);
  return EXIT.ok;
}

async function save({ m }: Context, file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch {
    throw new CliError(EXIT.usage, m.errors.unwritable(file));
  }
}
