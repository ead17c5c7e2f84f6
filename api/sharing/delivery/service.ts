/** Delivery's one door: what a partner gets under an agreement, and who may ask. What is outside of the terms is refused, and on record. */
import { firmStreams } from "../../consent/firm-streams.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import { type Agreement, damagedAgreement, readAgreement } from "../agreements.ts";
import { agreement as agreementKind } from "../kinds/agreement.ts";
import type { DeliveryContext, DeliveryQuery } from "./context.ts";
import { inForceOf } from "./in-force.ts";
import { type DeliveryPage, deliverPage } from "./page.ts";

export type Asked = Omit<DeliveryQuery, "request">;

export interface Delivery {
  /** @throws Refusal `not_found` (`agreement`: there is none, or it is another organization's), `outside_terms`, `invalid_parameter`, `busy`, `damaged` */
  page(asked: Asked): Promise<DeliveryPage>;
  /** One page after the other, each decided when it is asked for; `cursor` is where to begin. */
  pages(asked: Asked): AsyncGenerator<DeliveryPage>;
}

type Options = Omit<DeliveryContext, "inForce" | "agreements"> &
  Partial<Pick<DeliveryContext, "inForce">>;

export function createDelivery(options: Options): Delivery {
  const { ledger } = options;
  const agreements = firmStreams(ledger, agreementKind.kind, readAgreement, damagedAgreement);
  const context: DeliveryContext = { inForce: inForceOf(agreements), ...options, agreements };

  // One page is made sooner than a thread has started.
  const { checker: _, ...alone } = context;
  async function page(
    query: DeliveryQuery,
    within: DeliveryContext = alone,
  ): Promise<DeliveryPage> {
    const agreement = await ownAgreement(context, query);
    try {
      return await deliverPage(within, query);
    } catch (error) {
      if (isRefusal(error, "outside_terms")) await recordRefusal(context, query, agreement, error);
      throw error;
    }
  }
  return {
    page: (asked) => page({ ...asked, request: ledger.newId() }),
    async *pages(asked) {
      const request = ledger.newId();
      for (let cursor = asked.cursor; ; ) {
        const made = await page({ ...asked, request, cursor }, context);
        yield made;
        if (made.next === null) return;
        cursor = made.next;
      }
    },
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

/** With the person who was asked for; where it was nobody in particular, with the ledger. */
async function recordRefusal(
  { ledger }: DeliveryContext,
  { subject, reader, route, request, purposeId, agreementId }: DeliveryQuery,
  { versions }: Agreement,
  { code, details: { term } }: Refusal<"outside_terms">,
): Promise<void> {
  const version = versions.at(-1)?.version ?? 1;
  if (subject !== null && (await ledger.knownSubjects([subject])).has(subject))
    return ledger.recordReads({
      ...{ reader, route, request, purposeId, refusal: code, shown: [{ subject }] },
      agreement: { id: agreementId, version },
    });
  await ledger.recordAdministration({
    ...{ event: "delivery-refused", actor: { id: reader.id, role: reader.role } },
    ...{ organization: reader.organization, outcome: term, route, request },
    target: { type: "agreement", id: agreementId },
  });
}
