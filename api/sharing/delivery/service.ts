/** Delivery's one door: what a partner gets under an agreement, and who may ask. What is outside of the terms is refused, and on record. */
import { firmStreams } from "../../consent/firm-streams.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import { systemRandom } from "../../core/random.ts";
import type { Reader } from "../../ledger/access.ts";
import { type Agreement, damagedAgreement, readAgreement } from "../agreements.ts";
import { agreement as agreementKind } from "../kinds/agreement.ts";
import type { DeliveryContext, DeliveryQuery } from "./context.ts";
import { passingCursors } from "./cursor.ts";
import { type DeliveryPage, deliverPage } from "./page.ts";
import { createRefusals } from "./refusals.ts";

export interface Asked extends Omit<DeliveryQuery, "request"> {
  /** Who asks by now: of each page of {@link Delivery.pages} but the first. Left out: who asked at the beginning. @throws Refusal `unauthorized`, `forbidden` */
  readonly again?: () => Promise<Reader>;
}

export interface Delivery {
  /** @throws Refusal `not_found` (`agreement`: there is none, or it is another organization's), `outside_terms`, `invalid_parameter`, `busy`, `damaged` */
  page(asked: Asked): Promise<DeliveryPage>;
  /** One page after the other, each decided when it is asked for; `cursor` is where to begin. */
  pages(asked: Asked): AsyncGenerator<DeliveryPage>;
  /** Puts down what there is of attempts that were counted (refusals.ts). */
  end(): Promise<void>;
}

/** `cursors`: left out, they end with the process. */
type Options = Omit<DeliveryContext, "agreements" | "cursors"> &
  Partial<Pick<DeliveryContext, "cursors">>;

export function createDelivery(options: Options): Delivery {
  const { ledger } = options;
  const agreements = firmStreams(ledger, agreementKind.kind, readAgreement, damagedAgreement);
  const { cursors = passingCursors(systemRandom()) } = options;
  const context: DeliveryContext = {
    ...{ ...options, agreements, cursors },
  };
  const refusals = createRefusals(context);

  // One page is made sooner than a thread has started.
  const { checker: _, ...alone } = context;
  async function page(
    query: DeliveryQuery,
    within: DeliveryContext = alone,
  ): Promise<DeliveryPage> {
    const agreement = await ownAgreement(context, query);
    try {
      const made = await deliverPage(within, query);
      // Meanwhile it may have become another's.
      await ownAgreement(context, query);
      return made;
    } catch (error) {
      if (isRefusal(error, "outside_terms"))
        await refusals.refused(query, agreement, error.details.term);
      throw error;
    }
  }
  return {
    page: (asked) => page({ ...asked, request: ledger.newId() }),
    async *pages(asked) {
      const request = ledger.newId();
      let { reader } = asked;
      for (let cursor = asked.cursor; ; ) {
        const made = await page({ ...asked, reader, request, cursor }, context);
        yield made;
        if (made.next === null) return;
        cursor = made.next;
        // It may take hours until somebody has taken all of it.
        if (asked.again !== undefined) reader = await asked.again();
      }
    },
    end: () => refusals.end(),
  };
}

/** Another's agreement is answered as one that there is not. Whose a damaged one is nobody knows any more, and nothing is given under it. @throws Refusal `not_found` (`agreement`), `damaged` */
async function ownAgreement(
  { agreements }: DeliveryContext,
  { agreementId, reader: { organization } }: DeliveryQuery,
): Promise<Agreement> {
  const found = (await agreements()).get(agreementId);
  if (found !== undefined && organization !== null && found.organization === organization)
    return found;
  if (found !== undefined && found.versions.length === 0 && found.lost !== null)
    throw new Refusal("damaged", { what: "record", index: found.lost });
  throw new Refusal("not_found", { what: "agreement" });
}
