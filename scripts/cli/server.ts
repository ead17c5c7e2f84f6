import { readAtMost } from "../../api/core/at-most.ts";
import { visible } from "../../api/core/visible.ts";
import { readProblem } from "../import/send/answer.ts";
import type { Messages } from "./catalogue.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import type { Access } from "./settings.ts";

/** An answer of the ledger, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

const TIMEOUT_MS = 30_000;
/** More than any single answer to the command line; a state names every record of its stream. */
const MOST_BYTES = 64 << 20;
const SUBJECT = /^[A-Za-z0-9_-]{43}$/;

type Query = Readonly<Record<string, string | undefined>>;

/** A path with what is set of a query. */
export function queried(path: string, query: Query): string {
  const set = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

/** Where something is asked about a stream of a data subject. @throws CliError for what is no data subject */
export function streamPath(
  { errors }: Messages,
  subject: string,
  what: "evidence" | "state",
  query: Query,
): string {
  if (!SUBJECT.test(subject)) throw new CliError(EXIT.usage, errors.badSubject(subject));
  return queried(`/v1/subjects/${subject}/${what}`, query);
}

/** Where the consents of a data subject are told. @throws CliError for what is no data subject */
export function consentPath(
  { errors }: Messages,
  subject: string,
  purpose: string | null,
  at: string | null,
): string {
  if (!SUBJECT.test(subject)) throw new CliError(EXIT.usage, errors.badSubject(subject));
  const one = purpose === null ? "" : `/${purpose}`;
  return queried(`/v1/subjects/${subject}/consents${one}`, { at: at ?? undefined });
}

/** Asks the ledger; ends the command if nobody is there. */
export const ask = (
  context: Context,
  url: string,
  path: string,
  access: Access | null,
): Promise<Answer> => request(context, url, path, access, {});

/** Sends the ledger some JSON, and what it answers. */
export const post = (
  context: Context,
  url: string,
  path: string,
  access: Access | null,
  body: string,
): Promise<Answer> => request(context, url, path, access, { method: "POST", body });

/** A header is ASCII: whatever else is in a reason is percent-encoded. */
const headersOf = ({ token, reason }: Access): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(reason === null ? {} : { "counterfoil-reason": encodeURIComponent(reason) }),
});

async function request(
  { m, language }: Context,
  url: string,
  path: string,
  access: Access | null,
  sent: { readonly method?: "POST"; readonly body?: string },
): Promise<Answer> {
  const headers = {
    ...(sent.body === undefined ? {} : { "content-type": "application/json" }),
    "accept-language": language,
    ...(access === null ? {} : headersOf(access)),
  };
  let response: Response;
  let bytes: Buffer | null;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(new URL(path, url), { ...sent, headers, signal, redirect: "error" });
    bytes = await readAtMost(response.body, MOST_BYTES);
  } catch {
    throw new CliError(EXIT.fault, m.errors.unreachable(url));
  }
  if (bytes === null) throw new CliError(EXIT.fault, m.errors.badAnswer(url));
  return { status: response.status, bytes };
}

/** The sentence for an answer that is a refusal. What another question or another token would mend is wrong use; all else a fault. */
export function refusal({ m }: Context, url: string, { status, bytes }: Answer): CliError {
  const code = status >= 400 && status < 500 ? EXIT.usage : EXIT.fault;
  if (status === 401) return new CliError(code, m.errors.unauthorized(url));
  let said = "";
  try {
    const { message, errors } = readProblem(JSON.parse(bytes.toString("utf8")));
    said = [message, ...errors.map((one) => `${one.field}: ${one.message}.`)].join(" ");
  } catch {
    // Not problem details: the status is all there is.
  }
  return new CliError(code, m.errors.refused(status, visible(said)));
}
