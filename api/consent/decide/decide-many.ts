/**
 * Whether many people have consented, out of the standings of their streams: no record is opened, and nothing but what decides is read. Where a standing cannot be relied on, a person has
 * several identifiers, or a consent more events than one holds, the records are read instead (state-of.ts), and give the same verdict.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { Refusal } from "../../core/errors.ts";
import { erasedOf } from "../../ledger/erased.ts";
import type { KeptStanding } from "../../ledger/read-standings.ts";
import type { StandingName } from "../../ledger/standing.ts";
import { askedTime } from "../asked-time.ts";
import { type ConsentContext, orRefusal } from "../context.ts";
import { streamOf } from "../history.ts";
import { MERGE_STREAM } from "../identifiers.ts";
import { unknownAmong } from "../refusals.ts";
import { RESTRICTION_STREAM } from "../restriction/read.ts";
import { ALWAYS, stoppedBy, stopsOf } from "../restriction/stops.ts";
import { decodeRestrictions, type RestrictionTimeline } from "../standings/restriction.ts";
import { decodeTimeline, type Timeline } from "../standings/timeline.ts";
import { carriedOf } from "../state-of.ts";
import type { Reason } from "../verdict.ts";
import { factsOf, madeAt, type PurposeFacts, reasonOf } from "./reason.ts";

/** Whether this person has consented to this. */
export interface DecisionQuestion {
  readonly subject: string;
  readonly purposeId: string;
}

export interface Decision extends DecisionQuestion {
  /** RFC 3339. */
  readonly at: string;
  readonly allowed: boolean;
  readonly reason: Reason;
  /** Nothing but restriction of processing stands against a consent of this identifier: what others were given may be kept, and not used. */
  readonly isHeld: boolean;
  /** There is consent, and also by what was said under this identifier itself; `false` where another of the person's alone gave it. */
  readonly byOwn: boolean;
}

/** Questions that are decided before others get their turn: some ten milliseconds. */
const TURN = 500;

/**
 * In order.
 *
 * @param at RFC 3339; `null`: now
 * @throws Refusal `invalid_parameter` for a time that has not come
 * @returns a `Refusal`: `consent_refused` (`unknown_purpose`), `not_found` (`subject`), `damaged`
 */
export async function decideMany(
  context: ConsentContext,
  questions: readonly DecisionQuestion[],
  at: string | null,
): Promise<(Decision | Refusal)[]> {
  const time = askedTime(context.clock, at);
  const purposes = new Map<string, AskedPurpose>();
  for (const purpose of await context.registry.purposes())
    purposes.set(purpose.purposeId, {
      facts: factsOf(purpose, time),
      stream: streamOf(purpose.purposeId),
    });
  const decided: (Decision | Refusal)[] = [];
  for (let from = 0; from < questions.length; from += TURN) {
    if (from > 0) await othersTurn();
    decided.push(
      ...(await decide(context, purposes, questions.slice(from, from + TURN), time, at === null)),
    );
  }
  return decided;
}

interface AskedPurpose {
  readonly facts: PurposeFacts;
  readonly stream: string;
}

