/** Where partners are told, and what tells them, put together from settings. */
import type { Clock } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import { NO_PRIVATE_HOSTS, parsePrivateHosts } from "../core/private-hosts.ts";
import type { Random } from "../core/random.ts";
import { createAdministration } from "../identity/administration.ts";
import type { Identity } from "../identity/service.ts";
import type { Ledger } from "../ledger/service.ts";
import { createPoster } from "../sharing/push/send/post.ts";
import { systemResolver } from "../sharing/push/send/resolve.ts";
import { createWebhooks, type Webhooks } from "../sharing/push/send/webhooks.ts";
import { type Sender, startSender } from "../sharing/push/send/worker.ts";
import type { MessageQueue } from "../store/partner-store.ts";
import { administrationOutboxIn } from "../store/sqlite/administration-outbox.ts";
import type { PartnersFile } from "../store/sqlite/partners.ts";
import { webhooksIn } from "../store/sqlite/webhooks.ts";
import type { Mac } from "../vault/macs.ts";
import type { Undo } from "./stored.ts";

interface Needs {
  readonly config: Pick<Config, "webhookPrivate">;
  readonly partners: Pick<PartnersFile, "client">;
  /** What waits; whatever must be on record before it is sent is its matter. */
  readonly queue: MessageQueue;
  readonly identity: Pick<Identity, "organizations">;
  readonly ledger: Pick<Ledger, "recordAdministration">;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  readonly stopwatch: () => number;
  readonly onBug: (error: unknown) => void;
}

export interface RunningWebhooks {
  readonly webhooks: Webhooks;
  /** Begins to send; from then on to be woken whenever a message is put in. */
  start(undo: Undo): Sender;
}

/** Records what a crash left of changes first. To be called once the ledger takes records. @throws Refusal as {@link Webhooks.drain} */
export async function openWebhooks(needs: Needs): Promise<RunningWebhooks> {
  const { partners, queue, identity, ledger, mac, clock, random } = needs;
  const { webhookPrivate } = needs.config;
  const allowed =
    (webhookPrivate === null ? null : parsePrivateHosts(webhookPrivate)) ?? NO_PRIVATE_HOSTS;
  const guard = { allowed, resolve: systemResolver(allowed) };
  const outbox = administrationOutboxIn(partners.client);
  let sender: Sender | null = null;
  const webhooks = createWebhooks({
    ...{ rows: webhooksIn(partners.client), queue, organizations: identity.organizations },
    ...{ guard, mac, clock, random },
    administration: createAdministration({ outbox, clock, random, ledger }),
    onChanged: (organization) => sender?.changed(organization),
  });
  await webhooks.drain();
  return {
    webhooks,
    start(undo) {
      const { stopwatch, onBug } = needs;
      const post = createPoster(guard);
      const started = startSender({ queue, webhooks, post, clock, random, stopwatch, onBug });
      sender = started;
      undo.push(() => started.stop());
      return started;
    },
  };
}
