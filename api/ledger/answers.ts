import { Refusal } from "../core/errors.ts";
import type { Language } from "../core/language.ts";
import { describeBug, describeRefusal } from "../core/problem.ts";
import type { WriteOutcome } from "./outcome.ts";
import type { Ledger } from "./service.ts";

export interface AnswerOptions {
  readonly receipt: boolean;
  readonly disclosures: boolean;
}

/** What a write answers: with the entry and its receipt the writer can make evidence without the firm (DESIGN §3.10). */
export function writeAnswer(ledger: Ledger, outcome: WriteOutcome, options: AnswerOptions): object {
  const { id, version } = outcome;
  if (outcome.outcome !== "stored") return { outcome: outcome.outcome, id, version };
  const { entry } = outcome;
  return {
    outcome: outcome.outcome,
    id,
    version,
    index: entry.index,
    ...(options.receipt
      ? {
          entry: Buffer.from(entry.entry).toString("base64"),
          leafHash: Buffer.from(entry.leafHash).toString("base64"),
          receipt: ledger.receiptOf(entry),
        }
      : {}),
    ...(options.disclosures ? { disclosures: outcome.disclosures } : {}),
  };
}

/** The same for one line of a stream. */
export function lineAnswer<T>(
  number: number,
  outcome: T | Refusal,
  language: Language,
  tell: (outcome: T) => object,
): object {
  return outcome instanceof Refusal
    ? { line: number, problem: describeRefusal(outcome, language) }
    : { line: number, ...tell(outcome) };
}

/** A stream that cannot go on ends with a line that says why; its status was sent long ago. */
export function lastLine(
  error: unknown,
  language: Language,
  onBug: (error: unknown) => void,
): string {
  if (!(error instanceof Refusal)) onBug(error);
  const problem =
    error instanceof Refusal ? describeRefusal(error, language) : describeBug(language);
  return `${JSON.stringify({ problem })}\n`;
}
