/** The sharing domain's one door: agreements with partners, from the first draft of their terms. It writes through the ledger, after its own rules. */

import type { EventOutcome } from "../consent/context.ts";
import { firmStreams } from "../consent/firm-streams.ts";
import type { Language } from "../core/language.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { damagedAgreement, readAgreement } from "./agreements.ts";
import type { OwnContext, SharingContext } from "./context.ts";
import {
  agreementOf,
  changeAgreement,
  type Drafter,
  type DraftOutcome,
  draftAgreement,
} from "./drafts.ts";
import { agreement } from "./kinds/agreement.ts";
import { createFollower } from "./life/follow.ts";
import { type SignOutcome, sign } from "./life/sign.ts";
import { type SignRequest, toSign } from "./life/to-sign.ts";
import {
  type AgreementSummary,
  compareVersions,
  type ShownAgreement,
  showAgreement,
  summaryOf,
} from "./shown.ts";
import type { TermsChange } from "./terms/compare.ts";

/** What is recorded is durable when the promise resolves. */
import { tieAgreement } from "./tie.ts";
export interface Sharing {
  /** A new agreement, by the first draft of its terms. See drafts.ts */
  draft(input: unknown, by: Drafter, key?: IdempotencyKey | null): Promise<DraftOutcome>;
  /** The next draft: of the newest version, or of the one after it. See drafts.ts */
  change(
    agreementId: string,
    input: unknown,
    by: Drafter,
    key?: IdempotencyKey | null,
  ): Promise<DraftOutcome>;
  /** Which organization of this ledger is its recipient. See tie.ts */
  tie(
    agreementId: string,
    input: unknown,
    by: Drafter,
    key?: IdempotencyKey | null,
  ): Promise<EventOutcome>;
  /** All there is about an agreement. @throws Refusal `not_found` (`agreement`), `content_lost`, `damaged` */
  read(agreementId: string, language: Language): Promise<ShownAgreement>;
  /** In the order in which they were begun. */
  list(): Promise<readonly AgreementSummary[]>;
  /** What version `to` says differently from version `from`. @throws Refusal `not_found` (`agreement`, `agreementVersion`), `damaged` */
  compare(agreementId: string, from: number, to: number): Promise<readonly TermsChange[]>;
  /** What a party has to sign now. See life/to-sign.ts */
  toSign(agreementId: string, input: unknown): Promise<SignRequest>;
  /** Takes a party's signature, and brings it to the chain. See life/sign.ts */
  sign(
    agreementId: string,
    input: unknown,
    by: Drafter,
    key?: IdempotencyKey | null,
  ): Promise<SignOutcome>;
  /** Records what the chain did, and goes on with what did not get there. Answers how many steps it recorded. See life/follow.ts */
  follow(onError: (error: unknown) => void): Promise<number>;
}

export function createSharing(options: SharingContext): Sharing {
  const context: OwnContext = {
    ...options,
    agreements: firmStreams(options.ledger, agreement.kind, readAgreement, damagedAgreement),
  };
  const follower = createFollower(context);
  return {
    draft: (input, by, key = null) => draftAgreement(context, input, by, key),
    change: (agreementId, input, by, key = null) =>
      changeAgreement(context, agreementId, input, by, key),
    tie: (agreementId, input, by, key = null) => tieAgreement(context, agreementId, input, by, key),
    async read(agreementId, language) {
      const found = await agreementOf(context, agreementId);
      const now = context.clock.now();
      const { explorer = null } = context;
      const purposes = await context.registry.purposes();
      return showAgreement(found, purposes, { language, now, explorer });
    },
    toSign: (agreementId, input) => toSign(context, agreementId, input),
    sign: (agreementId, input, by, key = null) =>
      sign(context, follower, agreementId, input, by, key),
    follow: (onError) => follower.round(onError),
    list: async () => [...(await context.agreements()).values()].map(summaryOf),
    async compare(agreementId, from, to) {
      return compareVersions(await agreementOf(context, agreementId), from, to);
    },
  };
}
