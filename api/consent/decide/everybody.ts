/**
 * How everybody stands to one purpose at a time: page by page, and in numbers. Whoever ever chose about it, or was asked, has a standing of its stream, and these are
 * looked through in the order in which they came; who never was is in none of them. So has whoever objected. Decided as decide-many.ts decides, so of a person with several identifiers each that
 * has a stream is told, with the answer over all of them.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { FoundStanding, StandingPage } from "../../ledger/read-standings.ts";
import { askedTime } from "../asked-time.ts";
import type { ConsentContext } from "../context.ts";
import { streamOf } from "../history.ts";
import { unknownPurpose } from "../refusals.ts";
import { RESTRICTION_STREAM } from "../restriction/read.ts";
import { decodeRestrictions } from "../standings/restriction.ts";
import { decodeTimeline } from "../standings/timeline.ts";
import { REASONS, type Reason } from "../verdict.ts";
import { decideMany } from "./decide-many.ts";
import { factsOf, madeAt, type PurposeFacts, reasonOf } from "./reason.ts";

/** `damaged`: what is kept of this person is not what was recorded. */
export const STANDS = [...REASONS, "damaged"] as const;
export type StandsAs = (typeof STANDS)[number];

export interface Stands {
  readonly subject: string;
  readonly allowed: boolean;
  readonly reason: StandsAs;
  /** RFC 3339: when what decides happened; `null` where it takes more than one identifier, or nothing happened. */
  readonly since: string | null;
}

export interface EverybodyQuery {
  readonly purposeId: string;
  /** RFC 3339; `null`: now. */
  readonly at: string | null;
  /** Only those; `null`: all. */
  readonly reason: StandsAs | null;
  /** Number of the last standing that the page before looked at; 0: of none. */
  readonly after: number;
  readonly limit: number;
}

export interface EverybodyPage {
  readonly at: string;
  readonly people: readonly Stands[];
  /** `null`: there is nobody more. */
  readonly next: number | null;
  /** `false`: of something that was looked at nobody can tell whose it is: there may be people who are not told of. */
  readonly whole: boolean;
}

export interface EverybodyCounts {
  readonly at: string;
  readonly total: number;
  /** As in {@link EverybodyPage}. */
  readonly whole: boolean;
  readonly counts: Readonly<Partial<Record<StandsAs, number>>>;
}

/** Standings that one page looks at, whether they are of this purpose or not; then the next page goes on. */
const MOST_LOOKED_AT = 2_000;
/** … that are opened before others get their turn. */
const TURN = 250;

/** Who chose nothing: of them nothing is told. */
const SAYS_NOTHING: readonly Reason[] = ["never_asked", "purpose_not_by_consent", "restricted"];

interface Asked {
  readonly purposeId: string;
  readonly time: string;
  readonly at: string | null;
  readonly facts: PurposeFacts;
}

/** @throws Refusal `consent_refused` (`unknown_purpose`), `invalid_parameter` */
async function asked(
  context: ConsentContext,
  { purposeId, at }: Pick<EverybodyQuery, "purposeId" | "at">,
): Promise<Asked> {
  const purpose = await context.registry.purpose(purposeId);
  if (purpose === null) throw await unknownPurpose(context.registry);
  const time = askedTime(context.clock, at);
  return { purposeId, time, at, facts: factsOf(purpose, time) };
}

/** @throws Refusal `consent_refused` (`unknown_purpose`), `invalid_parameter` */
export async function everybody(
  context: ConsentContext,
  query: EverybodyQuery,
): Promise<EverybodyPage> {
  const question = await asked(context, query);
  const people: Stands[] = [];
  let { after } = query;
  let whole = true;
  for (let looked = 0; looked < MOST_LOOKED_AT; ) {
    // So few at a time that a page never has to be cut in the middle of what was looked at.
    const room = query.limit - people.length;
    const most = Math.min(TURN, Math.max(room, 1), MOST_LOOKED_AT - looked);
    const page = await context.ledger.standingsAfter(after, most);
    looked += most;
    if (page.last === null) return { at: question.time, people, next: null, whole };
    after = page.last;
    whole &&= page.isWhole;
    const stands = await standsIn(context, question, page);
    people.push(...stands.filter(({ reason }) => query.reason === null || reason === query.reason));
    if (people.length >= query.limit) break;
    await othersTurn();
  }
  return { at: question.time, people, next: after, whole };
}

