import { createHash } from "node:crypto";
import { canonicalBytes } from "../../../portal/verify/jcs.ts";
import { Refusal } from "../../core/errors.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { Case, StepFields } from "./case.ts";
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

/** By this a decision names what it grants: by the SHA-256 of its canonical JSON, base64url. */
const ASKED = "asked";

const hashOf = (asked: NonNullable<Case["asked"]>): string =>
  createHash("sha256")
    .update(canonicalBytes(asked as JsonValue))
    .digest("base64url");

/** What a decision about this names of it; nothing where nothing was asked for in fields. */
export const askedNamed = ({ asked }: Pick<Case, "asked">): Regarding =>
  asked === null ? [] : [{ what: ASKED, id: hashOf(asked) }];

/**
 * Holds what is to be granted, or carried out, against what a decision names of it. One that names nothing of it passes.
 *
 * @throws Refusal `request_refused` (`asked_moved`): it was put right since, or a record is gone that said it
 */
export function assertAsGranted(found: Pick<Case, "asked">, regarding: Regarding): void {
  const named = regarding.find(({ what }) => what === ASKED);
  const [now] = askedNamed(found);
  if (named !== undefined && named.id !== now?.id)
    throw new Refusal("request_refused", { problem: "asked_moved" });
}
