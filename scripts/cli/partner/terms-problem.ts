/** Whether the contract has agreed to exactly the terms that a partner holds. */
import type { AgreedVersion, AgreementState } from "../../../api/anchor/sharing/view.ts";
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import type { Terms } from "../../../api/sharing/terms/model.ts";
import { parseTime } from "../../../portal/verify/time.ts";

/** Why terms are not those under which something may be taken. */
export type TermsProblem = "not_agreed" | "other_parties" | "not_in_force" | "terminated";

/** What of the contract's answer is not as the partner's own copy of the terms has it; `null`: it is in force. Pure. */
export function termsProblem(
  terms: Terms,
  {
    state,
    version,
    inForce,
  }: {
    readonly state: AgreementState;
    /** `null`: so many were not agreed. */
    readonly version: AgreedVersion | null;
    readonly inForce: number;
  },
): TermsProblem | null {
  const seconds = (time: string): number => parseTime(time) / 1000;
  const { controller, recipient } = terms;
  if (state.controller !== controller.account || state.recipient !== recipient.account)
    return "other_parties";
  const isAgreed =
    version !== null &&
    version.termsHash === termsHash(terms).hex &&
    version.ledgerId === controller.ledgerId &&
    version.validFrom === seconds(terms.validFrom) &&
    version.validUntil === seconds(terms.validUntil);
  if (!isAgreed) return "not_agreed";
  if (inForce === terms.version) return null;
  return state.terminatedAt === null ? "not_in_force" : "terminated";
}
