/** Webhooks over HTTP, in a real file, with the sender beside them; what names lead to is made up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../../../../api/core/errors.ts";
import type { JsonValue } from "../../../../../api/core/kind.ts";
import { NO_PRIVATE_HOSTS, type PrivateHosts } from "../../../../../api/core/private-hosts.ts";
import { createAdministration } from "../../../../../api/identity/administration.ts";
import type { Ledger } from "../../../../../api/ledger/service.ts";
import { createPoster, type Poster } from "../../../../../api/sharing/push/send/post.ts";
import { createWebhooks, type Webhooks } from "../../../../../api/sharing/push/send/webhooks.ts";
import { type Sender, startSender } from "../../../../../api/sharing/push/send/worker.ts";
import { administrationOutboxIn } from "../../../../../api/store/sqlite/administration-outbox.ts";
import { openPartnersFile, type PartnersFile } from "../../../../../api/store/sqlite/partners.ts";
import { type WebhookRows, webhooksIn } from "../../../../../api/store/sqlite/webhooks.ts";
import { MAC_PURPOSES, macsWith } from "../../../../../api/vault/macs.ts";
import { heardLog } from "../../../../helpers/heard/heard.ts";
import { seededRandom, type TestClock, testClock } from "../../../../helpers/repeatable.ts";
import { newPlace } from "../../../../helpers/store/places.ts";
import { type TestApp, testApp } from "../../../http/fixtures.ts";
import { acquaintances, person } from "../../../http/principals.ts";

export const known = acquaintances();
export const admin = known.headers(person("administrator"));
export const member = known.headers(person("partner", { organization: "acme" }));
export const other = known.headers(person("partner", { organization: "other" }));

export const macOf = (seed: string) =>
  macsWith(new Map(MAC_PURPOSES.map((one) => [one, seededRandom(`${seed}${one}`).bytes(32)])));

export interface WebhookApp {
  readonly app: TestApp;
  readonly webhooks: Webhooks;
  readonly rows: WebhookRows;
  readonly partners: PartnersFile;
  readonly clock: TestClock;
  readonly changed: string[];
  readonly bugs: unknown[];
  /** Whether the ledger takes records now. */
  takes: boolean;
  /** What is on record of administration, the newest last. */
  recorded(): Promise<readonly (Readonly<Record<string, JsonValue>> | null)[]>;
  /** All bytes of the file of partners, as far as they are written. */
  bytes(): Buffer;
  send(post?: Poster): Sender;
  close(): Promise<void>;
}

export interface WebhookAppOptions {
  readonly allowed?: PrivateHosts;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly now?: number;
  readonly seed?: string;
}

export async function webhookApp(options: WebhookAppOptions = {}): Promise<WebhookApp> {
  const { allowed = NO_PRIVATE_HOSTS, resolve = async () => ["8.8.8.8"], seed = "" } = options;
  const place = newPlace();
  const file = join(place.directory, "partners.db");
  const partners = openPartnersFile({ file });
  const clock = testClock(options.now);
  const random = seededRandom(`webhooks${seed}`);
  const rows = webhooksIn(partners.client);
  const changed: string[] = [];
  const bugs: unknown[] = [];
  const guard = { allowed, resolve };
  let sender: Sender | null = null;
  let ledger: Pick<Ledger, "recordAdministration"> | null = null;
  const administration = createAdministration({
    ...{ outbox: administrationOutboxIn(partners.client), clock, random },
    ledger: {
      async recordAdministration(event, at) {
        if (!made.takes) throw new Refusal("halted", {});
        return ledger!.recordAdministration(event, at);
      },
    },
  });
  const webhooks = createWebhooks({
    ...{ rows, queue: partners, administration, guard, mac: macOf(seed), clock, random },
    organizations: {
      get(id) {
        if (!["acme", "other"].includes(id))
          throw new Refusal("not_found", { what: "organization" });
        return { id, name: id, createdAt: "" };
      },
    },
    onChanged(organization) {
      changed.push(organization);
      sender?.changed(organization);
    },
  });
  const app = await testApp({ app: { webhooks, authenticate: known.authenticate } });
  ledger = app.ledger;
  const made: WebhookApp = {
    ...{ app, webhooks, rows, partners, clock, changed, bugs, takes: true },
    async recorded() {
      const { events } = await app.ledger.events(app.ledger.firm, "administration");
      return events.map(({ record }) => record);
    },
    bytes() {
      partners.client.pragma("wal_checkpoint(TRUNCATE)");
      return readFileSync(file);
    },
    send(post = createPoster(guard)) {
      sender = startSender({
        ...{ queue: partners, webhooks, post, clock, random },
        stopwatch: () => performance.now(),
        onBug(error) {
          bugs.push(error);
          heardLog.bug(error);
        },
      });
      return sender;
    },
    async close() {
      await sender?.stop();
      await app.close();
      partners.close();
      place.remove();
    },
  };
  return made;
}
