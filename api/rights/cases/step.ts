/** Steps of a request: judged by what its stream holds when they are written; if it has moved meanwhile, judged again. */
import { parseTime } from "../../../portal/verify/time.ts";
import { appendDecided } from "../../consent/context.ts";
import { parseInput, present, withFields } from "../../consent/input.ts";
import { Refusal } from "../../core/errors.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { EventUnit } from "../../ledger/append.ts";
import type { Draft } from "../../ledger/draft.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import { request } from "../kinds/request.ts";
import { NEEDS_CARRYING, STOPPED } from "./case.ts";
import { dueBehind } from "./clock.ts";
import type { CaseContext } from "./context.ts";
import { askedNamed, assertAsGranted, grantOf } from "./grant.ts";
import type { Prepared, Regarding, RequestHandler } from "./handlers.ts";
import { askedOf, type NewStep, newStep, parsed } from "./input.ts";
import { type ReadCase, readCase } from "./read.ts";
import { type Actor, assertOwn, before, type CaseOutcome, keyOf } from "./receive.ts";
import { mayTake, problemOf } from "./transitions.ts";

export interface CaseName {
  readonly subject: string;
  readonly requestId: string;
}

/** Of a step of theirs a person says what they think, and no more. */
const NOT_OWN = ["@occurredAt", "@source", "externalNumber", "asked", "regarding"];
/** What the ledger alone names. */
const OF_THE_LEDGER: readonly string[] = [NEEDS_CARRYING, STOPPED];
/** When the clock moves, it moves now: what was written down later must not change a deadline of before. */
const AT_ONCE: readonly NewStep["event"][] = [
  "paused",
  "resumed",
  "extended",
  "decided",
  "reopened",
];

/**
 * @throws Refusal `invalid_record`, `forbidden` (`role`), `not_found` (`subject`, `request`), `request_refused`, those of the handler of what is granted, and those of append.ts
 */
export async function takeStep(
  context: CaseContext,
  name: CaseName,
  input: unknown,
  by: Actor,
  sent: IdempotencyKey | null,
): Promise<CaseOutcome> {
  const given = parsed(newStep, input);
  if (!mayTake(by.role, given.event)) throw new Refusal("forbidden", { problem: "role" });
  if (by.role === "customer") assertOwn(given, NOT_OWN);
  // What is carried out follows from it: whoever decides answers for it.
  if (by.role !== "officer" && given.asked != null)
    throw new Refusal("forbidden", { problem: "role" });
  if (given.regarding?.some(({ what }) => OF_THE_LEDGER.includes(what)))
    throw new Refusal("invalid_record", { problems: [{ field: "regarding", code: "surplus" }] });
  if (AT_ONCE.includes(given.event)) assertOwn(given, ["@occurredAt"]);
  if (given.event !== "reopened") return appendStep(context, name, given, by, sent);
  // Nothing is begun while it is taken back, and nothing taken back of what is being done.
  if (context.inHand.has(name.requestId))
    throw new Refusal("request_refused", { problem: "begun_already" });
  context.inHand.add(name.requestId);
  try {
    return await appendStep(context, name, given, by, sent);
  } finally {
    context.inHand.delete(name.requestId);
  }
}

async function appendStep(
  context: CaseContext,
  name: CaseName,
  given: NewStep,
  by: Actor,
  sent: IdempotencyKey | null,
): Promise<CaseOutcome> {
  const { ledger } = context;
  const key = keyOf(by, name.subject, sent);
  const known = await before(context, key);
  const again = known?.requestId === name.requestId && known.event === given.event ? known : null;
  const outcome = await appendDecided({ ledger }, () =>
    unitOf(context, name, given, by, key, again),
  );
  return { ...outcome, requestId: name.requestId };
}

