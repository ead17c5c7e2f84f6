/**
 * Whoever tells a partner that somebody's consent has ended tells something of that person: so it is on record before it goes out the first time. What cannot be put on record waits, and keeps
 * nobody else waiting: others take its place at once, and it is tried again later.
 */
import { isRefusal } from "../../core/errors.ts";
import type { Ledger } from "../../ledger/service.ts";
import type { MessageQueue, PartnerStore, QueuedMessage } from "../../store/partner-store.ts";

interface Needs {
  readonly ledger: Pick<Ledger, "recordReads" | "newId">;
  readonly store: PartnerStore;
}

const nobody: ReadonlySet<string> = new Set();

/** The ledger takes nothing now, which passes. */
const PASSING_MS = 5_000;
/** Somebody's records cannot be read: until they are mended. */
const UNREADABLE_MS = 10 * 60_000;
/** So many are tried in vain at one time: then whoever asks goes on elsewhere, and asks again. */
const MOST_IN_VAIN = 32;

/** For how long it has to wait; 0: it may go out. */
async function putOnRecord(
  { ledger, store }: Needs,
  { id, number }: QueuedMessage,
): Promise<number> {
  const message = await store.message(id);
  if (message === null) return UNREADABLE_MS;
  if (message.recorded) return 0;
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
      // Of who was erased nothing is recorded any more, and just that is told; of nobody else anything goes out without.
      if (!isRefusal(error)) throw error;
      if (isRefusal(error, "busy") || isRefusal(error, "halted")) return PASSING_MS;
      if (!isRefusal(error, "unknown_subject") && !isRefusal(error, "subject_erased"))
        return UNREADABLE_MS;
    }
  await store.recorded([number]);
  return 0;
}

export function recordedQueue(needs: Needs): MessageQueue {
  const { store } = needs;
  return {
    async due(organizations, now, limit) {
      for (let inVain = 0; ; ) {
        const free: QueuedMessage[] = [];
        const before = inVain;
        for (const message of await store.due(organizations, now, limit)) {
          const wait = await putOnRecord(needs, message).catch(async (error: unknown) => {
            await store.keepBack(message.number, now + UNREADABLE_MS);
            throw error;
          });
          if (wait === 0) free.push(message);
          else {
            await store.keepBack(message.number, now + wait);
            inVain++;
          }
        }
        if (inVain === before || inVain >= MOST_IN_VAIN) return free;
      }
    },
    nextDue: (organizations) => store.nextDue(organizations),
    attempted: (number, attempt) => store.attempted(number, attempt),
    put: (message) => store.put(message),
  };
}
