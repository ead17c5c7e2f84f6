/** Runs one vector of a comparison. Shared by the runner in Node and the one in the browser: neither's APIs. */
import { base64Decode, base64Encode } from "../../../portal/verify/bytes.ts";
import { type Compared, compared } from "../../../portal/verify/compared.ts";
import { contradiction } from "../../../portal/verify/contradiction.ts";
import { encodeMisbehaviour } from "../../../portal/verify/misbehaviour.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { statementsOf } from "../../../portal/verify/read-statements.ts";

export interface CompareOutcome {
  readonly found: string | null;
  readonly refused: readonly (string | null)[];
  readonly faults: readonly (string | null)[];
}

export interface CompareVector {
  readonly description: { readonly en: string; readonly zh: string };
  readonly a: string;
  readonly b: string;
  readonly policy: object;
  readonly expect: CompareOutcome;
}

export interface CompareRun {
  readonly outcome: CompareOutcome;
  /** The proof that was found, base64. */
  readonly proof: string | null;
  readonly compared: Compared | null;
}

export function runCompare({ a, b, policy: pinned }: CompareVector): CompareRun {
  const policy = parsePolicy(JSON.stringify(pinned));
  const reads = [a, b].map((file) => statementsOf(base64Decode(file), policy));
  const known = reads.flatMap((read) => ("refused" in read ? [] : [read]));
  const found = contradiction(...known);
  const [one, other] = known;
  return {
    outcome: {
      found: found?.kind ?? null,
      refused: reads.map((read) => ("refused" in read ? read.refused.code : null)),
      faults: reads.map((read) => ("fault" in read ? (read.fault?.code ?? null) : null)),
    },
    proof: found && base64Encode(encodeMisbehaviour(found)),
    compared: one && other ? compared(one, other) : null,
  };
}
