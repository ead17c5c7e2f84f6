/** A signal that a person's software sends by itself, and what follows from it: events of consents that name it, in the same unit. */
import { Refusal } from "../core/errors.ts";
import type { EventDraft } from "../ledger/append.ts";
import { canonicalFields, type Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { appendDecided, type ConsentContext, type EventOutcome } from "./context.ts";
import { historyOf } from "./history.ts";
import { type Input, occurredAsBefore, parseInput } from "./input.ts";
import { consent } from "./kinds/consent.ts";
import { signal } from "./kinds/signal.ts";
import { isRetired, purposeAt } from "./lookup.ts";
import type { Purpose } from "./model.ts";
import { refuse } from "./request.ts";
import { consentAt } from "./transitions.ts";

/** @throws Refusal `invalid_record`, `consent_refused` (`unattributed_signal`, `signal_not_set`, `no_purpose_for_signal`, `in_the_future`), and those of append.ts */
export async function recordSignal(
  context: ConsentContext,
  subject: string | null,
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
    for (const purpose of following) {
      const next = await consequence(context, purpose, draft, id);
      if (next !== null) events.push(next);
    }
    return { events, idempotency: key };
  });
}

/** Whether a purpose that is in force when the signal comes names it. */
function follows(purpose: Purpose, { occurredAt, body }: Draft): boolean {
  const version = purposeAt(purpose, occurredAt);
  if (version === null || isRetired(purpose, occurredAt)) return false;
  return (version.signals as readonly unknown[]).includes(body.signal);
}

/** What is given is withdrawn, and what was not refused is; `null` where neither changes anything. */
async function consequence(
  context: ConsentContext,
  purpose: Purpose,
  { subject, occurredAt, source, body }: Draft,
  id: string,
): Promise<EventDraft | null> {
  const { purposeId } = purpose;
  const history = await historyOf(context, subject, purposeId);
  const { state, madeBy } = consentAt(history, occurredAt);
  if (state === "refused" || state === "withdrawn") return null;
  const event = state === "given" || state === "unknown" ? "withdrawn" : "refused";
  const parsed = consent.parseBody({
    ...{ event, purposeId, signal: id, actor: { role: "subject" } },
    purposeVersion: purposeAt(purpose, occurredAt)?.purposeVersion,
    channel: body.channel,
    regarding: madeBy?.id ?? null,
  });
  if (!parsed.ok) throw new Error("not what follows from a signal");
  const canonical = canonicalFields(parsed.body);
  const draft = { kind: consent, subject, occurredAt, source, body: parsed.body, canonical };
  return { draft, expect: history.head };
}
