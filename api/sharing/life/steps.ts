/** Recording steps of agreements that are no drafts: each once, and behind what is there. */
import { appendDecided } from "../../consent/context.ts";
import { parseInput } from "../../consent/input.ts";
import { formatTime } from "../../core/clock.ts";
import type { Agreement, AgreementStep, StepSignature, StepTransaction } from "../agreements.ts";
import type { OwnContext } from "../context.ts";
import { agreementOf, type Drafter } from "../drafts.ts";
import { type AgreementEvent, agreement as kind } from "../kinds/agreement.ts";

/** The ledger by itself. */
export const LEDGER: Drafter = { id: "ledger", role: "system" };

export interface NewStep {
  readonly event: AgreementEvent;
  readonly version: number;
  /** Base64url. */
  readonly termsHash: string;
  readonly actor: Drafter;
  readonly signature?: StepSignature;
  readonly transaction?: StepTransaction;
}

/** Whether it is the very step. */
function isSame(a: NewStep, b: AgreementStep): boolean {
  const isAlike = a.event === b.event && a.version === b.version && a.termsHash === b.termsHash;
  if (!isAlike) return false;
  if (a.signature) return a.signature.digest === b.signature?.digest;
  return a.transaction === undefined || a.transaction.hash === b.transaction?.hash;
}

/**
 * Records a step unless it is there already; answers whether it was not.
 *
 * @param judge whether it still belongs there, as the agreement stands now
 * @throws Refusal of `judge`, and those of append.ts
 */
export async function recordStep(
  context: OwnContext,
  agreementId: string,
  step: NewStep,
  options: { readonly key?: string | null; readonly judge?: (found: Agreement) => void } = {},
): Promise<boolean> {
  const { ledger, clock } = context;
  const { key = null, judge = () => {} } = options;
  const outcome = await appendDecided(context, async () => {
    const found = await agreementOf(context, agreementId);
    if (found.steps.some((each) => isSame(step, each))) return null;
    judge(found);
    const { draft } = parseInput(kind, occurred(step, clock.now()), clock, {
      "@subject": ledger.firm,
      ...{ agreementId, agreementVersion: step.version, event: step.event },
      actor: { id: step.actor.id, role: step.actor.role },
      ...{ termsHash: step.termsHash, signature: step.signature, transaction: step.transaction },
    });
    return { events: [{ draft, expect: found.head }], idempotency: key };
  });
  return outcome !== null;
}

/** What the chain did occurred when its block says, as far as the ledger's clock is there. */
function occurred({ transaction }: NewStep, now: number): Record<string, string> {
  if (transaction === undefined) return {};
  return { "@occurredAt": formatTime(Math.min(now, Date.parse(transaction.time))) };
}
