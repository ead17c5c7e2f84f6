/** What a choice that is refused tells of a person: whoever stands for them learns from it how their consent is. */
import { type ConsentProblem, isRefusal } from "../../core/errors.ts";
import type { Tells } from "../../ledger/reading.ts";
import { refusedOf } from "../../ledger/refused.ts";
import type { Input } from "../input.ts";
import { identifier } from "../kinds/shapes.ts";

/** They rest on what the person chose before. All others say how it was asked, or how the firm's purposes and notices are. */
const STATE_TELLS: ReadonlySet<ConsentProblem> = new Set<ConsentProblem>([
  "already_given",
  "already_requested",
  "never_given",
  "not_in_force",
  "nothing_to_renew",
  "withdraw_instead",
]);

export const refusedChoice = (subject: string, { purposeId }: Input): Tells => {
  const purpose = identifier.safeParse(purposeId);
  const told = [{ what: "consent", of: purpose.success ? purpose.data : null }] as const;
  const other = refusedOf(subject, told);
  return async (refusal) => {
    if (!isRefusal(refusal, "consent_refused")) return other(refusal);
    const { problem, problems = [] } = refusal.details;
    const all = [problem, ...problems.map(({ code }) => code as ConsentProblem)];
    return all.some((each) => STATE_TELLS.has(each)) ? [{ subject, told }] : [];
  };
};
