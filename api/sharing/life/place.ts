/** What every step towards the chain begins with: an agreement that is whole, and the contract that it is signed on. */
import { refuse as refuseStep } from "../../anchor/sharing/refusals.ts";
import type { SharingRelay } from "../../anchor/sharing/relay.ts";
import type { TermsMessage } from "../../anchor/sharing/typed-data.ts";
import type { AgreementState, SharingView } from "../../anchor/sharing/view.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { SharingProblem } from "../../core/sharing-refusals.ts";
import type { Agreement, AgreementVersion } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { agreementOf } from "../drafts.ts";
import { termsHash } from "../terms/hash.ts";
import type { Terms } from "../terms/model.ts";

export { refuseStep };
export const refuse = (problem: SharingProblem): Refusal =>
  new Refusal("sharing_refused", { problem });

export const SIDES = ["controller", "recipient"] as const;
export type Side = (typeof SIDES)[number];

export interface Place {
  readonly agreementId: string;
  readonly found: Agreement;
  readonly newest: AgreementVersion;
  readonly relay: SharingRelay;
}

/** @throws Refusal `not_found` (`agreement`), `content_lost`, `sharing_refused` (`no_chain`, `other_contract`) */
export async function placeOf(context: OwnContext, agreementId: string): Promise<Place> {
  const { relay = null } = context;
  if (relay === null) throw refuse("no_chain");
  const found = await agreementOf(context, agreementId);
  const newest = found.versions.at(-1);
  if (found.lost !== null || newest === undefined)
    throw new Refusal("content_lost", { index: found.lost ?? 0 });
  if (!isOn(relay, newest.terms)) throw refuse("other_contract");
  return { agreementId, found, newest, relay };
}

export const isOn = ({ chainId, contract }: SharingRelay, terms: Terms): boolean =>
  terms.chainId === chainId && terms.contract === contract;

/** A hash as the contract has it, as records have it. */
export const inText = (hash: string): string =>
  Buffer.from(hash.slice(2), "hex").toString("base64url");

export const secondsOf = (time: string): number => Math.floor(Date.parse(time) / 1000);

/** What both sign of terms. */
export function messageOf(terms: Terms, proposal: number, deadline: number): TermsMessage {
  const { agreement, version, controller, recipient } = terms;
  return {
    ...{ agreement, version, proposal },
    ...{ controller: controller.account, recipient: recipient.account },
    ...{ ledgerId: controller.ledgerId, termsHash: termsHash(terms).hex },
    ...{ validFrom: secondsOf(terms.validFrom), validUntil: secondsOf(terms.validUntil) },
    deadline,
  };
}

/** `null`: the contract has never heard of it. */
export async function knownTo(
  view: SharingView,
  agreement: string,
): Promise<AgreementState | null> {
  try {
    return await view.agreement(agreement);
  } catch (error) {
    if (isRefusal(error, "agreement_refused") && error.details.problem === "unknown_agreement")
      return null;
    throw error;
  }
}
