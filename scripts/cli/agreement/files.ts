/** The files of an agreement, and what on the command line is an account, a hash or a time. */
import { lstat, writeFile } from "node:fs/promises";
import { accountOf } from "../../../api/anchor/sharing/typed-data.ts";
import { isRefusal } from "../../../api/core/errors.ts";
import { decodeUtf8, parseJsonObject } from "../../../api/core/json.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { visible } from "../../../api/core/visible.ts";
import { isTime, parseTime } from "../../../portal/verify/time.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { readBounded } from "../read-bounded.ts";

/** More than what anybody signs here; a contract's signature may be long. */
const LIMIT = 2 ** 20;

/** Refuses early what {@link writeJson} would refuse in the end. */
export async function assertNew({ m }: Context, out: string): Promise<void> {
  const isThere = await lstat(out).then(
    () => true,
    () => false,
  );
  if (isThere) throw new CliError(EXIT.usage, m.agreement.there(visible(out)));
}

/** What a JSON file says, as `read` takes it; what is wrong with it is told with the file's name. */
export async function readJsonFile<T>(
  { m, language, stdin }: Context,
  file: string,
  read: (value: Record<string, unknown>) => T,
): Promise<T> {
  const texts = m.agreement;
  const name = visible(file);
  const bytes = await readBounded(file, LIMIT, stdin).catch(() => {
    throw new CliError(EXIT.usage, m.errors.unreadable(name));
  });
  if (bytes.length > LIMIT) throw new CliError(EXIT.usage, m.errors.unreadable(name));
  try {
    return read(parseJsonObject(decodeUtf8(bytes)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { detail } = describeRefusal(error, language);
    throw error.code === "agreement_refused"
      ? new CliError(EXIT.fault, texts.ofFile(name, detail))
      : new CliError(EXIT.usage, texts.unreadable(name, detail));
  }
}

/**
 * JSON for a person and for a machine: in words on the one stream, as JSON on the other, or in a new file. What is there already is not
 * written over: it may be the only copy of a signature.
 */
export async function writeJson(
  { terminal, m }: Context,
  { words, json }: { readonly words: string; readonly json: unknown },
  out: string | undefined,
): Promise<void> {
  const text = `${JSON.stringify(json, null, 2)}\n`;
  if (out === undefined) {
    await terminal.err(words);
    await terminal.out(text);
    return;
  }
  try {
    await writeFile(out, text, { flag: "wx" });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    const said = isThere ? m.agreement.there : m.errors.unwritable;
    throw new CliError(EXIT.usage, said(visible(out)));
  }
  await terminal.out(`${words}${m.agreement.written(visible(out))}\n`);
}

export function accountGiven({ m }: Context, option: string, text: string): string {
  const account = accountOf(text);
  if (account === null) throw new CliError(EXIT.usage, m.agreement.badAccount(option));
  return account;
}

/** 32 bytes. */
export function wordGiven({ m }: Context, option: string, text: string): string {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  throw new CliError(EXIT.usage, m.agreement.badWord(option));
}

export function timeGiven({ m }: Context, option: string, text: string): number {
  const seconds = secondsOf(text);
  if (seconds === null) throw new CliError(EXIT.usage, m.agreement.badTime(option));
  return seconds;
}

/** Seconds since 1970 of a time as `timeText` writes it; `null` if it is none, or before 1970. */
export function secondsOf(text: unknown): number | null {
  if (typeof text !== "string" || !text.endsWith("Z")) return null;
  const whole = text.replace(/Z$/, ".000Z");
  if (!isTime(whole)) return null;
  const seconds = parseTime(whole) / 1000;
  return seconds < 0 ? null : seconds;
}
