/**
 * Whether many people have consented, out of the standings of their streams: no record is opened, and nothing but what decides is read. Where a standing cannot be relied on, or a consent has
 * more events than one holds, the records are read instead (state-of.ts), and give the same verdict.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { KeptStanding, StandingName } from "../../ledger/read-standings.ts";
import { type ConsentContext, orRefusal } from "../context.ts";
import { streamOf } from "../history.ts";
import { MERGE_STREAM } from "../identifiers.ts";
import { refuse } from "../request.ts";
import { decodeJoined } from "../standings/joined.ts";
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
 * @returns a `Refusal`: `consent_refused` (`unknown_purpose`), `not_found` (`subject`), `damaged`
 */
export async function decideMany(
  context: ConsentContext,
  questions: readonly DecisionQuestion[],
  at: string | null,
): Promise<(Decision | Refusal)[]> {
  const time = at ?? formatTime(context.clock.now());
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
  const { identifiers, kept, absent } = await standingsOf(context, asked);
  const known = await context.ledger.knownSubjects(absent);
  const results: (Decision | Refusal)[] = [];
  for (const { subject, purposeId } of questions) {
    const own = facts.get(purposeId);
    if (own === undefined) {
      results.push(refuse("unknown_purpose"));
      continue;
    }
    const people = identifiers.get(subject)!;
    if (
      people !== "unread" &&
      people.length === 1 &&
      absent.includes(subject) &&
      !known.has(subject)
    ) {
      results.push(new Refusal("not_found", { what: "subject" }));
      continue;
    }
    const timelines = timelinesOf(people, streamOf(purposeId), kept);
    if (timelines === "unread") {
      const told = await orRefusal(() => stateOf(context, { subject, purposeId, at }));
      if (told instanceof Refusal) results.push(told);
      else results.push({ subject, purposeId, at, allowed: told.allowed, reason: told.reason });
      continue;
    }
    const reason = reasonOf(own, timelines);
    results.push({ subject, purposeId, at, allowed: reason === "given", reason });
  }
  return results;
}

const nameOf = ({ subject, stream }: StandingName): string => `${subject} ${stream}`;

/** All identifiers of a person, the one that was asked for first; `unread`: only its streams tell them. */
type Identifiers = readonly string[] | "unread";

interface FoundStandings {
  readonly identifiers: ReadonlyMap<string, Identifiers>;
  /** By subject and stream. */
  readonly kept: ReadonlyMap<string, KeptStanding>;
  /** Subjects of which nothing is there: there may be none such. */
  readonly absent: readonly string[];
}

async function standingsOf(
  context: ConsentContext,
  questions: readonly DecisionQuestion[],
): Promise<FoundStandings> {
  const subjects = [...new Set(questions.map(({ subject }) => subject))];
  const kept = new Map<string, KeptStanding>();
  const read = async (names: readonly StandingName[]): Promise<void> => {
    const missing = new Map(names.map((name) => [nameOf(name), name]));
    for (const name of kept.keys()) missing.delete(name);
    const found = await context.ledger.standings([...missing.values()]);
    for (const [i, name] of [...missing.keys()].entries()) kept.set(name, found[i] ?? null);
  };
  const merges = (all: readonly string[]) =>
    all.map((subject) => ({ subject, stream: MERGE_STREAM }));
  const asked = questions.map(({ subject, purposeId }) => ({
    subject,
    stream: streamOf(purposeId),
  }));
  await read([...merges(subjects), ...asked]);
  // Who is joined is in the streams of those; nearly nobody is.
  const joined = (subject: string): readonly string[] | "unread" => {
    const bytes = kept.get(nameOf({ subject, stream: MERGE_STREAM })) ?? null;
    if (bytes === "unread") return "unread";
    return bytes === null ? [] : decodeJoined(bytes);
  };
  for (let near = subjects; ; ) {
    const others = near.flatMap((one) => {
      const found = joined(one);
      return found === "unread" ? [] : found;
    });
    const unseen = others.filter(
      (one) => !kept.has(nameOf({ subject: one, stream: MERGE_STREAM })),
    );
    if (unseen.length === 0) break;
    near = [...new Set(unseen)];
    await read(merges(near));
  }
  const identifiers = new Map(subjects.map((subject) => [subject, closure(subject, joined)]));
  const further = questions.flatMap(({ subject, purposeId }): StandingName[] => {
    const people = identifiers.get(subject)!;
    if (people === "unread" || people.length === 1) return [];
    return people.map((one) => ({ subject: one, stream: streamOf(purposeId) }));
  });
  if (further.length > 0) await read(further);
  const present = new Set<string>();
  for (const name of asked) if (kept.get(nameOf(name)) !== null) present.add(name.subject);
  return { identifiers, kept, absent: subjects.filter((one) => !present.has(one)) };
}

function closure(
  subject: string,
  joined: (subject: string) => readonly string[] | "unread",
): Identifiers {
  const all = new Set([subject]);
  for (const one of all) {
    const others = joined(one);
    if (others === "unread") return "unread";
    for (const other of others) all.add(other);
  }
  return [...all];
}

function timelinesOf(
  people: Identifiers,
  stream: string,
  kept: ReadonlyMap<string, KeptStanding>,
): readonly Timeline[] | "unread" {
  if (people === "unread") return "unread";
  const timelines: Timeline[] = [];
  for (const subject of people) {
    const bytes = kept.get(nameOf({ subject, stream })) ?? null;
    const timeline = bytes === null ? [] : bytes === "unread" ? null : decodeTimeline(bytes);
    if (timeline === null) return "unread";
    timelines.push(timeline);
  }
  return timelines;
}
