import { Misbehaviour, Refusal } from "../../api/core/errors.ts";
import { messages } from "../../api/core/messages.ts";
import { describeRefusal } from "../../api/core/problem.ts";
import type { Context } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";

/** For commands that work on a ledger's own files: what the server would say of it. What it would not expect stays a fault. */
export function explained(error: unknown, { language }: Pick<Context, "language">): unknown {
  if (error instanceof Refusal)
    return new CliError(EXIT.fault, describeRefusal(error, language).detail);
  if (error instanceof Misbehaviour)
    return new CliError(EXIT.fault, messages[language].misbehaviour[error.code]);
  return error;
}
