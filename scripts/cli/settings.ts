import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Messages } from "./catalogue.ts";
import { CliError, EXIT } from "./exit.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const set = (env: Environment, name: string): string | undefined => env[name] || undefined;

export interface ServerOptions {
  readonly server?: string;
  readonly tokenFile?: string;
  /** What for; commands that read somebody's data have it. */
  readonly reason?: string;
}

/** What a request shows, and says, of who asks. */
export interface Access {
  readonly token: string;
  readonly reason: string | null;
}

export const accessOf = async (
  options: ServerOptions,
  env: Environment,
  m: Messages,
): Promise<Access> => ({
  token: await readToken(options, env, m),
  reason: options.reason ?? null,
});

export function serverUrl(options: ServerOptions, env: Environment, m: Messages): string {
  const url =
    options.server ?? set(env, "COUNTERFOIL_URL") ?? `http://127.0.0.1:${set(env, "PORT") ?? 3000}`;
  return httpUrl(url, m);
}

export function rpcUrl(option: string | undefined, env: Environment, m: Messages): string {
  const port = set(env, "COUNTERFOIL_CHAIN_PORT") ?? "8545";
  return httpUrl(option ?? set(env, "COUNTERFOIL_RPC_URL") ?? `http://127.0.0.1:${port}`, m);
}

/** For who can do without a chain: null if no node is named. An option that is empty names one, and is none. */
export function rpcUrlIfNamed(
  option: string | undefined,
  env: Environment,
  m: Messages,
): string | null {
  const url = option ?? set(env, "COUNTERFOIL_RPC_URL");
  return url === undefined ? null : httpUrl(url, m);
}

/** Where a log is read from: an address, or a directory; that of the ledger if none is named. */
export function logPlace(option: string | undefined, env: Environment, m: Messages): string {
  if (option === undefined) return serverUrl({}, env, m);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(option) ? httpUrl(option, m) : option;
}

export function httpUrl(text: string, m: Messages): string {
  const url = URL.parse(text);
  // No answer would come: requests to such an address are never sent.
  if (url !== null && url.username + url.password !== "")
    throw new CliError(EXIT.usage, m.errors.passwordInUrl);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return text;
  throw new CliError(EXIT.usage, m.errors.notAUrl(text));
}

export function defaultPolicyFile(env: Environment): string {
  return resolve(set(env, "COUNTERFOIL_DATA") ?? "data", "policy.json");
}

/** Where the key lies that is shown to the ledger, unless a command is told otherwise. */
export function tokenFile(options: ServerOptions, env: Environment): string {
  const keys = set(env, "COUNTERFOIL_KEYS") ?? "keys";
  return options.tokenFile ?? set(env, "COUNTERFOIL_TOKEN_FILE") ?? join(keys, "token");
}

/** The bearer token of the ledger. */
export async function readToken(
  options: ServerOptions,
  env: Environment,
  m: Messages,
): Promise<string> {
  const file = tokenFile(options, env);
  const text = await readFile(file, "utf8").catch(() => {
    throw new CliError(EXIT.usage, m.errors.noToken(file));
  });
  const token = text.trim();
  if (/^[\x21-\x7e]{1,4096}$/.test(token)) return token;
  throw new CliError(EXIT.usage, m.errors.badToken(file));
}
