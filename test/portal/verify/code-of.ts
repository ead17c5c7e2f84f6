import { FormatError } from "../../../portal/verify/errors.ts";

/** The code of the FormatError that a call throws; null if it throws nothing; else a plain name. */
export function codeOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof FormatError ? error.code : (error as Error).name;
  }
}
