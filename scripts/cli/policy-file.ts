import { FormatError } from "../../portal/verify/errors.ts";
import { MAX_POLICY_BYTES, type Policy, parsePolicy } from "../../portal/verify/policy.ts";
import { renderReason } from "../../portal/verify/render.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { readBounded } from "./read-bounded.ts";
import { defaultPolicyFile } from "./settings.ts";

/** The policy asked for; else that of the data directory if it is there. What is there must be usable. */
export async function findPolicy(
  context: Context,
  named: string | undefined,
): Promise<Policy | null> {
  const file = named ?? defaultPolicyFile(context.env);
  let source: Buffer;
  try {
    source = await readBounded(file, MAX_POLICY_BYTES, context.stdin);
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (absent && named === undefined) return null;
    throw new CliError(EXIT.usage, context.m.errors.unreadable(file));
  }
  return usablePolicy(context, file, source);
}

function usablePolicy({ m, language }: Context, file: string, source: Buffer): Policy {
  try {
    return parsePolicy(source);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const why = renderReason(error.code, { ...error.details }, language);
    throw new CliError(EXIT.usage, m.errors.badPolicy(file, why));
  }
}
