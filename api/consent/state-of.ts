/** What was so with a person's consent at a time, told with everything that shows it. */
import { askedTime } from "./asked-time.ts";
import type { ConsentContext } from "./context.ts";
import { historyOf, streamOf } from "./history.ts";
import { identifiersOf } from "./identifiers.ts";
import { purposeAt } from "./lookup.ts";
import type { ConsentHistory, ConsentRecord, Purpose } from "./model.ts";
import { refuse } from "./request.ts";
import type { ConsentState } from "./transitions.ts";
import { type Reason, type Stand, verdictOf } from "./verdict.ts";

export interface StateQuestion {
  readonly subject: string;
  readonly purposeId: string;
  /** RFC 3339; `null`: now. */
  readonly at: string | null;
}

export interface ConsentAnswer {
  readonly subject: string;
  readonly purposeId: string;
  readonly at: string;
  readonly allowed: boolean;
  readonly reason: Reason;
  /** The version that was in force; `null`: none was. */
  readonly purposeVersion: number | null;
  /** The one that was asked about first. */
  readonly identifiers: readonly IdentifierAnswer[];
}

export interface IdentifierAnswer {
  readonly subject: string;
  readonly state: ConsentState;
  /** The event that made it, as it was recorded. */
  readonly madeBy: ConsentRecord | null;
  /** Whether that covers the purpose as it was at that time. */
  readonly covers: boolean;
  /** When the state ended or ends, as far as it is known. */
  readonly endsAt: string | null;
  /** All that was ever recorded, oldest first; `null` where the record is gone. */
  readonly events: readonly (EventMark | null)[];
  /** Address of the evidence, in this ledger. */
  readonly evidence: string;
}

export type EventMark = Pick<
  ConsentRecord,
  "id" | "seq" | "index" | "event" | "occurredAt" | "recordedAt"
>;

/** @throws Refusal `not_found` (`subject`), `consent_refused` (`unknown_purpose`), `invalid_parameter` (a time that has not come), `damaged` */
export async function stateOf(
  context: ConsentContext,
  { subject, purposeId, at }: StateQuestion,
): Promise<ConsentAnswer> {
  const purpose = await context.registry.purpose(purposeId);
  if (purpose === null) throw refuse("unknown_purpose");
  return answer(context, purpose, { identifiers: await identifiersOf(context, subject), at });
}

/** @throws Refusal `not_found` (`subject`), `damaged` */
export async function statesOf(
  context: ConsentContext,
  { subject, at }: Omit<StateQuestion, "purposeId">,
): Promise<ConsentAnswer[]> {
  const identifiers = await identifiersOf(context, subject);
  const answers: ConsentAnswer[] = [];
  for (const purpose of await context.registry.purposes())
    answers.push(await answer(context, purpose, { identifiers, at }));
  return answers;
}

async function answer(
  context: ConsentContext,
  purpose: Purpose,
  { identifiers, at }: { readonly identifiers: readonly string[]; readonly at: string | null },
): Promise<ConsentAnswer> {
  const { purposeId } = purpose;
  const time = askedTime(context.clock, at);
  const histories: ConsentHistory[] = [];
  for (const one of identifiers) histories.push(await historyOf(context, one, purposeId));
  const told = histories.map(({ events }) => events);
  const { allowed, reason, stands } = verdictOf(purpose, told, time);
  return {
    ...{ subject: identifiers[0]!, purposeId, at: time, allowed, reason },
    purposeVersion: purposeAt(purpose, time)?.purposeVersion ?? null,
    identifiers: histories.map((history, i) => identifierAnswer(history, stands[i]!, at)),
  };
}

function identifierAnswer(
  { subject, purposeId, head, events }: ConsentHistory,
  { state, madeBy, covers, endsAt }: Stand<ConsentRecord>,
  at: string | null,
): IdentifierAnswer {
  const claim = head === null ? "absent" : "history";
  // That a stream does not exist is told of no time: it did not at any.
  const asked = head === null || at === null ? "" : `&at=${at}`;
  const stream = streamOf(purposeId);
  return {
    ...{ subject, state, madeBy, covers, endsAt },
    events: events.map(
      (event) =>
        event && {
          ...{ id: event.id, seq: event.seq, index: event.index, event: event.event },
          ...{ occurredAt: event.occurredAt, recordedAt: event.recordedAt },
        },
    ),
    evidence: `/v1/subjects/${subject}/evidence?claim=${claim}&stream=${stream}${asked}`,
  };
}
