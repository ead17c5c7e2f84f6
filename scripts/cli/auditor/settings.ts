import { parseToken, readPrivate } from "../../../api/core/private-files.ts";
import type { AuditorSettings } from "../../../api/start/auditor.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { parseVkey, type VerifierKey } from "../../../portal/verify/note.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { explained } from "../explain.ts";
import { findPolicy } from "../policy-file.ts";
import { readBounded } from "../read-bounded.ts";
import { httpUrl, rpcUrlIfNamed } from "../settings.ts";

export interface AuditorCommand {
  readonly ledger: string;
  readonly policy: string;
  readonly directory: string;
  readonly tokenFile: string;
  readonly rpc?: string;
  readonly name?: string;
  readonly host?: string;
  readonly port?: string;
  readonly once?: boolean;
  readonly interval?: string;
  readonly grace?: string;
  readonly witnessFor?: string;
}

const MOST_KEYS_BYTES = 65_536;
const SECOND = 1_000;
/** What is doubted lasts over so many intervals without an answer, and over the time that a restart takes. */
const MOST_MISSED = 3;
const LEAST_GAP_MS = 60_000;

export interface AuditorRun {
  readonly settings: AuditorSettings;
  readonly host: string;
  readonly port: number;
  readonly intervalMs: number;
  readonly once: boolean;
}

/** @throws CliError */
export async function auditorRun(context: Context, options: AuditorCommand): Promise<AuditorRun> {
  const { env, m } = context;
  const number = (option: keyof AuditorCommand, flag: string, usual: number, most: number) =>
    wholeNumber(context, flag, options[option] as string | undefined, usual, most);
  const intervalMs = number("interval", "--interval", 5, 86_400) * SECOND;
  const once = options.once === true;
  return {
    settings: {
      ledgerUrl: httpUrl(options.ledger, m),
      policy: (await findPolicy(context, options.policy)) as Policy,
      directory: options.directory,
      token: await tokenOf(context, options.tokenFile),
      rpcUrl: rpcUrlIfNamed(options.rpc, env, m),
      name: options.name ?? null,
      witnessFor: options.witnessFor === undefined ? [] : await keysIn(context, options.witnessFor),
      graceMs: number("grace", "--grace", 900, 31_536_000) * SECOND,
      // Who calls it for one round at a time says by that how often it looks.
      gapMs: once ? Number.POSITIVE_INFINITY : Math.max(MOST_MISSED * intervalMs, LEAST_GAP_MS),
    },
    host: options.host ?? "127.0.0.1",
    port: number("port", "--port", 3_001, 65_535),
    intervalMs,
    once,
  };
}

function wholeNumber(
  { m }: Context,
  flag: string,
  text: string | undefined,
  usual: number,
  most: number,
): number {
  if (text === undefined) return usual;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw new CliError(EXIT.usage, m.auditor.notANumber(flag, `0–${most}`));
}

/** The auditor's key. @throws CliError */
export async function tokenOf(context: Context, file: string): Promise<string> {
  try {
    return parseToken(await readPrivate(file, "--token-file"), "--token-file");
  } catch (error) {
    const why = explained(error, context);
    throw why instanceof CliError ? new CliError(EXIT.usage, why.message) : why;
  }
}

/** One vkey a line; a remark begins with `#`. */
async function keysIn({ m, stdin }: Context, file: string): Promise<VerifierKey[]> {
  const bytes = await readBounded(file, MOST_KEYS_BYTES, stdin).catch(() => {
    throw new CliError(EXIT.usage, m.errors.unreadable(file));
  });
  return bytes
    .toString("utf8")
    .split("\n")
    .flatMap((line, at): VerifierKey[] => {
      if (line === "" || line.startsWith("#")) return [];
      try {
        return [parseVkey(line)];
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        throw new CliError(EXIT.usage, m.auditor.badKeys(file, at + 1));
      }
    });
}
