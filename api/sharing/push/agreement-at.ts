/** Whether an agreement was in force at a moment, and what of its terms is decided by. */

import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { AgreementRow, KnownTerms } from "../../store/partner-store.ts";
import type { Agreement } from "../agreements.ts";
import { inForceAt } from "../delivery/in-force.ts";
import { dutyMilliseconds } from "../terms/limits.ts";
import type { Terms } from "../terms/model.ts";
import { after, type Moment } from "./moment.ts";

const knownOf = ({ version, purposes, records, duties }: Terms): KnownTerms => ({
  version,
  uses: purposes.map(({ purposeId, consents }) => ({ purposeId, consents })),
  kinds: records.map(({ kind }) => kind),
  deleteWithin: dutyMilliseconds(duties.deleteWithin),
  acknowledgeWithin: dutyMilliseconds(duties.acknowledgeWithin),
});

/**
 * @param before how it stood; `null`: nothing was known of it
 * @returns as before where a step of it cannot be read: nobody knows then, and neither ends nor begins anything by that
 */
export function agreementAt(
  agreement: Agreement,
  { below, time }: Moment,
  before: AgreementRow | null,
): AgreementRow {
  const { agreementId, versions } = agreement;
  const steps = agreement.steps.filter(({ index }) => index < below);
  const isLost = agreement.lost !== null && (agreement.lost < below || steps.length === 0);
  const organization = steps.findLast(({ event }) => event === "tied")?.organization ?? null;
  const none = { agreement: agreementId, inForce: false, terms: null, organization, dueAt: null };
  if (isLost) return { ...(before ?? none), dueAt: null };
  const known = { ...agreement, steps, lost: null };
  let now: ReturnType<typeof inForceAt>;
  try {
    now = inForceAt(known, formatTime(time));
  } catch (error) {
    if (error instanceof Refusal) return { ...(before ?? none), dueAt: null };
    throw error;
  }
  const times = [
    ...steps.map((step) => step.transaction?.time ?? step.occurredAt),
    ...versions.flatMap(({ drafts }) =>
      [...drafts.values()].flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]),
    ),
  ];
  return {
    ...{ agreement: agreementId, organization, dueAt: after(time, times) },
    inForce: !(now instanceof Refusal),
    terms: now instanceof Refusal ? (before?.terms ?? null) : knownOf(now.terms),
  };
}
