/** The sharing domain's one door: agreements with partners, from the first draft of their terms. It writes through the ledger, after its own rules. */
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
import {
  type AgreementSummary,
  compareVersions,
  type ShownAgreement,
  showAgreement,
  summaryOf,
} from "./shown.ts";
import type { TermsChange } from "./terms/compare.ts";

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
  /** All there is about an agreement. @throws Refusal `not_found` (`agreement`), `content_lost`, `damaged` */
  read(agreementId: string, language: Language): Promise<ShownAgreement>;
  /** In the order in which they were begun. */
  list(): Promise<readonly AgreementSummary[]>;
  /** What version `to` says differently from version `from`. @throws Refusal `not_found` (`agreement`, `agreementVersion`), `damaged` */
  compare(agreementId: string, from: number, to: number): Promise<readonly TermsChange[]>;
}

export function createSharing(options: SharingContext): Sharing {
  const context: OwnContext = {
    ...options,
    agreements: firmStreams(options.ledger, agreement.kind, readAgreement, damagedAgreement),
  };
  return {
    draft: (input, by, key = null) => draftAgreement(context, input, by, key),
    change: (agreementId, input, by, key = null) =>
      changeAgreement(context, agreementId, input, by, key),
    async read(agreementId, language) {
      const found = await agreementOf(context, agreementId);
      return showAgreement(found, await context.registry.purposes(), language, options.clock.now());
    },
    list: async () => [...(await context.agreements()).values()].map(summaryOf),
    async compare(agreementId, from, to) {
      return compareVersions(await agreementOf(context, agreementId), from, to);
    },
  };
}
