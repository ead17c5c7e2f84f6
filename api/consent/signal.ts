/** A signal that a person's software sends by itself, and what follows from it: events of consents that name it, in the same unit. */
import { Refusal } from "../core/errors.ts";
import type { EventDraft } from "../ledger/append.ts";
import { canonicalFields, type Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { appendDecided, type ConsentContext, type EventOutcome } from "./context.ts";
import { historyIfShort } from "./history.ts";
import { identifiersOf } from "./identifiers.ts";
import { type Asked, type Input, occurredAsBefore, parseInput } from "./input.ts";
import { lastTime } from "./judge.ts";
import { consent, isEnding } from "./kinds/consent.ts";
import { signal } from "./kinds/signal.ts";
import { isRetired, purposeAt } from "./lookup.ts";
import type { ConsentHistory, ConsentRecord, Purpose } from "./model.ts";
import { refuse } from "./refusals.ts";
import { type ConsentAt, consentAt } from "./transitions.ts";

/** @throws Refusal `invalid_record`, `consent_refused` (`unattributed_signal`, `signal_not_set`, `no_purpose_for_signal`, `in_the_future`), and those of append.ts */
export async function recordSignal(
  context: ConsentContext,
  { subject, chosen }: { readonly subject: string | null; readonly chosen: string | null },
  input: Input,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const { ledger, clock, registry } = context;
  if (subject === null) throw refuse("unattributed_signal");
  if (input.value !== undefined && input.value !== "1") throw refuse("signal_not_set");
  const asked = parseInput(signal, input, clock, { "@subject": subject });
  const draft = await occurredAsBefore(ledger, asked, key);
  const [known] = await ledger.recognise([{ events: [{ draft }], idempotency: key }]);
  if (known instanceof Refusal)
    throw known.code === "unknown_subject" ? refuse("unattributed_signal") : known;
  if (known?.outcome === "stored" || known?.outcome === "known") return known;
  const following = (await registry.purposes()).filter((purpose) => follows(purpose, draft));
  if (following.length === 0) throw refuse("no_purpose_for_signal");
  const id = ledger.newId();
  return appendDecided(context, async () => {
    const events: EventDraft[] = [{ draft, id }];
    const isLeft = await leavingAlone(context, draft, chosen);
    for (const purpose of following) {
      if (await isLeft(purpose)) continue;
      const next = await consequence(context, purpose, { ...asked, draft }, id);
      if (next !== null) events.push(next);
    }
    return { events, idempotency: key };
  });
}

/** Beside a choice the signal leaves alone what is chosen, and what the person gave, under whichever identifier, when they had sent it already. */
async function leavingAlone(
  context: ConsentContext,
  draft: Draft,
  chosen: string | null,
): Promise<(purpose: Purpose) => Promise<boolean>> {
  if (chosen === null) return async () => false;
  const identifiers = await identifiersOf(context, draft.subject);
  const from = await firstCame(context, draft, identifiers);
  return async ({ purposeId }) => {
    if (purposeId === chosen) return true;
    if (from === null) return false;
    for (const subject of identifiers) {
      const history = await historyIfShort(context, subject, purposeId);
      const { state, madeBy } = standOf(history, draft.occurredAt);
      if (state === "given" && madeBy !== null && madeBy.occurredAt >= from) return true;
    }
    return false;
  };
}

/** Whether a purpose that is in force when the signal comes names it. */
function follows(purpose: Purpose, { occurredAt, body }: Draft): boolean {
  const version = purposeAt(purpose, occurredAt);
  if (version === null || isRetired(purpose, occurredAt)) return false;
  return (version.signals as readonly unknown[]).includes(body.signal);
}

/** When the signal first came from this person, as far as it is known: by the first that was recorded of each identifier; `null`: never before. */
async function firstCame(
  { ledger }: ConsentContext,
  { body }: Draft,
  identifiers: readonly string[],
): Promise<string | null> {
  let first: string | null = null;
  for (const subject of identifiers) {
    const event = await ledger.firstEvent(subject, `${signal.kind}/${String(body.signal)}`);
    // Of one that is gone it is not known when it came, but that it did.
    const time = event && String(event.record?.["@occurredAt"] ?? "");
    if (time !== null && (first === null || time < first)) first = time;
  }
  return first;
}

/** What a signal means for one purpose: what is given is withdrawn, all else refused. `null` where a signal of that day has said so already, and nothing was given since. */
async function consequence(
  context: ConsentContext,
  purpose: Purpose,
  { draft: { subject, source, body, ...draft }, namesTime }: Pick<Asked, "draft" | "namesTime">,
  id: string,
): Promise<EventDraft | null> {
  const { purposeId } = purpose;
  const history = await historyIfShort(context, subject, purposeId);
  const now = { subject, purposeId, now: draft.occurredAt };
  const occurredAt = namesTime ? draft.occurredAt : await lastTime(context, now, history);
  const { state, madeBy } = standOf(history, occurredAt);
  if (state === "refused" || state === "withdrawn") {
    const said = history?.events.some((event) => isOfThatDay(event, occurredAt)) ?? false;
    if (said && !(await isGivenElsewhere(context, { subject, purposeId, occurredAt }))) return null;
  }
  const event = state === "given" || state === "unknown" ? "withdrawn" : "refused";
  const parsed = consent.parseBody({
    ...{ event, purposeId, signal: id, actor: { role: "subject" } },
    purposeVersion: purposeAt(purpose, occurredAt)?.purposeVersion,
    channel: body.channel,
    regarding: madeBy?.id ?? null,
  });
  if (!parsed.ok) throw new Error("not what follows from a signal");
  const canonical = canonicalFields(parsed.body);
  const next = { kind: consent, subject, occurredAt, source, body: parsed.body, canonical };
  // Of more than can be read nothing keeps anybody from ending it.
  return history === null ? { draft: next } : { draft: next, expect: history.head };
}

const standOf = (
  history: ConsentHistory | null,
  time: string,
): Pick<ConsentAt<ConsentRecord>, "state" | "madeBy"> =>
  history === null ? { state: "unknown", madeBy: null } : consentAt(history, time);

/** An ending that followed from a signal on the same day (UTC). */
const isOfThatDay = (event: ConsentRecord | null, time: string): boolean =>
  event !== null &&
  event.signal !== null &&
  isEnding(event.event) &&
  event.occurredAt.slice(0, 10) === time.slice(0, 10);

/** Under another of the person's identifiers it is in force, as far as is known. */
async function isGivenElsewhere(
  context: ConsentContext,
  {
    subject,
    purposeId,
    occurredAt,
  }: { readonly [K in "subject" | "purposeId" | "occurredAt"]: string },
): Promise<boolean> {
  for (const other of await identifiersOf(context, subject)) {
    if (other === subject) continue;
    const { state } = standOf(await historyIfShort(context, other, purposeId), occurredAt);
    if (state === "given" || state === "unknown") return true;
  }
  return false;
}
