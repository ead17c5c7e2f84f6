import { constants, createReadStream } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { REPORT_FORMAT } from "../../../api/audit/report.ts";
import { type Config, inside } from "../../../api/core/config.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";

/** How a report begins, by its form. */
const BEGINNINGS = { html: "<!doctype html>", json: "{" } as const;

/**
 * Before an audit begins that may take hours: its report will find its place, and nothing is lost there but an older report.
 *
 * @throws CliError
 */
export async function assertReportFile(
  { m }: Pick<Context, "m">,
  config: Config,
  form: keyof typeof BEGINNINGS,
  file: string,
): Promise<void> {
  const wrong = (message: string): CliError => new CliError(EXIT.usage, message);
  const path = await real(file);
  const { dataDirectory, keysDirectory, copyDirectory, demoAuditorDirectory } = config;
  for (const own of [dataDirectory, keysDirectory, copyDirectory, demoAuditorDirectory]) {
    if (own !== null && inside(path, await real(own))) throw wrong(m.audit.insideLedger(file));
  }
  const found = await stat(path).catch(() => null);
  try {
    if (found === null || found.isFile()) await access(dirname(path), constants.X_OK);
    await access(found === null ? dirname(path) : path, constants.W_OK);
  } catch {
    throw wrong(m.errors.unwritable(file));
  }
  if (found?.isDirectory()) throw wrong(m.errors.unwritable(file));
  // Nothing is lost of an empty file, nor of a device.
  if (!found?.isFile() || found.size === 0) return;
  if (!(await isReport(path, BEGINNINGS[form]))) throw wrong(m.audit.noReport(file));
}

/** Where a path leads to in truth; its last name need not be there yet. */
async function real(file: string): Promise<string> {
  const path = resolve(file);
  return realpath(path).catch(async () => {
    const parent = await realpath(dirname(path)).catch(() => dirname(path));
    return join(parent, basename(path));
  });
}

async function isReport(path: string, beginning: string): Promise<boolean> {
  let before: string | null = null;
  try {
    for await (const chunk of createReadStream(path, "latin1")) {
      const text: string = (before ?? "") + chunk;
      if (before === null && !text.startsWith(beginning)) return false;
      if (text.includes(REPORT_FORMAT)) return true;
      before = text.slice(-REPORT_FORMAT.length);
    }
  } catch {
    // What cannot be read is not known to be a report.
  }
  return false;
}
