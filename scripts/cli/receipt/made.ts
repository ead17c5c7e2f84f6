/** What became of the file that `--out` asked for. */
import { writeFile } from "node:fs/promises";
import { visible } from "../../../api/core/visible.ts";
import type { ReceiptStatus } from "../../../portal/verify/receipt.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit.ts";
import type { Upgraded, UpgradeFailure } from "./upgrade.ts";
import { RECEIPT_EXIT } from "./words.ts";

/** `unwritable`: it was made, and cannot be written. Null: nobody asked for it, or there is nothing to prove yet. */
export type Made =
  | Upgraded
  | UpgradeFailure
  | { readonly failure: "unwritable"; readonly word: null }
  | null;

/** What was judged is told whatever becomes of the file, so this ends no command. */
export async function save(file: string, made: Upgraded | UpgradeFailure | null): Promise<Made> {
  if (made === null || "failure" in made) return made;
  return writeFile(file, made.bytes).then(
    () => made,
    () => ({ failure: "unwritable", word: null }),
  );
}

/** The judgement's, unless the file is lacking; a checkpoint that contradicts the chain is worth more than a kept promise. */
export function exitCodeOf(status: ReceiptStatus, made: Made): number {
  if (made === null || !("failure" in made)) return RECEIPT_EXIT[status];
  if (made.failure === "diverges") return RECEIPT_EXIT.broken;
  return status === "kept" ? EXIT.refused : RECEIPT_EXIT[status];
}

export function evidenceJson(made: Made, file: string): object | null {
  if (made === null || "failure" in made) return made && { ...made };
  return { file, kind: made.kind, size: made.size, block: made.block };
}

interface Asked {
  readonly file: string;
  /** Where tiles were looked for. */
  readonly log: string;
  /** Programs find all in the JSON; that this machine cannot write is said beside it. */
  readonly json: boolean;
}

export async function tellMade(
  { terminal, m }: Context,
  made: Made,
  { file, log, json }: Asked,
): Promise<void> {
  const { receipt: t, errors } = m;
  const failed = made !== null && "failure" in made ? made : null;
  if (failed?.failure === "unwritable") {
    await terminal.err(`${errors.prefix} ${visible(errors.unwritable(file))}\n`);
  } else if (json) return;
  else if (failed !== null) {
    await terminal.err(`${visible(t.failures[failed.failure](log, failed.word ?? ""))}\n`);
  } else if (made !== null && "bytes" in made) {
    await terminal.out(`${visible(t.written[made.kind](file, String(made.size)))}\n`);
  } else await terminal.err(`${visible(t.notWritten)}\n`);
}
