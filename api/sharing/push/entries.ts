/** What entries of the log mean to what was given: each kind by itself, as it was when the entry had just been recorded. */

import { isRefusal } from "../../core/errors.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { IndexedPlace } from "../../ledger/places.ts";
import type {
  AgreementRow,
  GivenRow,
  Giving,
  NewMessage,
  Step,
  Sweep,
} from "../../store/partner-store.ts";
import type { LeftOut } from "../delivery/decide.ts";
import { agreementAt } from "./agreement-at.ts";
import type { PushContext } from "./context.ts";
import { type DecidedRow, decideRow, endedMessage, heldMessage, standingUnder } from "./decide.ts";
import { withErased } from "./erased.ts";
import { type MessageCause, messageOf } from "./message.ts";
import { type AtMoment, atMoment, type Moment } from "./moment.ts";

export type Fields = Readonly<Record<string, JsonValue>>;

/** An entry that is looked at. `record` null: it cannot be read. */
export interface Entry {
  readonly place: IndexedPlace;
  readonly record: Fields | null;
  readonly moment: Moment;
  readonly cause: MessageCause;
}

/** What decides of what was given. */
export const MOVING: readonly string[] = ["consent", "merge", "restriction"];
export const CORRECTED: readonly string[] = ["customer", "order", "payment"];
/** Rows of a sweep, or of a moment, that are decided in one step. */
export const ROWS = 200;

async function momentOf(context: PushContext, moment: Moment): Promise<AtMoment> {
  return withErased(atMoment(context.ledger, await context.purposes(), moment), context);
}

async function agreementRows(context: PushContext): Promise<ReadonlyMap<string, AgreementRow>> {
  const rows = await context.store.agreements();
  return new Map(rows.map((row) => [row.agreement, row]));
}

const concluded = (decided: readonly DecidedRow[]): Pick<Step, "decided" | "messages"> => ({
  decided: decided.map(({ row }) => row),
  messages: decided.flatMap(({ message }) => message ?? []),
});

/** What a record of access says was given; `null`: nothing under an agreement. */
export function givingOf({ record, place, moment }: Entry): Omit<Giving, "stands"> | null {
  if (record === null) return null;
  const { agreement, agreementVersion, organization, purposeId, outcome, records, request } =
    record;
  if (typeof agreement !== "string" || outcome !== "shown" || !Array.isArray(records)) return null;
  if (records.length === 0 || typeof organization !== "string" || typeof purposeId !== "string")
    return null;
  return {
    ...{ agreement, organization, purpose: purposeId, subject: place.subject },
    ...{ index: place.index, version: Number(agreementVersion), request: String(request) },
    day: new Date(moment.time).toISOString().slice(0, 10),
    records: records.map((one) => {
      const { id, kind, version } = one as Record<string, JsonValue>;
      return { id: String(id), kind: String(kind), version: Number(version) };
    }),
  };
}

/** Consent may have gone between deciding and recording: then the partner hears of it at once. */
export async function stands(
  context: PushContext,
  giving: Omit<Giving, "stands">,
  { moment, cause }: Entry,
): Promise<{ readonly stands: Giving["stands"]; readonly message: NewMessage | null }> {
  const agreement = (await agreementRows(context)).get(giving.agreement);
  if (agreement === undefined || !agreement.inForce) return { stands: null, message: null };
  const at = await momentOf(context, moment);
  const kinds = giving.records.map(({ kind }) => kind);
  const { reason, isHeld, changesAt } = await standingUnder(at, agreement, { ...giving, kinds });
  const covered = reason === "given";
  const held = isHeld ? heldMessage(agreement, giving, true, cause) : null;
  const message = covered ? held : endedMessage(agreement, giving, reason as LeftOut, cause);
  return { stands: { covered, held: isHeld, dueAt: changesAt }, message };
}

/** A consent of theirs moved, what restricts processing, or under which identifiers they are known. */
export async function personMoved(
  context: PushContext,
  { place, moment, cause }: Entry,
): Promise<Step> {
  const at = await momentOf(context, moment);
  const rows = await context.store.givenOf(await at.identifiersOf(place.subject));
  const agreements = await agreementRows(context);
  const decided: DecidedRow[] = [];
  for (const row of rows)
    decided.push(await decideRow(at, agreements.get(row.agreement), row, cause));
  return concluded(decided);
}

