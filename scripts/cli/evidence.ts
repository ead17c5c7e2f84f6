import { writeFile } from "node:fs/promises";
import { parsePolicy } from "../../portal/verify/policy.ts";
import { firmSubject } from "../../portal/verify/subject.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { assertNoInput } from "./out-file.ts";
import { ask, queried, refusal, streamPath } from "./server.ts";
import { accessOf, type ServerOptions, serverUrl, tokenFile } from "./settings.ts";

export interface EvidenceCommand extends ServerOptions {
  readonly out?: string;
  readonly claim?: "record" | "current" | "history" | "absent";
  readonly fields?: string;
  readonly checkpoint?: string;
  readonly subject?: string;
  readonly stream?: string;
  readonly from?: string;
  readonly at?: string;
  readonly withhold?: string;
}

const FIRM = "firm";
const RECORD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OF_STREAMS = ["subject", "stream", "from", "at", "withhold"] as const;
const OF_HISTORIES = ["fields", "from", "at", "withhold"] as const;

/** `counterfoil evidence`: the very bytes that the ledger gave out, for every one of them counts. */
export async function evidence(
  context: Context,
  id: string | undefined,
  options: EvidenceCommand,
): Promise<number> {
  const { m, env, terminal } = context;
  const url = serverUrl(options, env, m);
  const about = options.subject === FIRM ? await firmOf(context, url) : options.subject;
  const named = about === undefined ? options : { ...options, subject: about };
  const path = id === undefined ? ofStream(context, named) : ofRecord(context, id, options);
  await assertNoInput(context, options.out, [tokenFile(options, env)]);
  const answer = await ask(context, url, path, await accessOf(options, env, m));
  if (answer.status !== 200) throw refusal(context, url, answer);
  if (options.out === undefined) await terminal.out(answer.bytes);
  else await save(context, options.out, answer.bytes);
  return EXIT.ok;
}

/** The firm as a data subject, whom everybody can name who knows the ledger (FORMAT §5.1). */
async function firmOf(context: Context, url: string): Promise<string> {
  const answer = await ask(context, url, "/.well-known/counterfoil/policy.json", null);
  if (answer.status !== 200) throw refusal(context, url, answer);
  try {
    return firmSubject(parsePolicy(answer.bytes).ledgerId);
  } catch {
    throw new CliError(EXIT.fault, context.m.errors.badAnswer(url));
  }
}

function ofRecord({ m }: Context, id: string, options: EvidenceCommand): string {
  if (!RECORD_ID.test(id)) throw wrong(m.errors.badId(id));
  const { claim, fields, checkpoint } = options;
  const other = OF_STREAMS.find((name) => options[name] !== undefined);
  if (other !== undefined) throw wrong(m.errors.ofStreams(`--${other}`));
  if (claim === "history" || claim === "absent")
    throw wrong(m.errors.ofStreams(`--claim ${claim}`));
  return queried(`/v1/records/${id}/evidence`, { claim, fields, checkpoint });
}

function ofStream({ m }: Context, options: EvidenceCommand): string {
  const { subject, stream, claim, fields, checkpoint, from, at, withhold } = options;
  if (claim === "record" || claim === "current")
    throw wrong(m.errors.ofRecords(`--claim ${claim}`));
  if (subject === undefined || stream === undefined) throw wrong(m.errors.aboutWhat);
  if (claim === undefined) throw wrong(m.errors.whichClaim);
  const other = OF_HISTORIES.find((name) => options[name] !== undefined);
  if (claim === "absent" && other !== undefined) throw wrong(m.errors.notOfAbsence(`--${other}`));
  const behind = from === undefined ? undefined : urlSafe(from);
  const query = { stream, claim, fields, withhold, from: behind, at, checkpoint };
  return streamPath(m, subject, "evidence", query);
}

/** Files and verdicts show leaf hashes in base64, the API takes base64url: here both are understood. */
const urlSafe = (from: string): string =>
  from.replaceAll("+", "-").replaceAll("/", "_").replace(/=$/, "");

const wrong = (message: string): CliError => new CliError(EXIT.usage, message);

async function save({ m }: Context, file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch {
    throw new CliError(EXIT.usage, m.errors.unwritable(file));
  }
}