async function unitOf(
  context: CaseContext,
  name: CaseName,
  given: NewStep,
  by: Actor,
  idempotency: IdempotencyKey | null,
  again: Readonly<Record<string, JsonValue>> | null,
): Promise<EventUnit> {
  const read = await readCase(context.ledger, name.subject, name.requestId);
  const drafted = draftOf(context, read, given, by);
  // The same request: what was filled in for it then is filled in again, to be recognised.
  const draft =
    again === null
      ? drafted
      : {
          ...withFields(drafted, {
            dueAt: again.dueAt ?? null,
            regarding: again.regarding ?? null,
          }),
          ...(given["@occurredAt"] === undefined
            ? { occurredAt: String(again["@occurredAt"]) }
            : {}),
        };
  const unit = { events: [{ draft, expect: read.head }], idempotency };
  const [seen] = await context.ledger.recognise([unit]);
  if (seen instanceof Refusal) throw seen;
  if (seen) return unit;
  assertCan(read, given, parseTime(draft.occurredAt));
  if (given.event === "reopened") await assertNotBegun(context, read);
  if (given.event !== "decided" || given.decision === "refused") return unit;
  const { prepared, regarding } = await granted(context, read, draft);
  const decided = withFields(draft, { regarding: regarding as unknown as JsonValue });
  return { ...unit, events: [{ draft: decided, expect: read.head }, ...prepared.events] };
}

/** @throws Refusal `request_refused` */
function assertCan(
  { found }: ReadCase,
  { event, decision = null, asked }: NewStep,
  at: number,
): void {
  const problem = problemOf(found, { event, at, decision, asks: asked != null });
  if (problem !== null) throw new Refusal("request_refused", problem);
}

/** @throws Refusal `request_refused` (`begun_already`) */
async function assertNotBegun({ handlers }: CaseContext, read: ReadCase): Promise<void> {
  const { decided, requestType } = read.found;
  if (decided === null) return;
  const grant = grantOf(read, decided, String(decided["@occurredAt"]));
  if (await handlers[requestType]?.hasBegun?.(grant))
    throw new Refusal("request_refused", { problem: "begun_already" });
}

function draftOf(
  { clock, settings }: CaseContext,
  { subject, found }: ReadCase,
  { asked, ...given }: NewStep,
  { id, role }: Actor,
): Draft {
  const { requestId, requestType } = found;
  const { draft } = parseInput(
    request,
    present({
      ...{ "@subject": subject, ...given, actor: { id, role }, requestId, requestType },
      // What a step must have its kind says; this one is filled in when the time is known.
      ...(given.event === "resumed" || given.event === "extended"
        ? { dueAt: "1970-01-01T00:00:00.000Z" }
        : {}),
      ...(asked == null ? {} : { asked: askedOf(requestType, asked) }),
    }),
    clock,
  );
  const dueAt = dueBehind(found, given.event, parseTime(draft.occurredAt), settings);
  return withFields(draft, { dueAt });
}

/** What a grant writes with itself, and names. @throws Refusal `request_refused` (`handler`), and those of the handler */
async function granted(
  { handlers }: CaseContext,
  read: ReadCase,
  draft: Draft,
): Promise<{ readonly prepared: Prepared; readonly regarding: Regarding | null }> {
  const { requestType } = read.found;
  const handler: RequestHandler | undefined = handlers[requestType];
  const byHand = requestType === "complaint" || requestType === "review";
  if (handler === undefined && !byHand)
    throw new Refusal("request_refused", { problem: "handler" });
  const grant = grantOf(read, draft.body, draft.occurredAt);
  // Whoever decides may say what of it they have seen.
  assertAsGranted(read.found, grant.regarding);
  const seen = askedNamed(read.found);
  const prepared = (await handler?.prepare?.(grant)) ?? { events: [], regarding: [] };
  const toDo = handler?.carryOut === undefined ? [] : [{ what: NEEDS_CARRYING, id: requestType }];
  const named = [...grant.regarding, ...seen, ...prepared.regarding, ...toDo];
  // Each thing once: a handler may repeat what whoever decides has named.
  const regarding = [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
  return { prepared, regarding: regarding.length === 0 ? null : regarding };
}
