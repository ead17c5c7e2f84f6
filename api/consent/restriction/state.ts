/** How restriction and objections of a person stand, with the records that say so. */
import { askedTime } from "../asked-time.ts";
import type { ConsentContext } from "../context.ts";
import { personOf } from "../identifiers.ts";
import type { RestrictionEvent, RestrictionGround } from "../kinds/restriction.ts";
import type { Recorded } from "../model.ts";
import { RESTRICTION_STREAM } from "./read.ts";

/** One event, as it was recorded. */
export interface RestrictionRecord extends Recorded {
  readonly subject: string;
  readonly event: RestrictionEvent;
  readonly ground: RestrictionGround | null;
  readonly purposeId: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly reference: string | null;
  readonly channel: string | null;
  readonly actor: { readonly id: string; readonly role: string };
  readonly requestId: string | null;
  readonly toldAt: string | null;
  readonly toldBy: string | null;
}

export interface RestrictionState {
  readonly subject: string;
  /** RFC 3339. */
  readonly at: string;
  /** By what processing is restricted: the newest of each identifier that is; none: it is not. */
  readonly restricted: readonly RestrictionRecord[];
  /** Objections that hold: of each identifier and purpose the newest. */
  readonly objections: readonly RestrictionRecord[];
  /** All that was ever recorded, of all identifiers, in the order of time. */
  readonly events: readonly RestrictionRecord[];
  /** False: a record is gone, or may be, that could say otherwise. */
  readonly whole: boolean;
  /** Addresses of what proves it, of each identifier: history of the stream, or that there is none. */
  readonly evidence: readonly string[];
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

function recordOf(record: Readonly<Record<string, unknown>>): RestrictionRecord {
  return {
    id: String(record["@id"]),
    subject: String(record["@subject"]),
    occurredAt: String(record["@occurredAt"]),
    recordedAt: String(record["@recordedAt"]),
    event: record.event as RestrictionEvent,
    ground: record.ground as RestrictionGround | null,
    purposeId: text(record.purposeId),
    reason: text(record.reason),
    note: text(record.note),
    reference: text(record.reference),
    channel: text(record.channel),
    actor: record.actor as RestrictionRecord["actor"],
    requestId: text(record.requestId),
    toldAt: text(record.toldAt),
    toldBy: text(record.toldBy),
  };
}

/** @param at RFC 3339; `null`: now @param mayName of which identifiers it tells; left out: all of the person @throws Refusal `not_found` (`subject`), `damaged`, `stream_too_long`, `invalid_parameter` */
export async function restrictionOf(
  context: Pick<ConsentContext, "ledger" | "clock">,
  subject: string,
  at: string | null,
  mayName: (subject: string) => boolean = () => true,
): Promise<RestrictionState> {
  const time = askedTime(context.clock, at);
  const person = await personOf(context, subject, at);
  const all: RestrictionRecord[] = [];
  const restricted: RestrictionRecord[] = [];
  const objections: RestrictionRecord[] = [];
  const evidence: string[] = [];
  let { whole } = person;
  for (const one of person.identifiers.filter(mayName)) {
    const { head, events } = await context.ledger.events(one, RESTRICTION_STREAM);
    const claim = head === null ? "absent" : "history";
    evidence.push(`/v1/subjects/${one}/evidence?claim=${claim}&stream=${RESTRICTION_STREAM}`);
    const own = events.flatMap(({ record }) => (record === null ? [] : [recordOf(record)]));
    whole &&= own.length === events.length;
    const until = own.filter(({ occurredAt }) => at === null || occurredAt <= time);
    all.push(...until);
    const of = until.findLast(({ purposeId }) => purposeId === null);
    if (of?.event === "restricted") restricted.push(of);
    const newest = new Map<string, RestrictionRecord>();
    for (const event of until) if (event.purposeId !== null) newest.set(event.purposeId, event);
    objections.push(...[...newest.values()].filter(({ event }) => event === "objected"));
  }
  const events = all.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
  return { subject, at: time, restricted, objections, events, whole, evidence };
}
