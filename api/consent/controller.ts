/** Who decides about the data: each statement whole, in the firm's stream `controller`. */

import type { Draft } from "../ledger/draft.ts";
import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { jcs } from "../vault/commitment.ts";
import { appendDecided, type ConsentContext, type EventOutcome } from "./context.ts";
import { type Input, occurredAsBefore, parseInput } from "./input.ts";
import { controller } from "./kinds/controller.ts";

/**
 * A statement that is there already, of the same time and word for word, is not recorded again: as if it were a new one, it would make what was chosen before
 * look as if it had been stated only afterwards.
 *
 * @throws Refusal `invalid_record`, `consent_refused` (`in_the_future`), and those of append.ts
 */
export async function recordController(
  context: ConsentContext,
  input: Input,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const { ledger, clock } = context;
  const asked = parseInput(controller, input, clock, { "@subject": ledger.firm });
  const draft = await occurredAsBefore(ledger, asked, key);
  const known = await stated(context, draft);
  if (known !== null) return { outcome: "known", id: known };
  return appendDecided(context, async () => ({ events: [{ draft }], idempotency: key }));
}

/** `@id` of the last statement of that time, if it says the same. */
async function stated({ ledger }: ConsentContext, draft: Draft): Promise<string | null> {
  const { events } = await ledger.events(ledger.firm, controller.kind);
  const { record } =
    events.findLast((one) => one.record?.["@occurredAt"] === draft.occurredAt) ?? {};
  if (!record || record["@source"] !== draft.source) return null;
  const isSame = Object.entries(draft.canonical).every(
    ([field, text]) => jcs(record[field] ?? null) === text,
  );
  return isSame ? String(record["@id"]) : null;
}
