/** Many records in one call, and what became of each in short. */
import { Refusal } from "../../api/core/errors.ts";
import type { WriteOutcome } from "../../api/ledger/outcome.ts";
import type { TestLedger } from "./ledger.ts";

export const summary = (outcome: WriteOutcome | Refusal): string =>
  outcome instanceof Refusal ? outcome.code : `${outcome.outcome} ${outcome.version}`;

export async function writeAll(
  { ledger }: Pick<TestLedger, "ledger">,
  inputs: readonly Record<string, unknown>[],
  options: { insist?: boolean; keys?: readonly (string | null)[] } = {},
): Promise<(WriteOutcome | Refusal)[]> {
  return ledger.write(
    inputs.map((input, i) => ({
      draft: ledger.parse(input),
      insist: options.insist ?? false,
      idempotency: options.keys?.[i] ?? null,
    })),
  );
}
