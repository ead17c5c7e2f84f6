/** Who decides about the data: each statement whole, in the firm's stream `controller`. */

import type { IdempotencyKey } from "../ledger/idempotency.ts";
import { appendDecided, type ConsentContext, type EventOutcome } from "./context.ts";
import { type Input, occurredAsBefore, parseInput } from "./input.ts";
import { controller } from "./kinds/controller.ts";

/** @throws Refusal `invalid_record`, `consent_refused` (`in_the_future`), and those of append.ts */
export async function recordController(
  context: ConsentContext,
  input: Input,
  key: IdempotencyKey | null,
): Promise<EventOutcome> {
  const { ledger, clock } = context;
  const asked = parseInput(controller, input, clock, { "@subject": ledger.firm });
  const draft = await occurredAsBefore(ledger, asked, key);
  return appendDecided(context, async () => ({ events: [{ draft }], idempotency: key }));
}
