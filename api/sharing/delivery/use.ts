/** Whether a use may be made of anybody's records at all, by what the firm has stated of the use's own purpose by now (FORMAT §17: the version in force counts, not that of the day of signing). Pure. */
import { isByConsent, isRetired, purposeAt } from "../../consent/lookup.ts";
import type { Purpose } from "../../consent/model.ts";
import type { Terms } from "../terms/model.ts";

/** `purpose_needs_consent`: people are asked for it by now, and the terms have nobody asked. `purpose_unknown`: nobody can tell how it stands. */
export type UseProblem =
  | "purpose_unknown"
  | "purpose_not_in_force"
  | "purpose_retired"
  | "purpose_needs_consent";

export type Use = Terms["purposes"][number];

/** @param at RFC 3339 (FORMAT §1) */
export function againstUse(
  purpose: Purpose | null,
  { purposeId, consents }: Use,
  at: string,
): UseProblem | null {
  if (purpose === null) return "purpose_unknown";
  if (isRetired(purpose, at)) return "purpose_retired";
  const version = purposeAt(purpose, at);
  if (version === null) return "purpose_not_in_force";
  // A version that is gone may be the one that counts.
  if (version.purposeVersion <= purpose.lostUpTo) return "purpose_unknown";
  return isByConsent(version) && !consents.includes(purposeId) ? "purpose_needs_consent" : null;
}
