import { identifier } from "../../../api/consent/kinds/shapes.ts";
import { visibleJson } from "../../../api/core/visible.ts";
import { formatTime, isTime } from "../../../portal/verify/time.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { ask, consentPath, post, refusal } from "../server.ts";
import { type Access, accessOf, type ServerOptions, serverUrl } from "../settings.ts";
import { readConsents } from "./answer.ts";
import { consentText } from "./report.ts";

export interface ConsentCommand extends ServerOptions {
  readonly source?: string;
  readonly number?: string;
  readonly at?: string;
  readonly json?: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_LENGTH = 10;

/** `counterfoil consent`: whether there was consent at a time, as the ledger tells it. */
export async function consentCommand(
  context: Context,
  words: readonly string[],
  options: ConsentCommand,
): Promise<number> {
  const { env, m, terminal } = context;
  const named = options.source !== undefined || options.number !== undefined;
  const [first, second] = words;
  if (!named && first === undefined) throw wrong(m.consent.nobody);
  if (named && second !== undefined) throw wrong(m.consent.twice);
  if (named && (options.source === undefined || options.number === undefined))
    throw wrong(m.consent.half);
  const purpose = (named ? first : second) ?? null;
  if (purpose !== null && !identifier.safeParse(purpose).success)
    throw wrong(m.consent.badPurpose(purpose));
  const at = options.at === undefined ? null : timeOf(context, options.at);
  const url = serverUrl(options, env, m);
  const access = await accessOf(options, env, m);
  const subject = named ? await subjectOf(context, url, access, options) : (first as string);
  const path = consentPath(m, subject, purpose, at);
  const answer = await ask(context, url, path, access);
  if (answer.status !== 200) throw refusal(context, url, answer);
  const told = readConsents(answer.bytes, purpose !== null);
  const asked = { subject, purpose, at };
  if (told === null || !told.answers.every((one) => isAbout(one, asked)))
    throw new CliError(EXIT.fault, m.errors.badAnswer(url));
  const text = options.json
    ? `${visibleJson(told.raw)}\n`
    : consentText(context, told.answers, asked);
  await terminal.out(text);
  return EXIT.ok;
}

const wrong = (sentence: string): CliError => new CliError(EXIT.usage, sentence);

const isAbout = (
  { subject, purposeId }: { readonly subject: string; readonly purposeId: string },
  asked: { readonly subject: string; readonly purpose: string | null },
): boolean => subject === asked.subject && (asked.purpose ?? purposeId) === purposeId;

/** A day is asked about as it ended: what was done on it counts. Today has not ended: it is now. */
function timeOf({ m, clock }: Context, text: string): string | null {
  const time = DAY.test(text) ? `${text}T23:59:59.999Z` : text;
  if (!isTime(time)) throw wrong(m.consent.badTime(text));
  return DAY.test(text) && text === formatTime(clock.now()).slice(0, DAY_LENGTH) ? null : time;
}

/** Who is only asked about is not made known to the ledger by it. */
async function subjectOf(
  context: Context,
  url: string,
  access: Access,
  { source, number }: ConsentCommand,
): Promise<string> {
  const body = JSON.stringify({ source, externalNumber: number });
  const answer = await post(context, url, "/v1/subjects/lookup", access, body);
  if (answer.status !== 200) throw refusal(context, url, answer);
  try {
    const { subject } = JSON.parse(answer.bytes.toString("utf8")) as { subject?: unknown };
    if (typeof subject === "string") return subject;
  } catch {
    // Told below.
  }
  throw new CliError(EXIT.fault, context.m.errors.badAnswer(url));
}
