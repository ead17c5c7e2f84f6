/** Recording events of consents: many at a time, those of one consent in order, each judged by what is there when it is written. */
import { Refusal } from "../core/errors.ts";
import type { EventUnit } from "../ledger/append.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { type ConsentContext, type EventOutcome, MOST_TRIES, orRefusal } from "./context.ts";
import { type Filled, fill } from "./fill.ts";
import { historyOf } from "./history.ts";
import { occurredAsBefore } from "./input.ts";
import { judge } from "./judge.ts";
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
      else if (one.tries >= MOST_TRIES) results[one.at] = new Refusal("busy", {});
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
  const filled: { at: number; unit: EventUnit; filled: Filled }[] = [];
  for (const [at, { request, key }] of turn.entries()) {
    const made = await orRefusal(async () => {
      const draft = await occurredAsBefore(context.ledger, request, key);
      return fill(context.registry, { ...request, draft });
    });
    if (made instanceof Refusal) results[at] = made;
    else filled.push({ at, filled: made, unit: unitOf(made, key) });
  }
  // What was recorded before is not judged again: it would be refused for following itself.
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

type Appended = Awaited<ReturnType<ConsentContext["ledger"]["append"]>>[number];

const settled = (outcome: Appended): TurnOutcome =>
  outcome instanceof Refusal || outcome.outcome !== "moved" ? outcome : "moved";

const unitOf = ({ draft }: Filled, idempotency: IdempotencyKey | null): EventUnit => ({
  events: [{ draft }],
  idempotency,
});

/** The unit, where its stream is now. @throws Refusal `consent_refused`, `damaged` */
async function expecting(
  context: ConsentContext,
  unit: EventUnit,
  filled: Filled,
): Promise<EventUnit> {
  const { draft } = filled;
  const history = await historyOf(context, draft.subject, filled.purpose.purposeId);
  await judge(context, filled, history);
  return { ...unit, events: [{ draft, expect: history.head }] };
}
