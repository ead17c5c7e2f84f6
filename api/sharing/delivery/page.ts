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
import { formatCursor, parseCursor, type Walk } from "./cursor.ts";
import { countLeftOut, decide, type LeftOut, type LeftOutCounts, termsUse } from "./decide.ts";
import { type DeliveredRecord, type Given, giver, shownOf } from "./give.ts";
import { outside, type TermsInForce } from "./in-force.ts";
import { standingOf } from "./people.ts";
import { changedSince } from "./since.ts";
import { lookOn } from "./walk.ts";
import { wasGiven } from "./was-given.ts";

export interface DeliveryPage {
  readonly version: number;
  readonly records: readonly DeliveredRecord[];
  /** People of whom something was given before under this agreement, and nothing may be kept now. */
  readonly ended: readonly string[];
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

async function walkOf(
  context: DeliveryContext,
  { cursor, since }: DeliveryQuery,
  consents: readonly string[],
  now: TermsInForce,
  agreementId: string,
): Promise<Walk> {
  const sealed = await sealedSize(context);
  if (cursor !== null) return parseCursor(cursor, sealed);
  if (since !== null && since > sealed)
    throw new Refusal("invalid_parameter", { parameter: "since" });
  const changed =
    since === null || (await changedSince(context, { since, consents, now, agreementId }));
  return { until: sealed, since: changed ? null : since, at: changed ? 0 : since, sub: -1 };
}

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
  const walk = await walkOf(context, query, consents, now, agreementId);
  const found =
    query.subject === null
      ? await lookOn(context, { walk, kinds, consents, limit: query.limit })
      : await ofPerson(context, query, walk, kinds);

  const left: LeftOut[] = [];
  const given: Given[] = [];
  const subjects = [...found.places.map(({ subject }) => subject), ...found.moved];
  const standing = await standingOf(context, subjects, consents);
  const decided = found.places.map((place) => ({
    ...{ place, ...decide(now.terms, purposeId, place.kind, standing(place.subject)) },
  }));
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
  const uncovered = found.moved.filter((subject) =>
    consents.some((consent) => standing(subject)(consent) !== "given"),
  );
  const ended: string[] = [];
  for (const subject of uncovered)
    if (await wasGiven(context, subject, agreementId)) ended.push(subject);

  await record(context, query, now, [
    ...given.flatMap(shownOf),
    ...ended.map((subject) => ({ subject, told: [{ what: "decision" as const, of: purposeId }] })),
    ...aboutOne(query, left),
  ]);
  const still = await stillGiven(context, query, now, given, consents);
  left.push(...still.left);
  return {
    version: now.version,
    records: still.records,
    ended,
    leftOut: countLeftOut(left),
    next: found.next && formatCursor({ ...walk, ...found.next }),
    until: walk.until,
    complete: walk.since === null,
  };
}

/** Who asks about one person is told by the counts how that person stands. */
const aboutOne = ({ subject, purposeId }: DeliveryQuery, left: readonly LeftOut[]): Shown[] =>
  subject === null || left.length === 0
    ? []
    : [{ subject, told: [{ what: "decision", of: purposeId }] }];

/** Those of one identifier, ascending. @throws Refusal `not_found` (`subject`) */
async function ofPerson(
  { ledger }: DeliveryContext,
  { subject, limit }: DeliveryQuery & { readonly subject: string | null },
  walk: Walk,
  kinds: readonly string[],
) {
  const asked = subject as string;
  if (!(await ledger.knownSubjects([asked])).has(asked))
    throw new Refusal("not_found", { what: "subject" });
  const after = walk.sub >= 0 ? walk.sub : (walk.since ?? 0) - 1;
  const rows = await ledger.placesOf({ subject: asked, kinds, after, limit: limit + 1 });
  const sealed: IndexedPlace[] = rows.filter(({ index }) => index < walk.until);
  const places = sealed.slice(0, limit);
  const last = places.at(-1);
  const next = sealed.length > limit && last ? { at: walk.at, sub: last.index } : null;
  return { places, moved: walk.since === null ? [] : [asked], next };
}

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

/** Making and recording took time: whoever took a consent back meanwhile is left out. */
async function stillGiven(
  context: DeliveryContext,
  { agreementId }: DeliveryQuery,
  { version }: TermsInForce,
  given: readonly Given[],
  consents: readonly string[],
): Promise<{ readonly records: readonly DeliveredRecord[]; readonly left: readonly LeftOut[] }> {
  if (given.length === 0) return { records: [], left: [] };
  const now = await context.inForce(agreementId, formatTime(context.clock.now()));
  if (now instanceof Refusal) throw now;
  if (now.version !== version) throw new Refusal("busy", {});
  const standing = await standingOf(
    context,
    given.map(({ place }) => place.subject),
    consents,
  );
  const left: LeftOut[] = [];
  const records = given.flatMap(({ place, record: one }) => {
    const answers = consents.map(standing(place.subject));
    const against = answers.find((answer) => answer !== "given");
    if (against === undefined) return [one];
    const isUnreadable = against === "erased" || against === "damaged";
    left.push(isUnreadable ? against : (`consent_${against}` as LeftOut));
    return [];
  });
  return { records, left };
}