/** Takes as long as looking through all standings: some ten microseconds each. */
export async function countEverybody(
  context: ConsentContext,
  query: Pick<EverybodyQuery, "purposeId" | "at"> & { readonly signal?: AbortSignal },
): Promise<EverybodyCounts> {
  const question = await asked(context, query);
  const counts: Partial<Record<StandsAs, number>> = {};
  let total = 0;
  let whole = true;
  for (let after = 0; ; ) {
    if (query.signal?.aborted) throw new Refusal("client_left", {});
    const page = await context.ledger.standingsAfter(after, TURN);
    if (page.last === null) return { at: question.time, total, whole, counts };
    after = page.last;
    whole &&= page.isWhole;
    for (const { reason } of await standsIn(context, question, page)) {
      counts[reason] = (counts[reason] ?? 0) + 1;
      total += 1;
    }
    await othersTurn();
  }
}

/** Those of a page of standings that are of this purpose. */
async function standsIn(
  context: ConsentContext,
  { purposeId, at, facts }: Asked,
  { found, unread }: StandingPage,
): Promise<readonly Stands[]> {
  const stream = streamOf(purposeId);
  const own = found.filter((one) => one.stream === stream);
  const opposed = await opposedIn(context, purposeId, found);
  // Of what cannot be read nobody knows which stream it is of: the person is asked about, once, and told of if there is anything.
  const doubtful = [...new Set(unread)];
  const subjects = [...own.map(({ subject }) => subject), ...doubtful, ...opposed];
  // Now is now, and no time: what is dated ahead, as before a clock was set back, holds already.
  const decided = await decideMany(
    context,
    subjects.map((subject) => ({ subject, purposeId })),
    at,
  );
  return decided.flatMap((one, i): Stands[] => {
    const subject = subjects[i] as string;
    if (one instanceof Refusal)
      return [{ subject, allowed: false, reason: "damaged", since: null }];
    const { allowed, reason } = one;
    const kept = own[i];
    if (kept === undefined)
      return SAYS_NOTHING.includes(reason) ? [] : [{ subject, allowed, reason, since: null }];
    return [{ subject, allowed, reason, since: sinceOf(kept, facts, reason) }];
  });
}

/** Who has objected to this purpose, and was never asked about it: of all others their consent's own standing tells. */
async function opposedIn(
  { ledger }: ConsentContext,
  purposeId: string,
  found: StandingPage["found"],
): Promise<readonly string[]> {
  const subjects = found.flatMap(({ subject, stream, kept }) => {
    if (stream !== RESTRICTION_STREAM) return [];
    const told = decodeRestrictions(kept);
    return told === null || told.some((one) => one?.purposeId === purposeId) ? [subject] : [];
  });
  if (subjects.length === 0) return [];
  const names = subjects.map((subject) => ({ subject, stream: streamOf(purposeId) }));
  const kept = await ledger.standings(names);
  return subjects.filter((_, i) => kept[i] === null);
}

/** What this identifier's own stream says, where that is what decides. */
function sinceOf({ kept }: FoundStanding, facts: PurposeFacts, reason: Reason): string | null {
  const timeline = decodeTimeline(kept);
  if (timeline === null || reasonOf(facts, timeline) !== reason) return null;
  const made = madeAt(timeline, facts.time);
  if (made === null) return null;
  return formatTime(reason === "expired" ? (made.validUntil ?? made.occurredAt) : made.occurredAt);
}
