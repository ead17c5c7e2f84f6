/** What was so with a person's consent at a time, told with everything that shows it. */
import { parseTime } from "../../portal/verify/time.ts";
import { formatTime } from "../core/clock.ts";
import { erasedOf } from "../ledger/erased.ts";
import type { StreamEvents } from "../ledger/stream-events.ts";
import { askedTime } from "./asked-time.ts";
import type { ConsentContext } from "./context.ts";
import { endedBy } from "./ended.ts";
import { historyOf, streamOf } from "./history.ts";
import { MERGE_STREAM, type Person, personOf } from "./identifiers.ts";
import { purposeAt } from "./lookup.ts";
import type { ConsentHistory, ConsentRecord, Purpose } from "./model.ts";
import { unknownPurpose } from "./refusals.ts";
import { RESTRICTION_STREAM, timelineOf } from "./restriction/read.ts";
import { restrained } from "./restriction/restrained.ts";
import { ALWAYS, stopsOf } from "./restriction/stops.ts";
import { signalOf } from "./signal-of.ts";
import { isStatedAfter } from "./stated.ts";
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
  /** Since when processing of the person's data is restricted, or the person objects to this purpose; RFC 3339, `null`: not so. What they consented to later may be done all the same. */
  readonly restrictedSince: string | null;
  readonly objectedSince: string | null;
  /** The version that was in force; `null`: none was. */
  readonly purposeVersion: number | null;
  /** Addresses of evidence of what the firm had stated: the purpose, and the notices that were shown. */
  readonly stated: readonly string[];
  /** The one that was asked about first. */
  readonly identifiers: readonly IdentifierAnswer[];
}

export interface IdentifierAnswer {
  readonly subject: string;
  readonly state: ConsentState;
  /** The event that made it, as it was recorded. */
  readonly madeBy: ConsentRecord | null;
  /** Which signal that event followed from (`gpc`); `null`: none, or its record is gone. */
  readonly signalled: string | null;
  /** The consent that this event ended, be it another identifier's; `null`: it ended none. */
  readonly ended: ConsentRecord | null;
  /** Whether that covers the purpose as it was at that time. */
  readonly covers: boolean;
  /** When the state ended or ends, as far as it is known. */
  readonly endsAt: string | null;
  /** All that was ever recorded, oldest first; `null` where the record is gone. */
  readonly events: readonly (EventMark | null)[];
  /** What the event that made the state rests on (purpose, notice, controller) was stated in this ledger only after it happened, or is gone. */
  readonly statedAfter: boolean;
  /** Address of the evidence, in this ledger. */
  readonly evidence: string;
  /** Address of evidence of the identifiers that this one was joined with, and separated from. */
  readonly joined: string;
  /** … and of what restricts processing of its data. */
  readonly restriction: string;
}

export type EventMark = Pick<
  ConsentRecord,
  "id" | "seq" | "index" | "event" | "occurredAt" | "recordedAt"
>;

/** Whether there is consent, and by which of the person's own. */
export interface CarriedConsent {
  readonly at: string;
  readonly allowed: boolean;
  readonly reason: Reason;
  /** Nothing but restriction of processing stands against a consent of the identifier that was asked about: what others were given may be kept, and not used. */
  readonly isHeld: boolean;
  /** Of the identifier that was asked about, the event on whose consent the answer rests. `null`: there is no consent, or it was given under another of the person's identifiers alone. */
  readonly own: ConsentRecord | null;
}

/** The verdict of {@link stateOf}, without what shows it. @throws Refusal as that */
export async function carriedOf(
  context: ConsentContext,
  { subject, purposeId, at }: StateQuestion,
): Promise<CarriedConsent> {
  const purpose = await context.registry.purpose(purposeId);
  if (purpose === null) throw await unknownPurpose(context.registry);
  const time = askedTime(context.clock, at);
  const person = await personOf(context, subject, at);
  const { verdict } = await judged(context, purpose, { person, time, at });
  const { allowed, reason, carrying, kept } = verdict;
  // The one that is asked for is the first.
  const isHeld = reason === "restricted" && (kept[0] ?? null) !== null;
  return { at: time, allowed, reason, isHeld, own: carrying[0] ?? null };
}

/** @throws Refusal `not_found` (`subject`), `consent_refused` (`unknown_purpose`), `invalid_parameter` (a time that has not come), `damaged` */
export async function stateOf(
  context: ConsentContext,
  { subject, purposeId, at }: StateQuestion,
): Promise<ConsentAnswer> {
  const purpose = await context.registry.purpose(purposeId);
  if (purpose === null) throw await unknownPurpose(context.registry);
  const time = askedTime(context.clock, at);
  return answer(context, purpose, { person: await personOf(context, subject, at), time, at });
}

