import { formatTime } from "../../../core/clock.ts";
import type { Random } from "../../../core/random.ts";
import type { NewMessage } from "../../../store/partner-store.ts";
import { jcs } from "../../../vault/commitment.ts";

const ID_BYTES = 16;

/** A message that says nothing, of the form of all others: about no agreement, no person, and to be answered by nobody. */
export function testMessage(organization: string, now: number, random: Random): NewMessage {
  const type = "webhook.test";
  const nothing = {
    ...{ agreement: null, version: null, purpose: null, subject: null, reason: null },
    ...{ record: null, recordVersion: null, index: null, occurredAt: null },
    ...{ deleteBy: null, acknowledgeBy: null },
  };
  return {
    id: `msg_${random.bytes(ID_BYTES).toString("hex")}`,
    ...{ organization, agreement: "", version: 0, subject: null, type },
    body: jcs({ type, timestamp: formatTime(now), data: nothing }),
    ...{ madeAt: now, deleteBy: null, acknowledgeBy: null },
  };
}
