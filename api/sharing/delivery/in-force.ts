/** Which version of an agreement is in force at a time, out of the ledger's own records of what the chain did (FORMAT §16). */
import type { FirmStreams } from "../../consent/firm-streams.ts";
import { Refusal } from "../../core/errors.ts";
import type { OutsideTerm } from "../../core/sharing-refusals.ts";
import type { Agreement, AgreementStep } from "../agreements.ts";
import type { Terms } from "../terms/model.ts";
import { type Policy, policyOf } from "../terms/policy.ts";

/** The terms that count. */
export interface TermsInForce {
  readonly version: number;
  readonly terms: Terms;
  readonly policy: Policy;
}

/**
 * @param at RFC 3339 (FORMAT §1)
 * @returns a `Refusal`: `outside_terms`, which names what of the terms says so
 * @throws Refusal `not_found` (`agreement`); `content_lost` where a step of it is gone, for then nobody knows; `damaged`
 */
export type InForce = (agreementId: string, at: string) => Promise<TermsInForce | Refusal>;

export const outside = (term: OutsideTerm): Refusal => new Refusal("outside_terms", { term });

/** Of the block; of what came without one, when it is said to have happened. */
const timeOf = ({ transaction, occurredAt }: AgreementStep): string =>
  transaction?.time ?? occurredAt;

/** Only what the chain has seen is agreed. */
const isAgreed = ({ event, transaction }: AgreementStep): boolean =>
  event === "activated" && transaction !== null;

/** @throws Refusal `content_lost`, `damaged` */
export function inForceAt(agreement: Agreement, at: string): TermsInForce | Refusal {
  const { steps, versions, lost } = agreement;
  if (lost !== null) throw new Refusal("content_lost", { index: lost });
  if (steps.some((step) => step.event === "terminated" && timeOf(step) <= at))
    return outside("termination");
  const agreed = steps.filter((step) => isAgreed(step) && timeOf(step) <= at);
  if (agreed.length === 0) return outside("signatures");
  const begun = agreed.flatMap((step) => {
    // What both have signed is what was agreed, whatever was drafted besides.
    const terms = versions
      .find(({ version }) => version === step.version)
      ?.drafts.get(step.termsHash);
    if (terms === undefined) throw new Refusal("damaged", { what: "record", index: step.index });
    return terms.validFrom <= at ? [terms] : [];
  });
  const newest = begun.sort((a, b) => a.version - b.version).at(-1);
  if (newest === undefined) return outside("validFrom");
  // An older version never comes back, also where it would last longer.
  if (at >= newest.validUntil) return outside("validUntil");
  return { version: newest.version, terms: newest, policy: policyOf(newest) };
}

export function inForceOf(agreements: () => Promise<FirmStreams<Agreement>>): InForce {
  return async (agreementId, at) => {
    const found = (await agreements()).get(agreementId);
    if (found === undefined) throw new Refusal("not_found", { what: "agreement" });
    return inForceAt(found, at);
  };
}