/** @throws Refusal `not_found` (`subject`), `damaged` */
export async function statesOf(
  context: ConsentContext,
  { subject, at }: Omit<StateQuestion, "purposeId">,
): Promise<ConsentAnswer[]> {
  const time = askedTime(context.clock, at);
  const person = await personOf(context, subject, at);
  const answers: ConsentAnswer[] = [];
  for (const purpose of await context.registry.purposes())
    answers.push(await answer(context, purpose, { person, time, at }));
  return answers;
}

async function judged(
  context: ConsentContext,
  purpose: Purpose,
  { person: { identifiers, whole }, time, at }: Asked,
) {
  // Before the consents: who restricts and then consents anew is met with both, or with neither.
  const streams: StreamEvents[] = [];
  for (const one of identifiers) streams.push(await context.ledger.events(one, RESTRICTION_STREAM));
  const until = at === null ? ALWAYS : parseTime(at);
  const stops = stopsOf(streams.map(timelineOf), purpose.purposeId, until);
  const histories: ConsentHistory[] = [];
  for (const one of identifiers) histories.push(await historyOf(context, one, purpose.purposeId));
  const told = histories.map(({ events }) => events);
  const found = restrained(verdictOf(purpose, told, time, whole), stops);
  // Of a time before the question is what was so then, and what is kept of it shows that.
  const isErased = at === null && (await erasedOf(context.ledger, identifiers)).size > 0;
  const verdict = isErased ? erasedNow(found) : found;
  return { histories, told, verdict, stops, streams };
}

/** Whatever was agreed to: nothing rests on it any more. */
const erasedNow = <V extends ReturnType<typeof restrained<ConsentRecord>>>(verdict: V): V => ({
  ...verdict,
  ...{ allowed: false, reason: "erased", apart: "erased" },
  carrying: verdict.carrying.map(() => null),
  kept: verdict.kept.map(() => null),
});

async function answer(
  context: ConsentContext,
  purpose: Purpose,
  asked: Asked,
): Promise<ConsentAnswer> {
  const { purposeId } = purpose;
  const { person, time, at } = asked;
  const { identifiers, told: merged } = person;
  const { histories, told, verdict, stops, streams } = await judged(context, purpose, asked);
  const { allowed, reason, stands } = verdict;
  const answers: IdentifierAnswer[] = [];
  for (const [i, history] of histories.entries()) {
    const { subject } = history;
    const { madeBy } = stands[i]!;
    const others = told.filter((_, other) => other !== i);
    answers.push({
      ...identifierAnswer(history, stands[i]!, at),
      signalled: madeBy && (await signalOf(context.ledger, madeBy)),
      ended: madeBy && endedBy(madeBy, history.events, others),
      statedAfter: madeBy !== null && (await isStatedAfter(context.registry, madeBy)),
      joined: addressOf({ subject, stream: MERGE_STREAM, absent: !merged.has(subject) }),
      restriction: addressOf({
        ...{ subject, stream: RESTRICTION_STREAM, absent: streams[i]!.head === null },
      }),
    });
  }
  const notices = stands.flatMap(({ madeBy }) => madeBy?.noticeId ?? []);
  return {
    ...{ subject: identifiers[0]!, purposeId, at: time, allowed, reason },
    restrictedSince: since(stops.restricted),
    objectedSince: since(stops.objected),
    purposeVersion: purposeAt(purpose, time)?.purposeVersion ?? null,
    stated: [...new Set([`purpose/${purposeId}`, ...notices.map((id) => `notice/${id}`)])].map(
      (stream) => addressOf({ subject: context.ledger.firm, stream, absent: false }),
    ),
    identifiers: answers,
  };
}

interface Asked {
  readonly person: Person;
  readonly time: string;
  /** As it was asked; `null`: now. */
  readonly at: string | null;
}

const since = (at: number | null): string | null => (at === null ? null : formatTime(at));

const addressOf = ({
  subject,
  stream,
  absent,
}: {
  readonly subject: string;
  readonly stream: string;
  readonly absent: boolean;
}): string =>
  `/v1/subjects/${subject}/evidence?claim=${absent ? "absent" : "history"}&stream=${stream}`;

function identifierAnswer(
  { subject, purposeId, head, events }: ConsentHistory,
  { state, madeBy, covers, endsAt }: Stand<ConsentRecord>,
  at: string | null,
): Omit<IdentifierAnswer, "statedAfter" | "joined" | "restriction" | "signalled" | "ended"> {
  // That a stream does not exist is told of no time: it did not at any.
  const asked = head === null || at === null ? "" : `&at=${at}`;
  const address = addressOf({ subject, stream: streamOf(purposeId), absent: head === null });
  return {
    ...{ subject, state, madeBy, covers, endsAt },
    events: events.map(
      (event) =>
        event && {
          ...{ id: event.id, seq: event.seq, index: event.index, event: event.event },
          ...{ occurredAt: event.occurredAt, recordedAt: event.recordedAt },
        },
    ),
    evidence: `${address}${asked}`,
  };
}
