/**
 * A page of what a partner gets under terms. Each time it is decided anew, by the terms and the consents that are in force then; what is given is on record, durable, before it
 * goes out. Where one step and the next see different things, nothing is given.
 */
import { parseCheckpoint } from "../../../portal/verify/checkpoint.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { formatTime } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Shown } from "../../ledger/access.ts";
import type { IndexedPlace } from "../../ledger/places.ts";
import type { DeliveryContext, DeliveryQuery } from "./context.ts";
import type { CursorOf, Kept } from "./cursor.ts";
import {
  countLeftOut,
  type Decided,
  decide,
  type LeftOut,
  type LeftOutCounts,
  leftOut,
  termsUse,
} from "./decide.ts";
import { type DeliveredRecord, type Given, giver, shownOf } from "./give.ts";
import { outside, type TermsInForce } from "./in-force.ts";
import { standingOf } from "./people.ts";
import { lookAtPerson } from "./person.ts";
import { changedSince } from "./since.ts";
import { againstUse, type Use } from "./use.ts";
import { lookOn } from "./walk.ts";

export interface DeliveryPage {
  readonly version: number;
  readonly records: readonly DeliveredRecord[];
  /** People of whom something was given before under this agreement, and nothing may be kept now. */
  readonly ended: readonly string[];
  /** People of whom something was given before, and processing of whose data is restricted: what is there is kept, and not used (GDPR 18(2), 19). */
  readonly restricted: readonly string[];
  /** Of all pages of an answer that looks at everything, on its last. */
  readonly leftOut: LeftOutCounts;
  /** `null`: it is the last page. */
  readonly next: string | null;
  /** To be passed as `since` the next time. */
  readonly until: number;
  /** What is not given now is not covered any more: terms or purposes have changed since, so everything was looked at. Also where nothing was passed as `since`. */
  readonly complete: boolean;
}

/** So many entries of the log evidence can be made of: those that the map of the newest checkpoint is over. */
async function sealedSize({ ledger }: DeliveryContext): Promise<number> {
  const note = await ledger.checkpoint();
  if (note === null) return 0;
  const { size } = parseCheckpoint(parseNote(note).text);
  return (await ledger.entryAt(size - 1)).state?.mapSize ?? 0;
}

/** Where the page begins. @throws Refusal `invalid_parameter` */
async function beginning(
  context: DeliveryContext,
  query: DeliveryQuery,
  { purposeId, consents }: Use,
  now: TermsInForce,
): Promise<Kept> {
  const { cursor, since, agreementId } = query;
  const sealed = await sealedSize(context);
  if (cursor !== null) {
    const kept = context.cursors.open(cursor, cursorOf(query));
    if (kept === null || (since !== null && since !== kept.asked))
      throw new Refusal("invalid_parameter", { parameter: "cursor" });
    return { ...kept, walk: { ...kept.walk, until: Math.min(kept.walk.until, sealed) } };
  }
  if (since !== null && since > sealed)
    throw new Refusal("invalid_parameter", { parameter: "since" });
  const purposes = [...new Set([purposeId, ...consents])];
  const changed =
    since === null || (await changedSince(context, { since, purposes, now, agreementId }));
  const walk = { until: sealed, since: changed ? null : since, at: changed ? 0 : since, sub: -1 };
  return { walk, asked: since, leftOut: {} };
}

const cursorOf = ({ agreementId, purposeId, subject, reader }: DeliveryQuery): CursorOf => ({
  ...{ agreementId, purposeId, subject, organization: reader.organization },
});

