import { stat } from "node:fs/promises";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";

/**
 * A file that is read is not written over, by whatever name or link.
 *
 * @param out where the result goes; nothing is checked without one
 * @param inputs what the command reads; `-` and what is not given are none
 * @throws CliError
 */
export async function assertNoInput(
  { m }: Pick<Context, "m">,
  out: string | undefined,
  inputs: readonly (string | undefined)[],
): Promise<void> {
  const written = out === undefined ? null : await identity(out);
  if (out === undefined || written === null) return;
  for (const input of inputs) {
    if (input === undefined || input === "-" || (await identity(input)) !== written) continue;
    throw new CliError(EXIT.usage, m.errors.overInput(out));
  }
}

/** The same for two names of one file; null if there is no regular file. */
async function identity(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found?.isFile() ? `${found.dev} ${found.ino}` : null;
}
