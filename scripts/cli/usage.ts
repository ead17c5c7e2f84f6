import { visible } from "../../api/core/visible.ts";
import type { Messages, UsageTexts } from "./catalogue.ts";

/** What commander throws: for wrong use, and also to end after `--help`. */
export interface UsageError {
  readonly code: string;
  readonly exitCode: number;
  readonly message: string;
}

export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

const TEXTS: Readonly<
  Record<string, keyof Omit<UsageTexts, "excessArguments" | "other" | "seeHelp">>
> = {
  "commander.unknownOption": "unknownOption",
  "commander.unknownCommand": "unknownCommand",
  "commander.missingArgument": "missingArgument",
  "commander.missingMandatoryOptionValue": "missingOption",
  "commander.optionMissingArgument": "optionMissingArgument",
  "commander.invalidArgument": "invalidArgument",
};

/** Commander's own sentences are English: what is at fault stands in them between quotes, and is said in our words. */
export function describeUsageError(error: UsageError, { usage, errors }: Messages): string {
  const name = visible(/'([^']*)'/.exec(error.message)?.[1] ?? error.message);
  const key = TEXTS[error.code];
  const said =
    key !== undefined
      ? usage[key](name)
      : error.code === "commander.excessArguments"
        ? usage.excessArguments
        : usage.other;
  return `${errors.prefix} ${said}. ${usage.seeHelp}\n`;
}
