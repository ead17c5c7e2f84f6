/** The sharing domain's one door: agreements with partners, from the first draft of their terms. It writes through the ledger, after its own rules. */

import type { EventOutcome } from "../consent/context.ts";
import { firmStreams } from "../consent/firm-streams.ts";
import { Refusal } from "../core/errors.ts";
import type { Language } from "../core/language.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { type Agreement, damagedAgreement, readAgreement } from "./agreements.ts";
import type { OwnContext, SharingContext } from "./context.ts";
import { type InForce, inForceOf } from "./delivery/in-force.ts";
import {
  agreementOf,
  changeAgreement,
  type Drafter,
  type DraftOutcome,
  draftAgreement,
} from "./drafts.ts";
import { agreement } from "./kinds/agreement.ts";
import { createFollower } from "./life/follow.ts";
import { createNewestWords, inForceByNewest } from "./life/newest.ts";
import { type SignOutcome, sign } from "./life/sign.ts";
import { type SignRequest, toSign } from "./life/to-sign.ts";
import { type AgreementsAsked, type AgreementsPage, listAgreements } from "./list.ts";
import { accountIn, assertOwnSide, isOfTerms, partyIn } from "./own-side.ts";
import { isSeenBy, type Viewer } from "./seen-by.ts";
import { compareVersions, type ShownAgreement, showAgreement } from "./shown.ts";
import type { TermsChange } from "./terms/compare.ts";
import { tieAgreement } from "./tie.ts";

/** What is recorded is durable when the promise resolves. */
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
  /** All there is about an agreement, for who sees it. @throws Refusal `not_found` (`agreement`), `content_lost`, `damaged` */
  read(agreementId: string, language: Language, viewer?: Viewer): Promise<ShownAgreement>;
  /** In the order in which they were begun: those that the viewer sees. @throws Refusal `invalid_parameter` (`cursor`) */
  list(page: AgreementsAsked): Promise<AgreementsPage>;
  /** What version `to` says differently from version `from`. @throws Refusal `not_found` (`agreement`, `agreementVersion`), `damaged` */
  compare(agreementId: string, from: number, to: number): Promise<readonly TermsChange[]>;
  /** What a party has to sign now; a partner, only for its own side of what was put before it. See life/to-sign.ts @throws also Refusal `forbidden` (`target`) */
  toSign(agreementId: string, input: unknown, viewer?: Viewer): Promise<SignRequest>;
  /** Takes a party's signature, and brings it to the chain; of a partner likewise. See life/sign.ts */
  sign(
    agreementId: string,
    input: unknown,
    by: Drafter,
    key?: IdempotencyKey | null,
    viewer?: Viewer,
  ): Promise<SignOutcome>;
  /** Whether anything can be signed here: there is a contract, and who brings signatures to it. */
  readonly signs: boolean;
  /** Which version is in force, also by the newest block. See life/newest.ts */
  readonly inForce: InForce;
  /** As they stand when it is asked. */
  readonly agreements: OwnContext["agreements"];
  /** Of how many agreements a version was agreed elsewhere, over terms that are not here. */
  strange(): number;
  /** Records what the chain did, and goes on with what did not get there. Answers how many steps it recorded. See life/follow.ts */
  follow(onError: (error: unknown) => void): Promise<number>;
}

export function createSharing(options: SharingContext): Sharing {
  const context: OwnContext = {
    ...options,
    agreements: firmStreams(options.ledger, agreement.kind, readAgreement, damagedAgreement),
  };
  const words = createNewestWords(context);
  const follower = createFollower(context, words);

  /** Another's is none. @throws Refusal `not_found` (`agreement`) */
  async function visible(agreementId: string, viewer: Viewer): Promise<Agreement> {
    const found = await agreementOf(context, agreementId);
    if (!isSeenBy(found, viewer)) throw new Refusal("not_found", { what: "agreement" });
    return found;
  }
  return {
    draft: (input, by, key = null) => draftAgreement(context, input, by, key),
    change: (agreementId, input, by, key = null) =>
      changeAgreement(context, agreementId, input, by, key),
    tie: (agreementId, input, by, key = null) => tieAgreement(context, agreementId, input, by, key),
    async read(agreementId, language, viewer = null) {
      const found = await visible(agreementId, viewer);
      const now = context.clock.now();
      const { explorer = null } = context;
      const purposes = await context.registry.purposes();
      const word = words.heard(agreementId);
      return showAgreement(found, purposes, { language, now, explorer, viewer, word });
    },
    async toSign(agreementId, input, viewer = null) {
      const found = await visible(agreementId, viewer);
      assertOwnSide(found, viewer, { side: partyIn(input), ofTerms: isOfTerms(input) });
      return toSign(context, agreementId, input);
    },
    async sign(agreementId, input, by, key = null, viewer = null) {
      const found = await visible(agreementId, viewer);
      const side = accountIn(found, input);
      assertOwnSide(found, viewer, { side, ofTerms: isOfTerms(input) });
      return sign(context, follower, agreementId, input, by, key);
    },
    follow: (onError) => follower.round(onError),
    list: async (page) => listAgreements([...(await context.agreements()).values()], page),
    signs: (context.relay ?? null) !== null,
    inForce: inForceByNewest(inForceOf(context.agreements), words),
    agreements: context.agreements,
    strange: words.strange,
    async compare(agreementId, from, to) {
      return compareVersions(await agreementOf(context, agreementId), from, to);
    },
  };
}
