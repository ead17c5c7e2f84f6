/** What recording events answers: with entry and receipt the writer can make evidence without the firm. */

import type { AnswerOptions } from "../ledger/answers.ts";
import type { StoredEvent } from "../ledger/append.ts";
import type { Ledger } from "../ledger/service.ts";
import type { EventOutcome } from "./context.ts";

export function eventAnswer(
  ledger: Pick<Ledger, "receiptOf">,
  outcome: EventOutcome & { readonly version?: number },
  options: AnswerOptions = { receipt: true, disclosures: false },
): object {
  const version = outcome.version === undefined ? {} : { version: outcome.version };
  if (outcome.outcome === "known") return { outcome: outcome.outcome, id: outcome.id, ...version };
  const { events } = outcome;
  const told = events.map((event) => storedAnswer(ledger, event, options));
  return { outcome: outcome.outcome, id: events[0]?.id, ...version, events: told };
}

function storedAnswer(
  ledger: Pick<Ledger, "receiptOf">,
  { id, entry, disclosures }: StoredEvent,
  options: AnswerOptions,
): object {
  return {
    ...{ id, index: entry.index },
    ...(options.receipt
      ? {
          entry: Buffer.from(entry.entry).toString("base64"),
          leafHash: Buffer.from(entry.leafHash).toString("base64"),
          receipt: ledger.receiptOf(entry),
        }
      : {}),
    ...(options.disclosures ? { disclosures } : {}),
  };
}
