/**
 * Whether many people have consented, out of the standings of their streams: no record is opened, and nothing but what decides is read. Where a standing cannot be relied on, a person has
 * several identifiers, or a consent more events than one holds, the records are read instead (state-of.ts), and give the same verdict.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { Refusal } from "../../core/errors.ts";
import type { KeptStanding, StandingName } from "../../ledger/read-standings.ts";
import { askedTime } from "../asked-time.ts";
import { type ConsentContext, orRefusal } from "../context.ts";
import { streamOf } from "../history.ts";
import { MERGE_STREAM } from "../identifiers.ts";
import { unknownAmong } from "../refusals.ts";
import { decodeTimeline, type Timeline } from "../standings/timeline.ts";
import { stateOf } from "../state-of.ts";
import type { Reason } from "../verdict.ts";
import { factsOf, type PurposeFacts, reasonOf } from "./reason.ts";

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
  const facts = new Map<string, PurposeFacts>();
  for (const purpose of await context.registry.purposes())
    facts.set(purpose.purposeId, factsOf(purpose, time));
  const decided: (Decision | Refusal)[] = [];
  for (let from = 0; from < questions.length; from += TURN) {
    if (from > 0) await othersTurn();
    decided.push(...(await decide(context, facts, questions.slice(from, from + TURN), time)));
  }
  return decided;
}

async function decide(
  context: ConsentContext,
  facts: ReadonlyMap<string, PurposeFacts>,
  questions: readonly DecisionQuestion[],
  at: string,
): Promise<(Decision | Refusal)[]> {
  const asked = questions.filter(({ purposeId }) => facts.has(purposeId));
  const { alone, kept, absent } = await standingsOf(context, asked);
  const known = await context.ledger.knownSubjects([...absent]);
  const results: (Decision | Refusal)[] = [];
  for (const { subject, purposeId } of questions) {
    const purpose = facts.get(purposeId);
    if (purpose === undefined) {
      results.push(unknownAmong([...facts.keys()]));
      continue;
    }
    if (alone.has(subject) && absent.has(subject) && !known.has(subject)) {
      results.push(new Refusal("not_found", { what: "subject" }));
      continue;
    }
    const own = kept.get(nameOf({ subject, stream: streamOf(purposeId) })) ?? null;
    const timeline = alone.has(subject) ? timelineOf(own) : "unread";
    if (timeline === "unread") {
      const told = await orRefusal(() => stateOf(context, { subject, purposeId, at }));
      if (told instanceof Refusal) results.push(told);
      else results.push({ subject, purposeId, at, allowed: told.allowed, reason: told.reason });
      continue;
    }
    const reason = reasonOf(purpose, [timeline]);
    results.push({ subject, purposeId, at, allowed: reason === "given", reason });
  }
  return results;
}

const nameOf = ({ subject, stream }: StandingName): string => `${subject} ${stream}`;

interface FoundStandings {
  /** Those that were never joined with another identifier. Of all others only the streams tell who they were at a time, and whether a record that told of it is gone. */
  readonly alone: ReadonlySet<string>;
  /** By subject and stream. */
  readonly kept: ReadonlyMap<string, KeptStanding>;
  /** Subjects of which nothing is there: there may be none such. */
  readonly absent: ReadonlySet<string>;
}

async function standingsOf(
  context: ConsentContext,
  questions: readonly DecisionQuestion[],
): Promise<FoundStandings> {
  const subjects = [...new Set(questions.map(({ subject }) => subject))];
  const asked = questions.map(({ subject, purposeId }) => ({
    subject,
    stream: streamOf(purposeId),
  }));
  const merges = subjects.map((subject) => ({ subject, stream: MERGE_STREAM }));
  const names = new Map([...merges, ...asked].map((name) => [nameOf(name), name]));
  const found = await context.ledger.standings([...names.values()]);
  const kept = new Map([...names.keys()].map((name, i) => [name, found[i] ?? null]));
  const isAbsent = (name: StandingName): boolean => kept.get(nameOf(name)) === null;
  const alone = new Set(merges.filter(isAbsent).map(({ subject }) => subject));
  const present = new Set(asked.filter((name) => !isAbsent(name)).map(({ subject }) => subject));
  return { alone, kept, absent: new Set(subjects.filter((one) => !present.has(one))) };
}

function timelineOf(kept: KeptStanding): Timeline | "unread" {
  if (kept === null || kept === "unread") return kept ?? [];
  return decodeTimeline(kept) ?? "unread";
}
