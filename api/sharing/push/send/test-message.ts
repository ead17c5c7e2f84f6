import type { Random } from "../../../core/random.ts";
import type { NewMessage } from "../../../store/partner-store.ts";
import { messageOf } from "../message.ts";

const ID_BYTES = 16;

/** A message that says nothing, of the form of all others: about no agreement and no person, to be answered by nobody. */
export function testMessage(organization: string, now: number, random: Random): NewMessage {
  const message = {
    ...{ organization, agreement: null, version: null, purpose: null },
    ...{ subject: null, reason: null },
    cause: { index: null, time: now, occurredAt: null },
    ...{ deleteBy: null, acknowledgeBy: null },
  };
  const id = `msg_${random.bytes(ID_BYTES).toString("hex")}`;
  return messageOf({ type: "webhook.test", ...message }, id);
}
