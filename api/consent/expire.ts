/** That a consent is over by itself, as an event (FORMAT §11.4 counts it without). */
import { formatTime } from "../core/clock.ts";
import { canonicalFields, type Draft } from "../ledger/draft.ts";
import { appendDecided, type ConsentContext } from "./context.ts";
import { endingByThemselves } from "./expiry/ends.ts";
import { historyOf } from "./history.ts";
import { OWN_SOURCE } from "./input.ts";
import { consent } from "./kinds/consent.ts";
import type { ConsentRecord } from "./model.ts";
import type { Step } from "./transitions.ts";

/**
 * The events of a consent that were over by themselves by `now`, and of which no event says so yet, in the order in which they happened.
 *
 * @param events oldest first, as they were recorded
 */
export const overdue = <E extends Step>(events: readonly (E | null)[], now: string): E[] =>
  endingByThemselves(events).filter(({ validUntil }) => validUntil <= now);

/** Records what is overdue of one consent. Answers how many events that were. */
export async function expireConsent(
  context: ConsentContext,
  subject: string,
  purposeId: string,
): Promise<number> {
  let count = 0;
  await appendDecided(context, async () => {
    const { head, events } = await historyOf(context, subject, purposeId);
    const ended = overdue(events, formatTime(context.clock.now()));
    count = ended.length;
    if (count === 0) return null;
    const drafts = ended.map((event) => expired(event));
    return {
      events: drafts.map((draft, i) => (i === 0 ? { draft, expect: head } : { draft })),
      idempotency: null,
    };
  });
  return count;
}

function expired(event: ConsentRecord): Draft {
  const { subject, purposeId, purposeVersion, validUntil } = event;
  const parsed = consent.parseBody({
    ...{ event: "expired", actor: { role: "system" } },
    ...{ purposeId, purposeVersion, regarding: event.id },
  });
  if (!parsed.ok || validUntil === null) throw new Error("not an end of a consent");
  return {
    ...{ kind: consent, subject, occurredAt: validUntil, source: OWN_SOURCE },
    ...{ body: parsed.body, canonical: canonicalFields(parsed.body) },
  };
}