/** A later version of something that was given. Of whose is kept unused nothing can be fetched: they fetch it when that is over. */
export async function recordCorrected(
  context: PushContext,
  { place, cause }: Entry,
): Promise<Step> {
  const agreements = await agreementRows(context);
  const given = await context.store.recordGiven(place.id);
  const messages = given.flatMap((one) => {
    const { inForce = false, terms = null } = agreements.get(one.agreement) ?? {};
    if (!inForce || terms === null || !one.covered || one.held || one.version >= place.version)
      return [];
    if (!terms.kinds.includes(place.kind)) return [];
    const { agreement, purpose, subject, organization } = one;
    return messageOf({
      ...{ type: "record.corrected", agreement, purpose, subject, organization, cause },
      ...{ version: terms.version, reason: null, deleteBy: null },
      record: { id: place.id, version: place.version },
      acknowledgeBy: cause.time + terms.acknowledgeWithin,
    });
  });
  return { messages };
}

/** How agreements stand now, one step for each: what follows for people is decided in a sweep. */
export async function agreementsMoved(
  context: PushContext,
  ids: readonly string[] | null,
  moment: Moment,
  cause: MessageCause,
): Promise<Step[]> {
  const streams = await context.agreements();
  const rows = await agreementRows(context);
  const steps: Step[] = [];
  for (const id of ids ?? streams.keys()) {
    const agreement = streams.get(id);
    if (agreement === undefined) continue;
    const before = rows.get(id) ?? null;
    const now = agreementAt(agreement, moment, before);
    const hasEnded = before?.inForce === true && !now.inForce;
    const hasChanged =
      now.inForce && JSON.stringify(before?.terms ?? null) !== JSON.stringify(now.terms);
    const isSwept = now.inForce && (hasChanged || before?.inForce !== true);
    steps.push({
      agreement: now,
      messages: hasEnded ? await agreementEnded(context, now, cause) : [],
      sweeps: isSwept
        ? [{ agreement: id, cause: cause.index, ...moment, silent: before?.inForce !== true }]
        : [],
    });
  }
  return steps;
}

/** Whoever got something under it, and whose it is, is told once. */
async function agreementEnded(
  { store }: PushContext,
  { agreement, organization: own, terms }: AgreementRow,
  cause: MessageCause,
): Promise<NewMessage[]> {
  const told = new Set(await store.organizationsOf(agreement));
  if (own !== null) told.add(own);
  return [...told].sort().map((organization) =>
    messageOf({
      ...{ type: "agreement.ended", organization, agreement, cause },
      ...{ purpose: null, subject: null, reason: "not_in_force" },
      version: terms?.version ?? 1,
      deleteBy: cause.time + (terms?.deleteWithin ?? 0),
      acknowledgeBy: cause.time + (terms?.acknowledgeWithin ?? 0),
    }),
  );
}

/** A purpose was defined anew, or retired. @param purposeId `null`: which, cannot be read */
export async function purposeMoved(
  context: PushContext,
  purposeId: string | null,
  { moment, cause }: Entry,
): Promise<Step> {
  const rows = [...(await agreementRows(context)).values()];
  const concerned = rows.filter(
    ({ inForce, terms }) =>
      inForce &&
      terms?.uses.some(
        (use) => purposeId === null || [use.purposeId, ...use.consents].includes(purposeId),
      ),
  );
  return {
    sweeps: concerned.map(({ agreement }) => ({
      ...{ agreement, cause: cause.index, ...moment, silent: false },
    })),
  };
}

/** Some more of what was given under an agreement. */
export async function sweepOn(context: PushContext, sweep: Sweep): Promise<Step> {
  const { agreement, after, below, time, silent, number } = sweep;
  const rows = await context.store.givenUnder(agreement, after, ROWS);
  const at = await momentOf(context, { below, time });
  const found = (await agreementRows(context)).get(agreement);
  const cause = { index: sweep.cause, time, occurredAt: await occurredAt(context, sweep) };
  const decided: DecidedRow[] = [];
  for (const row of rows) decided.push(await decideRow(at, found, row, cause, silent));
  const last = rows.length < ROWS ? null : (rows.at(-1)?.number ?? null);
  return { ...concluded(decided), swept: { number, after: last } };
}

async function occurredAt({ ledger }: PushContext, { cause, time }: Sweep): Promise<string | null> {
  if (cause === null) return new Date(time).toISOString();
  try {
    const place = await ledger.placeAt(cause);
    if (place === null) return null;
    const { record } = await ledger.record(place.id, place.version);
    return String(record["@occurredAt"]);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Rows of which the answer changes at this moment, by time alone. */
export async function rowsDue(
  context: PushContext,
  rows: readonly GivenRow[],
  moment: Moment,
): Promise<Step> {
  const at = await momentOf(context, moment);
  const agreements = await agreementRows(context);
  const { time } = moment;
  const cause: MessageCause = { index: null, time, occurredAt: new Date(time).toISOString() };
  const decided: DecidedRow[] = [];
  for (const row of rows)
    decided.push(await decideRow(at, agreements.get(row.agreement), row, cause));
  return concluded(decided);
}
