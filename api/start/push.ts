/** What partners are told: the file of it, and who follows the log for it. */
import type { Clock } from "../core/clock.ts";
import type { Ledger } from "../ledger/service.ts";
import { createFollower, type Follower, pushContext } from "../sharing/push/follower.ts";
import { recordedQueue } from "../sharing/push/on-record.ts";
import { createPush, type Push } from "../sharing/push/service.ts";
import type { MessageQueue } from "../store/partner-store.ts";
import type { PartnersFile } from "../store/sqlite/partners.ts";
import { webhooksIn } from "../store/sqlite/webhooks.ts";

interface Needs {
  readonly partners: PartnersFile;
  readonly ledger: Ledger;
  readonly size: () => Promise<number>;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
  /** Something is to be sent, perhaps. */
  readonly wake: () => void;
}

export interface RunningPush {
  readonly push: Push;
  readonly follower: Follower;
  /** What waits to be sent, each message on record before it goes out. */
  readonly queue: MessageQueue;
  /** Whether something was given, as all that is recorded by now tells. */
  wasGiven(agreementId: string, subject: string): Promise<boolean>;
}

/** Nothing is followed before the follower is started. */
export function openPush({ partners: store, ...needs }: Needs): RunningPush {
  const { ledger, clock, wake } = needs;
  const follower = createFollower({ ...needs, store, onConcluded: wake });
  const { caughtUp } = follower;
  const rows = webhooksIn(store.client);
  const { agreements } = pushContext({ ...needs, store });
  return {
    follower,
    queue: recordedQueue({ ledger, store }),
    push: createPush({
      ...{ ledger, store, clock, agreements, caughtUp, wake },
      keyOf: (organization) => rows.get(organization)?.acknowledgementKey ?? null,
    }),
    async wasGiven(agreementId, subject) {
      await caughtUp();
      return store.wasGiven(agreementId, subject);
    },
  };
}
