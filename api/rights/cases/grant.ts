import type { StepFields } from "./case.ts";
import { NEEDS_CARRYING } from "./case.ts";
import type { Grant, Regarding } from "./handlers.ts";
import type { ReadCase } from "./read.ts";

/** A request as it is granted, out of the case and the decision's fields. */
export function grantOf(
  { subject, found }: Pick<ReadCase, "subject" | "found">,
  decided: StepFields,
  occurredAt: string,
): Grant {
  const { requestId, requestType, asked, language, jurisdiction } = found;
  const regarding = (decided.regarding ?? []) as unknown as Regarding;
  return {
    ...{ requestId, requestType, subject, asked, language, jurisdiction, occurredAt },
    decision: decided.decision as Grant["decision"],
    regarding: regarding.filter(({ what }) => what !== NEEDS_CARRYING),
    actor: decided.actor as unknown as Grant["actor"],
    reason: String(decided.reason),
    ground: (decided.ground ?? null) as string | null,
  };
}
