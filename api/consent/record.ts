/** Recording events of consents: many at a time, those of one consent in order, each judged by what is there when it is written. */

import { Refusal } from "../core/errors.ts";
import type { EventUnit } from "../ledger/append.ts";
import type { Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { asBefore } from "./again.ts";
import { type ConsentContext, type EventOutcome, MOST_TRIES, orRefusal } from "./context.ts";
import { type Filled, fill } from "./fill.ts";
import { historyIfShort, historyOf } from "./history.ts";
import { judge, lastTime } from "./judge.ts";
import { isEnding } from "./kinds/consent.ts";
import { type ConsentRequest, fieldsOf } from "./request.ts";

export interface KeyedRequest {
  readonly request: ConsentRequest;
  readonly key: IdempotencyKey | null;
}

interface Waiting extends KeyedRequest {
  readonly at: number;
  /** Of subject and purpose: what is in one stream is decided one after the other. */
  readonly stream: string;
  readonly tries: number;
}

/** In order; each with an outcome of its own. */
export async function recordEvents(
  context: ConsentContext,
  requests: readonly KeyedRequest[],
): Promise<(EventOutcome | Refusal)[]> {
  const results: (EventOutcome | Refusal)[] = [];
  let waiting = requests.map(({ request, key }, at): Waiting => {
    const { subject } = request.draft;
    return { request, key, at, stream: `${subject} ${fieldsOf(request).purposeId}`, tries: 0 };
  });
  while (waiting.length > 0) {
    const taken = new Set<string>();
    const turn: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of waiting) {
      (taken.has(one.stream) ? rest : turn).push(one);
      taken.add(one.stream);
    }
    const again: Waiting[] = [];
    for (const [i, outcome] of (await recordTurn(context, turn)).entries()) {
      const one = turn[i]!;
      if (outcome !== "moved") results[one.at] = outcome;
      else if (one.tries + 1 >= MOST_TRIES) results[one.at] = new Refusal("busy", {});
      else again.push({ ...one, tries: one.tries + 1 });
    }
    waiting = [...again, ...rest].sort((a, b) => a.at - b.at);
  }
  return results;
}

type TurnOutcome = EventOutcome | Refusal | "moved";

/** At most one event of each stream. */
async function recordTurn(
  context: ConsentContext,
  turn: readonly Waiting[],
): Promise<TurnOutcome[]> {
  const results: TurnOutcome[] = [];
  // What was recorded before is neither filled in nor judged again: what it rests on may have changed, and it would be refused for following itself.
  await tellAgain(context, turn, results);
  const filled: { at: number; unit: EventUnit; filled: Filled }[] = [];
  for (const [at, { request, key }] of turn.entries()) {
    if (results[at] !== undefined) continue;
    const made = await orRefusal(() => fill(context.registry, request));
    if (made instanceof Refusal) results[at] = made;
    else filled.push({ at, filled: made, unit: unitOf(made.draft, key) });
  }
  const known = await context.ledger.recognise(filled.map(({ unit }) => unit));
  const units: { at: number; unit: EventUnit }[] = [];
  for (const [i, { at, unit, filled: made }] of filled.entries()) {
    const before = known[i] ?? null;
    const judged = before ?? (await orRefusal(() => expecting(context, unit, made)));
    if (judged instanceof Refusal || "outcome" in judged) results[at] = settled(judged);
    else units.push({ at, unit: judged });
  }
  const outcomes = await context.ledger.append(units.map(({ unit }) => unit));
  for (const [i, { at }] of units.entries()) results[at] = settled(outcomes[i]!);
  return results;
}

/** Puts into `results` what became of those that came before. */
async function tellAgain(
  context: ConsentContext,
  turn: readonly Waiting[],
  results: TurnOutcome[],
): Promise<void> {
  const repeats: { at: number; unit: EventUnit }[] = [];
  for (const [at, { request, key }] of turn.entries()) {
    const draft = await orRefusal(() => asBefore(context, request, key));
    if (draft instanceof Refusal) results[at] = draft;
    else if (draft !== null) repeats.push({ at, unit: unitOf(draft, key) });
  }
  const known = await context.ledger.recognise(repeats.map(({ unit }) => unit));
  for (const [i, { at }] of repeats.entries()) {
    const outcome = known[i] ?? null;
    if (outcome !== null) results[at] = settled(outcome);
  }
}

type Appended = Awaited<ReturnType<ConsentContext["ledger"]["append"]>>[number];

const settled = (outcome: Appended): TurnOutcome =>
  outcome instanceof Refusal || outcome.outcome !== "moved" ? outcome : "moved";

const unitOf = (draft: Draft, idempotency: IdempotencyKey | null): EventUnit => ({
  events: [{ draft }],
  idempotency,
});

/** The unit, where its stream is now. @throws Refusal `consent_refused`, `damaged`, `stream_too_long` */
async function expecting(
  context: ConsentContext,
  unit: EventUnit,
  { draft, namesTime, purpose }: Filled,
): Promise<EventUnit> {
  const ends = isEnding(fieldsOf({ draft }).event);
  const read = ends ? historyIfShort : historyOf;
  const { subject, occurredAt: now } = draft;
  const { purposeId } = purpose;
  const history = await read(context, subject, purposeId);
  const ending = { subject, purposeId, now };
  const occurredAt = ends && !namesTime ? await lastTime(context, ending, history) : now;
  const dated = { ...draft, occurredAt };
  // Of more than can be read nothing keeps anybody from ending it: it goes to the end of the stream, wherever that is.
  if (history === null) return { ...unit, events: [{ draft: dated }] };
  await judge(context, { draft: dated, purpose }, history);
  return { ...unit, events: [{ draft: dated, expect: history.head }] };
}
