/**
 * Recording that processing of a person's data is restricted, or that they object to a purpose, and the end of both. What is decided rests on all identifiers of the person; what begins is
 * recorded under the one that is named. What ends, ends under that one, too, and of a customer under each that they stand for, in one unit: a join may be wrong, and must end nothing of somebody
 * else's for good. It counts from its commit on.
 */
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Role } from "../../core/principal.ts";
import type { EventDraft, EventUnit } from "../../ledger/append.ts";
import type { Draft } from "../../ledger/draft.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import { appendJudged, type ConsentContext, type EventOutcome } from "../context.ts";
import { reachedOf } from "../identifiers.ts";
import { type Asked, type Input, invalid, occurredAsBefore, parseInput } from "../input.ts";
import { type RestrictionEvent, restriction } from "../kinds/restriction.ts";
import { purposeAt } from "../lookup.ts";
import { refuse, unknownPurpose } from "../refusals.ts";
import { type ObjectionBasis, objectionBasis } from "./bases.ts";
import { RESTRICTION_STREAM } from "./read.ts";
import { assertFields } from "./rules.ts";
import { type RestrictionState, restrictionOf } from "./state.ts";

/** Who asks for it. */
export interface RestrictionActor {
  readonly id: string;
  readonly role: Role;
  /** Which identifiers they reach (`Reach.mayName`). Left out: all, and of a customer the one that is named. */
  readonly mayName?: (subject: string) => boolean;
}

interface Change {
  readonly asked: Asked;
  readonly draft: Draft;
  readonly event: RestrictionEvent;
  readonly purposeId: string | null;
}

const ENDS: Readonly<Partial<Record<RestrictionEvent, RestrictionEvent>>> = {
  lifted: "restricted",
  "objection-ended": "objected",
};

/** Of which identifiers whoever asks decides. */
const reachOfActor = (subject: string, { role, mayName }: RestrictionActor) =>
  mayName ?? (role === "customer" ? (one: string) => one === subject : () => true);

/** Under which something ends. */
async function endedUnder(
  context: ConsentContext,
  subject: string,
  actor: RestrictionActor,
): Promise<readonly string[]> {
  if (actor.role !== "customer") return [subject];
  return (await reachedOf(context, subject, reachOfActor(subject, actor))).identifiers;
}

/**
 * @param input fields of `restriction` but `actor`; when it happened is the ledger's to say
 * @throws Refusal `invalid_record`, `forbidden`, `unknown_subject`, `reserved_subject`, `consent_refused`, and those of append.ts
 */
export async function recordRestriction(
  context: ConsentContext,
  { subject, actor }: { readonly subject: string; readonly actor: RestrictionActor },
  input: Input,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const change = await parsed(context, subject, actor, input, key);
  const unread = { events: [{ draft: change.draft }], idempotency: key };
  const [known] = await context.ledger.recognise([unread]);
  if (known instanceof Refusal) throw known;
  return appendJudged(
    context,
    async (): Promise<EventUnit> => ({
      events: await eventsOf(context, change, actor),
      idempotency: key,
    }),
    () => judge(context, change, actor),
  );
}

/**
 * The same for whoever records it together with something else, in a unit of their own. Nothing is written; where a stream has moved meanwhile the unit is not stored, and this is asked again.
 *
 * @throws Refusal as {@link recordRestriction}
 */
export async function prepareRestriction(
  context: ConsentContext,
  { subject, actor }: { readonly subject: string; readonly actor: RestrictionActor },
  input: Input,
): Promise<readonly EventDraft[]> {
  const change = await parsed(context, subject, actor, input, null);
  await judge(context, change, actor);
  const events = await eventsOf(context, change, actor);
  return events.map((event) => ({ ...event, id: context.ledger.newId() }));
}

async function parsed(
  context: ConsentContext,
  subject: string,
  actor: RestrictionActor,
  input: Input,
  key: IdempotencyKey | null,
): Promise<Change> {
  const { ledger, clock } = context;
  for (const own of ["@occurredAt", "@source"])
    if (input[own] !== undefined) throw invalid(own, "surplus");
  const { id, role } = actor;
  const asked = parseInput(restriction, input, clock, {
    "@subject": subject,
    actor: { id, role },
  });
  const says = asked.draft.body;
  if (says.event === "objection-ended" && role !== "customer" && role !== "officer")
    throw new Refusal("forbidden", { problem: "role" });
  assertFields(says, formatTime(clock.now()), role);
  const draft = await occurredAsBefore(ledger, asked, key);
  const { event, purposeId } = draft.body;
  return {
    ...{ asked, draft, event: event as RestrictionEvent },
    purposeId: typeof purposeId === "string" ? purposeId : null,
  };
}

/** Where each stream is now. */
async function eventsOf(
  context: ConsentContext,
  { draft, event, purposeId }: Change,
  actor: RestrictionActor,
): Promise<EventDraft[]> {
  const ended = ENDS[event];
  const identifiers =
    ended === undefined ? [draft.subject] : await endedUnder(context, draft.subject, actor);
  const events: EventDraft[] = [];
  for (const subject of identifiers) {
    const { head, events: told } = await context.ledger.events(subject, RESTRICTION_STREAM);
    const newest = told.findLast(
      ({ record }) => record !== null && (record.purposeId ?? null) === purposeId,
    );
    // The one that is named says it in any case: it is what the same request is known again by.
    const isOver = newest?.record?.event !== ended;
    if (ended !== undefined && subject !== draft.subject && isOver) continue;
    // Before it is written: from then on it holds.
    context.joined.addStopped(subject);
    events.push({ draft: { ...draft, subject }, expect: head });
  }
  return events;
}

/** @throws Refusal `consent_refused`, `forbidden` */
async function judge(
  context: ConsentContext,
  { draft, event, purposeId }: Change,
  actor: RestrictionActor,
): Promise<void> {
  const { role } = actor;
  const { subject } = draft;
  const under = ENDS[event] === undefined ? null : await endedUnder(context, subject, actor);
  const state = await restrictionOf(context, subject, null, (one) =>
    under === null ? reachOfActor(subject, actor)(one) : under.includes(one),
  );
  if (purposeId === null) return judgeRestriction(state, event, role);
  const purpose = await context.registry.purpose(purposeId);
  if (purpose === null) throw await unknownPurpose(context.registry);
  const now = formatTime(context.clock.now());
  const version = purposeAt(purpose, now) ?? purpose.versions.at(-1);
  // Of a purpose of which nothing is known any more, an objection holds.
  const basis = version === undefined ? "consent" : objectionBasis(version);
  const holds = state.objections.some((one) => one.purposeId === purposeId);
  if (event === "objected") {
    if (holds) throw refuse("already_objected");
    // Whether it is open where law or contract ask for the processing, an officer decides.
    if (basis === "bound" && role !== "officer") throw refuse("objection_not_open");
    return;
  }
  if (!holds && state.whole) throw refuse("not_objected");
  if (draft.body.ground !== "withdrawn") judgeGrounds(basis);
}

function judgeGrounds(basis: ObjectionBasis): void {
  if (basis === "marketing" || basis === "consent") throw refuse("objection_stands");
}

function judgeRestriction(state: RestrictionState, event: RestrictionEvent, role: Role): void {
  if (role !== "officer") throw new Refusal("forbidden", { problem: "role" });
  const holds = state.restricted.length > 0;
  if (event === "restricted" && holds) throw refuse("already_restricted");
  if (event === "lifted" && !holds && state.whole) throw refuse("not_restricted");
}
