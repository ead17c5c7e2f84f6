/** That a consent is over by itself, as an event (FORMAT §11.4 counts it without). */
import { formatTime } from "../core/clock.ts";
import { canonicalFields, type Draft } from "../ledger/draft.ts";
import { appendDecided, type ConsentContext } from "./context.ts";
import { historyOf } from "./history.ts";
import { OWN_SOURCE } from "./input.ts";
import { consent, isEnding } from "./kinds/consent.ts";
import type { ConsentRecord } from "./model.ts";
import type { Step } from "./transitions.ts";

const takesBack = ({ event }: Step): boolean => isEnding(event) || event === "expired";

/**
 * The events of a consent that were over by themselves by `now`, and of which no event says so yet, in the order in which they ended. None where
 * a record is gone: it might have renewed the consent.
 *
 * @param events oldest first, as they were recorded
 */
export function overdue<E extends Step>(events: readonly (E | null)[], now: string): E[] {
  const known = events.filter((event) => event !== null);
  if (known.length < events.length) return [];
  // In the order of FORMAT §11.4; sorting keeps that of recording.
  const ordered = [...known].sort(
    (a, b) =>
      Number(a.occurredAt > b.occurredAt) - Number(a.occurredAt < b.occurredAt) ||
      Number(takesBack(a)) - Number(takesBack(b)),
  );
  return ordered.filter((event, i) => {
    const end = event.validUntil;
    if (takesBack(event) || end === null || end > now) return false;
    const next = ordered[i + 1];
    // What begins at that very moment goes on: an event of the same time would take it back.
    return next === undefined || next.occurredAt > end;
  });
}

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
