/**
 * How many people terms cover: all of whose consents to a use are in force, and of whom there is a record of a kind that is shared. Looked for among the standings, in the order in
 * which they came: who is covered has chosen about each of the consents, under one identifier at least.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { streamOf } from "../../consent/history.ts";
import { MERGE_STREAM } from "../../consent/identifiers.ts";
import type { Consents } from "../../consent/service.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { isRefusal, Refusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import { decide, termsUse } from "../delivery/decide.ts";
import { standingOf } from "../delivery/people.ts";
import { againstUse } from "../delivery/use.ts";
import type { Terms } from "../terms/model.ts";

export interface CoveredContext {
  readonly ledger: Pick<Ledger, "standingsAfter" | "standings" | "placesOf">;
  readonly consents: Pick<Consents, "decideMany" | "stoppedAmong" | "identifiersOf" | "registry">;
  readonly clock: Clock;
}

export type CountedTerms = Pick<Terms, "purposes" | "records">;

/** Standings that are opened before others get their turn. */
const TURN = 250;

/** Takes some ten microseconds for each standing, and as much again for who is covered. @throws Refusal `client_left` */
export async function countCovered(
  context: CoveredContext,
  terms: CountedTerms,
  purposeId: string,
  signal?: AbortSignal,
): Promise<number> {
  const { ledger, clock, consents } = context;
  const at = formatTime(clock.now());
  const use = termsUse(terms, purposeId);
  const [consent] = use?.consents ?? [];
  if (use === null || consent === undefined) return 0;
  // Whoever would be given nothing covers nobody.
  if (againstUse(await consents.registry.purpose(purposeId), use, at) !== null) return 0;
  const stream = streamOf(consent);
  // Those who could be met with again: under another identifier, or because something of theirs cannot be read.
  const met = new Set<string>();
  let counted = 0;
  for (let after = 0; ; ) {
    if (signal?.aborted) throw new Refusal("client_left", {});
    const page = await ledger.standingsAfter(after, TURN);
    if (page.last === null) return counted;
    after = page.last;
    const own = page.found.filter((one) => one.stream === stream).map(({ subject }) => subject);
    const doubtful = await unreadOf(context, page.unread, stream);
    const covered = await coveredOf(context, terms, purposeId, [...own, ...doubtful], at);
    for (const { subject, isJoined } of await joinedOf(context, covered)) {
      const people = isJoined ? await allOf(context, subject) : [subject];
      const name = [...people].sort()[0] as string;
      if (isJoined || doubtful.includes(subject)) {
        if (met.has(name)) continue;
        met.add(name);
      }
      if (await hasRecords(context, terms, people)) counted += 1;
    }
    await othersTurn();
  }
}

/** Of what cannot be read nobody knows which stream it is of: these have one of this name that cannot be read. */
async function unreadOf(
  { ledger }: CoveredContext,
  unread: readonly string[],
  stream: string,
): Promise<readonly string[]> {
  const subjects = [...new Set(unread)];
  const kept = await ledger.standings(subjects.map((subject) => ({ subject, stream })));
  return subjects.filter((_, i) => kept[i] === "unread");
}

async function coveredOf(
  context: CoveredContext,
  terms: CountedTerms,
  purposeId: string,
  subjects: readonly string[],
  at: string,
): Promise<readonly string[]> {
  const use = termsUse(terms, purposeId) ?? { purposeId, consents: [] };
  const standing = await standingOf(context, subjects, use, at);
  const [{ kind } = { kind: "" }] = terms.records;
  return [...new Set(subjects)].filter(
    (subject) => decide(terms, purposeId, kind, standing.of(subject)).fields !== null,
  );
}

async function joinedOf({ ledger }: CoveredContext, subjects: readonly string[]) {
  const merges = await ledger.standings(
    subjects.map((subject) => ({ subject, stream: MERGE_STREAM })),
  );
  return subjects.map((subject, i) => ({ subject, isJoined: merges[i] !== null }));
}

/** Who cannot be read is nobody else. */
async function allOf({ consents }: CoveredContext, subject: string): Promise<readonly string[]> {
  try {
    return await consents.identifiersOf(subject);
  } catch (error) {
    if (isRefusal(error, "damaged") || isRefusal(error, "not_found")) return [subject];
    throw error;
  }
}

async function hasRecords(
  { ledger }: CoveredContext,
  { records }: CountedTerms,
  people: readonly string[],
): Promise<boolean> {
  const kinds = records.map(({ kind }) => kind);
  for (const subject of people) {
    const found = await ledger.placesOf({ subject, kinds, after: -1, limit: 1 });
    if (found.length > 0) return true;
  }
  return false;
}
