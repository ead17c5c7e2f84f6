import { rmdirSync, rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";

/** As a shell has it for a process that SIGINT ended. */
const INTERRUPTED = 130;

/**
 * Works with a directory of its own below `parent` (the system's for such things), which is gone afterwards, also where somebody interrupts the process.
 */
export async function withWorkDirectory<T>(
  { terminal, m }: Pick<Context, "terminal" | "m">,
  parent: string | undefined,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const { directory, made } = await newDirectory(m, parent);
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
    if (made !== undefined) removeEmpty(dirname(directory), made);
  };
  const interrupted = (): void => {
    remove();
    // The audit has threads of its own that would go on: nothing but files for reading is open in them.
    void terminal.err(`\n${m.audit.interrupted}\n`).finally(() => process.exit(INTERRUPTED));
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, interrupted);
  try {
    return await work(directory);
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    remove();
  }
}

/** What was made for it, from the innermost directory to the first; what somebody else uses by now stays. */
function removeEmpty(innermost: string, first: string): void {
  try {
    for (let path = innermost; path.length >= first.length; path = dirname(path)) rmdirSync(path);
  } catch {
    // Not empty, or gone.
  }
}

/** `made`: the first directory that was not there. */
async function newDirectory(
  m: Context["m"],
  parent: string | undefined,
): Promise<{ readonly directory: string; readonly made: string | undefined }> {
  const place = parent === undefined ? tmpdir() : resolve(parent);
  try {
    const made = await mkdir(place, { recursive: true, mode: 0o700 });
    return { directory: await mkdtemp(join(place, "counterfoil-audit-")), made };
  } catch {
    throw new CliError(EXIT.usage, m.errors.unwritable(place));
  }
}
