/** Recording that a person asks for something: with the rule by which the time runs, from when it came. */
import { parseTime } from "../../../portal/verify/time.ts";
import { appendDecided, type EventOutcome } from "../../consent/context.ts";
import { parseInput, present, withFields } from "../../consent/input.ts";
import type { FieldProblem } from "../../core/errors.ts";
import { Refusal } from "../../core/errors.ts";
import type { JsonValue } from "../../core/kind.ts";
import type { Principal } from "../../core/principal.ts";
import type { Draft } from "../../ledger/draft.ts";
import type { IdempotencyKey } from "../../ledger/idempotency.ts";
import { ruleFor } from "../deadline/rules.ts";
import { request } from "../kinds/request.ts";
import { isClosed } from "./case.ts";
import { firstDue } from "./clock.ts";
import type { CaseContext } from "./context.ts";
import { askedOf, type NewRequest, newRequest, parsed } from "./input.ts";

/** Who asks for it to be recorded. */
export type Actor = Pick<Principal, "id" | "role"> & Partial<Pick<Principal, "actsFor">>;

export type CaseOutcome = EventOutcome & { readonly requestId: string };

/** So many open ones a person may have through the portal: no sender shall fill the desk. */
const MOST_OPEN = 20;

/** What only others than the person can know better than the ledger. */
const NOT_OWN = ["@occurredAt", "@source", "channel", "externalNumber", "identification"] as const;

/** @throws Refusal `invalid_record` */
export function assertOwn(given: object, fields: readonly string[] = NOT_OWN): void {
  const problems = fields
    .filter((field) => (given as Record<string, unknown>)[field] != null)
    .map((field): FieldProblem => ({ field, code: "surplus" }));
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
}

/** A key is its sender's: what another person sends is another one. No header's key has a blank. */
export const keyOf = (
  by: Actor,
  subject: string,
  key: IdempotencyKey | null,
): IdempotencyKey | null =>
  key === null || by.role !== "customer" ? key : ` own ${subject} ${key}`;

/** What was recorded under this key, if it was of this kind. */
export async function before(
  { ledger }: Pick<CaseContext, "ledger">,
  key: IdempotencyKey | null,
): Promise<Readonly<Record<string, JsonValue>> | null> {
  const found = key === null ? null : await ledger.madeBefore(key);
  return found?.["@kind"] === request.kind ? found : null;
}

/** Filled in once it is known when it came. */
const NOT_YET = "1970-01-01T00:00:00.000Z";

/** What a person sends for themselves: they are signed in, and so known. */
const ownFields = { channel: "web", identification: { method: "session" } } as const;
/** What somebody sends who acts for them: who that is, is known, and whether they may an officer looks first. */
const guardianFields = {
  ...{ channel: "web", regarding: [{ what: "acts-for", id: "guardian" }] },
} as const;
const sentBy = ({ role, actsFor }: Actor, subject: string) =>
  role !== "customer" ? {} : actsFor?.has(subject) ? guardianFields : ownFields;

/**
 * @throws Refusal `invalid_record`, `unknown_subject`, `request_refused` (`too_many_open`), `consent_refused` (`in_the_future`), and those of append.ts
 */
export async function receive(
  context: CaseContext,
  subject: string,
  input: unknown,
  by: Actor,
  sent: IdempotencyKey | null,
): Promise<CaseOutcome> {
  const given = parsed(newRequest, input);
  const isOwn = by.role === "customer";
  if (isOwn) assertOwn(given);
  const key = keyOf(by, subject, sent);
  const known = await before(context, key);
  if (isOwn && known === null) await assertNotTooMany(context, subject);
  const draft = draftOf(context, subject, given, by, known);
  const outcome = await appendDecided({ ledger: context.ledger }, async () => ({
    events: [{ draft }],
    idempotency: key,
  }));
  return { ...outcome, requestId: await idOf(context, outcome, String(draft.body.requestId)) };
}

/** @param made what the same request made before; `null`: it is new */
function draftOf(
  { ledger, clock, settings }: CaseContext,
  subject: string,
  { requestType, asked, jurisdiction: named, ...given }: NewRequest,
  by: Actor,
  made: Readonly<Record<string, JsonValue>> | null,
): Draft {
  const { id, role } = by;
  const isOwn = role === "customer";
  const jurisdiction = named ?? settings.jurisdiction;
  const rule = ruleFor(settings, jurisdiction, requestType);
  const { draft, namesTime } = parseInput(
    request,
    present({
      ...{ "@subject": subject, ...given, ...sentBy(by, subject) },
      ...{ event: "received", actor: { id, role }, requestType, jurisdiction },
      channel: isOwn ? "web" : (given.channel ?? "other"),
      asked: askedOf(requestType, asked),
      requestId: made?.requestId ?? ledger.newId(),
      deadline: made?.deadline ?? rule,
      dueAt: NOT_YET,
    }),
    clock,
  );
  const then = made !== null && !namesTime ? String(made["@occurredAt"]) : draft.occurredAt;
  const dueAt = made?.dueAt ?? firstDue(rule, parseTime(then), settings);
  return withFields({ ...draft, occurredAt: then }, { dueAt });
}

/** @throws Refusal `request_refused` (`too_many_open`) */
async function assertNotTooMany({ store, caughtUp }: CaseContext, subject: string): Promise<void> {
  await caughtUp();
  const open = (await store.of(subject)).filter(({ state }) => !isClosed(state as "open"));
  if (open.length >= MOST_OPEN)
    throw new Refusal("request_refused", {
      problem: "too_many_open",
      params: { most: MOST_OPEN },
    });
}

/** Of what its source had sent before, the one that it has. */
async function idOf(
  { ledger }: CaseContext,
  outcome: EventOutcome,
  requestId: string,
): Promise<string> {
  if (outcome.outcome !== "known") return requestId;
  return String((await ledger.record(outcome.id, null)).record.requestId);
}