/** @param at RFC 3339 @param isNow whatever was restricted counts, by whichever clock */
async function decide(
  context: ConsentContext,
  purposes: ReadonlyMap<string, AskedPurpose>,
  questions: readonly DecisionQuestion[],
  at: string,
  isNow: boolean,
): Promise<(Decision | Refusal)[]> {
  const { own, people } = await standingsOf(context, purposes, questions);
  const absent = [...people].filter(([, { isAbsent }]) => isAbsent).map(([subject]) => subject);
  const known = await context.ledger.knownSubjects(absent);
  const erased = await erasedOf(context.ledger, [...people.keys()]);
  const results: (Decision | Refusal)[] = [];
  // The same of all: names and stack of each would take longer than deciding.
  let unknown: Refusal | undefined;
  for (const [i, { subject, purposeId }] of questions.entries()) {
    const purpose = purposes.get(purposeId);
    if (purpose === undefined) {
      unknown ??= unknownAmong([...purposes.keys()]);
      results.push(unknown);
      continue;
    }
    // Also of a time before: what is kept of them shows what was so, and nothing is done by it.
    if (erased.has(subject)) {
      const answer = { allowed: false, reason: "erased", isHeld: false, byOwn: false } as const;
      results.push({ subject, purposeId, at, ...answer });
      continue;
    }
    const { isAlone, isAbsent, restrictions } = people.get(subject)!;
    if (isAlone && isAbsent && !known.has(subject)) {
      results.push(new Refusal("not_found", { what: "subject" }));
      continue;
    }
    const timeline = isAlone ? timelineOf(own[i]!) : "unread";
    if (timeline === "unread" || restrictions === "unread") {
      const asked = { subject, purposeId, at: isNow ? null : at };
      const told = await orRefusal(() => carriedOf(context, asked));
      if (told instanceof Refusal) results.push(told);
      else {
        const { allowed, reason, isHeld, own } = told;
        results.push({ subject, purposeId, at, allowed, reason, isHeld, byOwn: own !== null });
      }
      continue;
    }
    const { facts } = purpose;
    let reason = reasonOf(facts, timeline);
    let isHeld = false;
    if (restrictions !== null) {
      const stops = stopsOf([restrictions], purposeId, isNow ? ALWAYS : facts.time);
      const consentedAt = madeAt(timeline, facts.time)?.occurredAt ?? null;
      const stopped = stoppedBy(reason, consentedAt, stops);
      reason = stopped.reason;
      isHeld = reason === "restricted" && stopped.apart === "given";
    }
    const allowed = reason === "given";
    results.push({ subject, purposeId, at, allowed, reason, isHeld, byOwn: allowed });
  }
  return results;
}

interface AskedAbout {
  /** Never joined with another identifier. Of all others only the streams tell who they were at a time, and whether a record that told of it is gone. */
  isAlone: boolean;
  /** Nothing of it was found: there may be no such subject. */
  isAbsent: boolean;
  /** What stops processing of their data; `null`: nothing ever did. */
  restrictions: RestrictionTimeline | "unread" | null;
}

interface FoundStandings {
  /** By question; `null` also where the purpose is unknown. */
  readonly own: readonly KeptStanding[];
  readonly people: ReadonlyMap<string, AskedAbout>;
}

async function standingsOf(
  context: ConsentContext,
  purposes: ReadonlyMap<string, AskedPurpose>,
  questions: readonly DecisionQuestion[],
): Promise<FoundStandings> {
  const names: StandingName[] = [];
  const places = questions.map(({ subject, purposeId }) => {
    const stream = purposes.get(purposeId)?.stream;
    return stream === undefined ? -1 : names.push({ subject, stream }) - 1;
  });
  const people = new Map<string, AskedAbout>();
  for (const { subject } of questions)
    if (!people.has(subject))
      people.set(subject, { isAlone: true, isAbsent: true, restrictions: null });
  const merges = names.length;
  for (const subject of people.keys())
    if (context.joined.mayBe(subject)) names.push({ subject, stream: MERGE_STREAM });
  const restricted = names.length;
  for (const subject of people.keys())
    if (context.joined.mayBeStopped(subject)) names.push({ subject, stream: RESTRICTION_STREAM });
  // All at once: so what is decided of a person was so at one moment.
  const found = await context.ledger.standings(names);
  for (let i = merges; i < restricted; i++)
    people.get(names[i]!.subject)!.isAlone = found[i] === null;
  for (let i = restricted; i < names.length; i++) {
    const kept = found[i]!;
    if (kept === null) continue;
    const person = people.get(names[i]!.subject)!;
    person.isAbsent = false;
    person.restrictions = kept === "unread" ? kept : (decodeRestrictions(kept) ?? "unread");
  }
  const own = places.map((place) => (place < 0 ? null : found[place]!));
  for (const [i, kept] of own.entries())
    if (kept !== null) people.get(questions[i]!.subject)!.isAbsent = false;
  return { own, people };
}

function timelineOf(kept: KeptStanding): Timeline | "unread" {
  if (kept === null || kept === "unread") return kept ?? [];
  return decodeTimeline(kept) ?? "unread";
}
