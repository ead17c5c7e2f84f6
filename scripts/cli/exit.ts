/** Exit codes beside those of a verdict (docs/FORMAT.md §11.2). `alarm`: the ledger works, and somebody should look at it now. */
export const EXIT = { ok: 0, fault: 1, usage: 2, refused: 3, alarm: 4 } as const;

/** Ends a command with a sentence for people. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}
