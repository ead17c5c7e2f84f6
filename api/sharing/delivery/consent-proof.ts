/** That a person's consent is in force now, with what shows it to somebody who has no access to this ledger. */

import { streamOf } from "../../consent/history.ts";
import { isConsenting } from "../../consent/kinds/consent.ts";
import type { ConsentAnswer } from "../../consent/state-of.ts";
import { isRefusal, type Refusal } from "../../core/errors.ts";
import type { DeliveryContext } from "./context.ts";
import type { LeftOut } from "./decide.ts";

/** Of the event of a consent a partner is shown what decides, and nothing of how it came about. */
const FIELDS = ["@occurredAt", "event", "purposeId", "purposeVersion", "validUntil"];

export interface ConsentProof {
  /** `@id` of the event that made the consent, and the identifier that it is of. */
  readonly id: string;
  readonly subject: string;
  readonly stream: string;
  readonly fields: readonly string[];
  /** An evidence file: of the claim *current*; *history* where something that changes nothing was recorded later. */
  readonly evidence: Uint8Array;
}

/** What an expected refusal says of one record; every other goes on. */
export function unreadable(error: unknown): LeftOut {
  if (isRefusal(error, "not_sealed") || isRefusal(error, "busy")) return "not_sealed";
  if (isRefusal(error, "damaged") || isRefusal(error, "content_lost")) return "damaged";
  if (isRefusal(error, "not_found")) return "erased";
  throw error;
}

function madeBy({ identifiers }: ConsentAnswer) {
  for (const { state, covers, madeBy: event } of identifiers)
    if (state === "given" && covers && event !== null && isConsenting(event.event)) return event;
  throw new Error("a consent that no event has made");
}

export async function consentProof(
  { consents, ledger }: DeliveryContext,
  subject: string,
  purposeId: string,
): Promise<ConsentProof | LeftOut> {
  try {
    const told = await consents.stateOf({ subject, purposeId, at: null });
    if (!told.allowed) return `consent_${told.reason}` as LeftOut;
    const event = madeBy(told);
    const stream = streamOf(purposeId);
    const common = { fields: FIELDS, checkpoint: "final" } as const;
    const head = { id: event.id, subject: event.subject, stream, fields: FIELDS };
    try {
      const evidence = await ledger.evidence({
        ...{ ...common, claim: "current", id: event.id, version: null },
      });
      return { ...head, evidence };
    } catch (error) {
      if (!isNewerThere(error)) throw error;
      const request = { claim: "history", withhold: [], from: null, at: null } as const;
      const evidence = await ledger.streamEvidence({
        ...{ ...common, ...request, subject: event.subject, stream },
      });
      return { ...head, evidence };
    }
  } catch (error) {
    return unreadable(error);
  }
}

const isNewerThere = (error: unknown): error is Refusal => isRefusal(error, "not_newest");
