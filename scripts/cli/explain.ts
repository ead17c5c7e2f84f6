import { Misbehaviour, Refusal } from "../../api/core/errors.ts";
import { messages } from "../../api/core/messages.ts";
import { describeRefusal } from "../../api/core/problem.ts";
import { visible } from "../../api/core/visible.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";

/** For commands that work on a ledger's own files: what the server would say of it. What it would not expect stays a fault. */
export function explained(
  error: unknown,
  { language, m }: Pick<Context, "language" | "m">,
): unknown {
  if (error instanceof Refusal)
    return new CliError(EXIT.fault, describeRefusal(error, language).detail);
  if (error instanceof Misbehaviour)
    return new CliError(EXIT.fault, messages[language].misbehaviour[error.code]);
  const { code, path } = error as NodeJS.ErrnoException;
  if (NOT_ALLOWED.has(code ?? "") && path !== undefined)
    return new CliError(EXIT.usage, m.errors.notAllowed(visible(path)));
  return error;
}

/** It is there, and somebody else's; or nobody can write there. */
const NOT_ALLOWED: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS"]);