/** @throws Refusal `outside_terms`, `not_found` (`agreement`, `subject`), `invalid_parameter`, and those of `Ledger.recordReads` */
export async function deliverPage(
  context: DeliveryContext,
  query: DeliveryQuery,
): Promise<DeliveryPage> {
  const { agreementId, purposeId } = query;
  const now = await context.inForce(agreementId, formatTime(context.clock.now()));
  if (now instanceof Refusal) throw now;
  const use = termsUse(now.terms, purposeId);
  if (use === null) throw outside("purposes");
  const { consents } = use;
  const kinds = now.terms.records.map(({ kind }) => kind);
  const kept = await beginning(context, query, use, now);
  const { walk } = kept;
  const looking = { walk, kinds, consents, limit: query.limit };
  const found =
    query.subject === null
      ? await lookOn(context, looking)
      : await lookAtPerson(context, { ...looking, subject: query.subject });

  const left: LeftOut[] = [];
  const given: Given[] = [];
  const subjects = [...found.places.map(({ subject }) => subject), ...found.moved];
  const judge = await judging(context, now, use, subjects);
  const decided = found.places.map((place) => ({ place, ...judge.record(place) }));
  const covered = decided.filter(({ fields }) => fields !== null).map(({ place }) => place);
  const together = context.ledger.evidenceTogether(context.checker);
  const giving = { terms: now.terms, purposeId, consents };
  const give = await giver(context, together, giving, covered);
  for (const { place, fields, leftOut } of decided) {
    const made = fields === null ? leftOut : await give(place, fields);
    if (typeof made === "string") left.push(made);
    else given.push(made);
  }
  await together.held();
  const ended: string[] = [];
  const { organization } = now;
  const wasGiven = async (subject: string): Promise<boolean> =>
    organization !== null &&
    context.wasGiven({ agreement: agreementId, purpose: purposeId, subject, organization });
  const restricted: string[] = [];
  for (const subject of new Set([...found.moved, ...heldAmong(decided)])) {
    if (judge.isCovered(subject) || !(await wasGiven(subject))) continue;
    if (judge.isHeld(subject)) restricted.push(subject);
    else if (found.moved.includes(subject)) ended.push(subject);
  }

  await record(context, query, now, [
    ...given.flatMap(shownOf),
    ...[...ended, ...restricted].map((subject) => ({
      subject,
      told: [{ what: "decision" as const, of: purposeId }],
    })),
    ...aboutOne(query, left),
  ]);
  const still = await stillGiven(context, query, now, use, given);
  const leftOut = countLeftOut([...left, ...still.left], kept.leftOut);
  const isLast = found.next === null;
  // Page by page, or of a few changes, they would tell how single people stand.
  const isTold = isLast && walk.since === null;
  return {
    version: now.version,
    records: still.records,
    ended,
    restricted,
    leftOut: isTold ? leftOut : {},
    next:
      found.next &&
      context.cursors.make(
        { walk: { ...walk, ...found.next }, asked: kept.asked, leftOut },
        cursorOf(query),
      ),
    until: walk.until,
    complete: walk.since === null,
  };
}

/** Whose records are left out because processing is restricted. */
const heldAmong = (decided: readonly (Decided & { readonly place: IndexedPlace })[]): string[] =>
  decided.flatMap(({ leftOut, place }) =>
    leftOut === "consent_restricted" ? [place.subject] : [],
  );

/** Who asks about one person is told by the counts how that person stands. */
const aboutOne = ({ subject, purposeId }: DeliveryQuery, left: readonly LeftOut[]): Shown[] =>
  subject === null || left.length === 0
    ? []
    : [{ subject, told: [{ what: "decision", of: purposeId }] }];

async function record(
  { ledger }: DeliveryContext,
  { reader, route, request, purposeId, agreementId }: DeliveryQuery,
  { version }: TermsInForce,
  shown: readonly Shown[],
): Promise<void> {
  if (shown.length === 0) return;
  await ledger.recordReads({
    ...{ reader, route, request, purposeId, shown },
    agreement: { id: agreementId, version },
  });
}

interface Judging {
  record(place: Pick<IndexedPlace, "kind" | "subject">): Decided;
  /** Whether something of this person may be given at all. */
  isCovered(subject: string): boolean;
  /** Nothing may be given but because processing is restricted: what was given before is kept, and not used. */
  isHeld(subject: string): boolean;
}

/** What may be given of these people now: by the use's own purpose, then by each person's consents. */
async function judging(
  context: DeliveryContext,
  { terms }: TermsInForce,
  use: Use,
  subjects: readonly string[],
): Promise<Judging> {
  const { purposeId, consents } = use;
  const at = formatTime(context.clock.now());
  const against = againstUse(await context.consents.registry.purpose(purposeId), use, at);
  const standing = await standingOf(context, subjects, use);
  return {
    record: ({ kind, subject }) =>
      against === null ? decide(terms, purposeId, kind, standing.of(subject)) : leftOut(against),
    isCovered: (subject) =>
      against === null && consents.every((consent) => standing.of(subject)(consent) === "given"),
    isHeld: (subject) => against === null && standing.isHeld(subject),
  };
}

/** Making and recording took time: whoever took a consent back meanwhile is left out. */
async function stillGiven(
  context: DeliveryContext,
  { agreementId, reader }: DeliveryQuery,
  { version }: TermsInForce,
  use: Use,
  given: readonly Given[],
): Promise<{ readonly records: readonly DeliveredRecord[]; readonly left: readonly LeftOut[] }> {
  if (given.length === 0) return { records: [], left: [] };
  const now = await context.inForce(agreementId, formatTime(context.clock.now()));
  if (now instanceof Refusal) throw now;
  if (now.organization !== reader.organization)
    throw new Refusal("not_found", { what: "agreement" });
  if (now.version !== version) throw new Refusal("busy", {});
  const subjects = given.map(({ place }) => place.subject);
  const judge = await judging(context, now, use, subjects);
  const left: LeftOut[] = [];
  const records = given.flatMap(({ place, record: one }) => {
    const { leftOut } = judge.record(place);
    if (leftOut === null) return [one];
    left.push(leftOut);
    return [];
  });
  return { records, left };
}
