/** What partners are told: the file of it, and who follows the log for it. */
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Follower } from "../ledger/following.ts";
import type { Ledger } from "../ledger/service.ts";
import { createFollower, pushContext } from "../sharing/push/follower.ts";
import { recordedQueue } from "../sharing/push/on-record.ts";
import type { Sender } from "../sharing/push/send/worker.ts";
import { createPush, type Push, type PushOptions } from "../sharing/push/service.ts";
import type { GivenKey, MessageQueue } from "../store/partner-store.ts";
import { openPartnersFile, type PartnersFile } from "../store/sqlite/partners.ts";
import { webhooksIn } from "../store/sqlite/webhooks.ts";
import type { Undo } from "./stored.ts";

interface Needs {
  readonly partners: PartnersFile;
  readonly ledger: Ledger;
  readonly size: () => Promise<number>;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
  /** Something is to be sent, perhaps. */
  readonly wake: () => void;
  /** Whom an erasure is of; left out: nobody. */
  readonly erased?: (id: string) => Promise<readonly string[]>;
  /** Puts on record that a partner was told of one; left out: nobody does. */
  readonly ofErasure?: PushOptions["ofErasure"];
}

export interface RunningPush {
  readonly push: Push;
  readonly follower: Follower;
  /** What waits to be sent, each message on record before it goes out. */
  readonly queue: MessageQueue;
  /** Whether something was given, as all that is recorded by now tells. */
  wasGiven(what: GivenKey): Promise<boolean>;
}

/** Nothing is followed before the follower is started. */
export function openPush({ partners: store, ...needs }: Needs): RunningPush {
  const { ofErasure = async () => null } = needs;
  const { ledger, clock, wake } = needs;
  const follower = createFollower({ ...needs, store, onConcluded: wake });
  const { caughtUp } = follower;
  const rows = webhooksIn(store.client);
  const { agreements } = pushContext({ ...needs, store });
  return {
    follower,
    queue: recordedQueue({ ledger, store }),
    push: createPush({
      ...{ ledger, store, clock, agreements, caughtUp, wake, ofErasure },
      keyOf: (organization) => rows.get(organization)?.acknowledgementKey ?? null,
    }),
    async wasGiven(what) {
      await caughtUp();
      return store.wasGiven(what);
    },
  };
}

export interface Telling extends RunningPush {
  readonly partners: PartnersFile;
  /** Follows the log from now on; whatever there is to be sent wakes the sender. */
  start(sender: Pick<Sender, "wake">): void;
  /** Something was recorded. */
  poke(): void;
}

/** Opens the file beside the ledger's. The follower stops behind everything that waits for it. */
export function openTelling(
  {
    dataDirectory,
    ...needs
  }: Omit<Needs, "partners" | "wake"> & { readonly dataDirectory: string },
  undo: Undo,
): Telling {
  const partners = openPartnersFile({ file: join(dataDirectory, "partners.db") });
  undo.push(async () => partners.close());
  let sender: Pick<Sender, "wake"> | null = null;
  const running = openPush({ ...needs, partners, wake: () => sender?.wake() });
  const { follower } = running;
  undo.push(() => follower.stop());
  return {
    ...{ ...running, partners },
    start(one) {
      sender = one;
      follower.start();
    },
    poke: follower.poke,
  };
}
