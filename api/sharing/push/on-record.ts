/** Whoever tells a partner that somebody's consent has ended tells something of that person: so it is on record before it goes out the first time. */
import { isRefusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { MessageQueue, PartnerStore, QueuedMessage } from "../../store/partner-store.ts";

interface Needs {
  readonly ledger: Pick<Ledger, "recordReads" | "newId">;
  readonly store: PartnerStore;
}

const nobody: ReadonlySet<string> = new Set();

/** Whether it may go out: false, it is to be tried later. */
async function putOnRecord({ ledger, store }: Needs, { id, number }: QueuedMessage) {
  const message = await store.message(id);
  if (message === null) return false;
  if (message.recorded) return true;
  const { subject, organization, agreement, version, body } = message;
  const { purpose } = JSON.parse(body).data as { purpose: string | null };
  if (subject !== null)
    try {
      await ledger.recordReads({
        reader: {
          ...{ id: `organization/${organization}`, role: "partner", organization },
          ...{ subjects: nobody, actsFor: nobody },
        },
        ...{ route: "webhook", request: ledger.newId(), purposeId: purpose },
        agreement: { id: agreement, version },
        shown: [{ subject, told: [{ what: "decision", of: purpose }] }],
      });
    } catch (error) {
      // Of who was erased nothing is recorded any more; of all others it waits, and keeps nobody else waiting.
      if (isRefusal(error, "busy") || isRefusal(error, "halted") || isRefusal(error, "damaged"))
        return false;
      if (!isRefusal(error)) throw error;
    }
  await store.recorded([number]);
  return true;
}

export function recordedQueue(needs: Needs): MessageQueue {
  const { store } = needs;
  return {
    async due(organizations, now, limit) {
      const all = await store.due(organizations, now, limit);
      const free: QueuedMessage[] = [];
      for (const message of all) if (await putOnRecord(needs, message)) free.push(message);
      return free;
    },
    nextDue: (organizations) => store.nextDue(organizations),
    attempted: (number, attempt) => store.attempted(number, attempt),
    put: (message) => store.put(message),
  };
}
