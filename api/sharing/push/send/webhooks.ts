/** Webhooks of organizations: registered, rotated, tested and removed, each change on record. */
import type { Clock } from "../../../core/clock.ts";
import { formatTime } from "../../../core/clock.ts";
import { Refusal } from "../../../core/errors.ts";
import type { Random } from "../../../core/random.ts";
import type { By } from "../../../identity/accounts.ts";
import type { Administration } from "../../../identity/administration.ts";
import type { Organizations } from "../../../identity/organizations.ts";
import type { AdministrationEvent } from "../../../ledger/administration.ts";
import type { MessageQueue } from "../../../store/partner-store.ts";
import type { WebhookRow, WebhookRows } from "../../../store/sqlite/webhooks.ts";
import type { Mac } from "../../../vault/macs.ts";
import { acceptUrl, type GuardOptions } from "./guard.ts";
import type { ShownWebhook } from "./schemas.ts";
import { webhookSecrets } from "./secrets.ts";
import { testMessage } from "./test-message.ts";

/** So long the secret before signs, too: time for a partner to put the new one in place. */
export const OLD_SECRET_MS = 24 * 3_600_000;
/** From one test of an organization to the next. */
const TEST_EVERY_MS = 5_000;

export interface WebhooksOptions {
  readonly rows: WebhookRows;
  readonly queue: Pick<MessageQueue, "put">;
  readonly administration: Administration;
  readonly organizations: Pick<Organizations, "get">;
  readonly guard: GuardOptions;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  /** Something may be sent to it now that could not be before. */
  readonly onChanged: (organization: string) => void;
}

export interface NewWebhook {
  readonly url: string;
  /** Left out or `null`: none. */
  readonly acknowledgementKey?: string | null | undefined;
}

/** What is needed to send to an organization now. */
export interface Destination {
  readonly organization: string;
  readonly url: string;
  /** What signs; none: the key store does not open them, and nothing can be sent until there is another secret. */
  readonly keys: readonly Buffer[];
}

/** Whoever is not found, is not of this ledger: @throws Refusal `not_found` (`organization`), and `webhook` where there must be one. */
export interface Webhooks {
  read(organization: string): ShownWebhook | null;
  /**
   * In place of what was registered before; what was paused goes on, and all that waits is due at once. The secret stays, and only a first one is told.
   *
   * @throws Refusal `webhook_refused`
   */
  register(
    organization: string,
    webhook: NewWebhook,
    by: By,
  ): Promise<{ readonly webhook: ShownWebhook; readonly secret: string | null }>;
  /** A new secret; that before signs beside it for a day. */
  rotate(organization: string, by: By): { readonly webhook: ShownWebhook; readonly secret: string };
  /** Puts a message of type `webhook.test` in. Answers its id. @throws Refusal `webhook_refused` (`paused`), `too_many_requests` */
  test(organization: string): Promise<string>;
  /** What waits goes on waiting. */
  remove(organization: string, by: By): void;
  /** Puts on record what was changed. */
  drain(): Promise<void>;

  /** To whom something may be sent now. */
  active(): readonly string[];
  /** `null`: to them no more. */
  destination(organization: string): Destination | null;
  /** What came of sending there. */
  told(to: Destination, at: number, outcome: string): void;
  /** The receiver has said that it is gone: nothing is sent until it is registered again. */
  gone(to: Destination): void;
}

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { rows, queue, administration, organizations, guard, clock, random } = options;
  const secrets = webhookSecrets(options.mac, random);
  const tested = new Map<string, number>();

  const known = (organization: string): WebhookRow | null => {
    organizations.get(organization);
    return rows.get(organization);
  };
  const needed = (organization: string): WebhookRow => {
    const row = known(organization);
    if (row === null) throw new Refusal("not_found", { what: "webhook" });
    return row;
  };
  function shown(organization: string): ShownWebhook | null {
    const row = rows.get(organization);
    return row && shownOf(row, clock.now());
  }
  const noted = (
    organization: string,
    by: By | null,
    changes: NonNullable<AdministrationEvent["changes"]>,
  ): AdministrationEvent => ({
    event: "configuration-changed",
    actor: by === null ? null : { id: by.id, role: by.role },
    target: { type: "organization", id: organization },
    ...{ organization, changes },
    ...(by?.reason === undefined ? {} : { reason: by.reason }),
  });

  return {
    read: (organization) => {
      known(organization);
      return shown(organization);
    },
    async register(organization, { url: text, acknowledgementKey = null }, by) {
      known(organization);
      const url = await acceptUrl(text, guard);
      const made = administration.change((note) => {
        const before = rows.get(organization);
        const fresh = before === null ? secrets.make(organization) : null;
        const after: WebhookRow = {
          ...{ oldSecret: null, oldUntil: null, lastAt: null, lastOutcome: null },
          createdAt: clock.now(),
          ...before,
          ...(fresh === null ? {} : { secret: fresh.sealed }),
          ...{ organization, url, acknowledgementKey, pausedAt: null },
        } as WebhookRow;
        const changes = changesOf(before, after);
        if (changes.length > 0) note(noted(organization, by, changes));
        rows.put(after);
        rows.hasten(organization, clock.now());
        return fresh;
      });
      options.onChanged(organization);
      return { webhook: shown(organization)!, secret: made?.secret ?? null };
    },
    rotate(organization, by) {
      needed(organization);
      const { secret } = administration.change((note) => {
        const before = needed(organization);
        const fresh = secrets.make(organization);
        const old = { oldSecret: before.secret, oldUntil: clock.now() + OLD_SECRET_MS };
        rows.put({ ...before, ...old, secret: fresh.sealed });
        note(noted(organization, by, [{ name: "webhook-secret" }]));
        return fresh;
      });
      options.onChanged(organization);
      return { webhook: shown(organization)!, secret };
    },
    async test(organization) {
      const { pausedAt } = needed(organization);
      if (pausedAt !== null) throw new Refusal("webhook_refused", { problem: "paused" });
      const now = clock.now();
      const wait = (tested.get(organization) ?? 0) + TEST_EVERY_MS - now;
      if (wait > 0) throw new Refusal("too_many_requests", { seconds: Math.ceil(wait / 1_000) });
      tested.set(organization, now);
      const message = testMessage(organization, now, random);
      await queue.put(message);
      options.onChanged(organization);
      return message.id;
    },
    remove(organization, by) {
      needed(organization);
      administration.change((note) => {
        const before = needed(organization);
        rows.remove(organization);
        note(noted(organization, by, changesOf(before, null)));
      });
    },
    drain: () => administration.drain(),
    active() {
      rows.forget(clock.now());
      return rows.active();
    },
    destination(organization) {
      const row = rows.get(organization);
      if (row === null || row.pausedAt !== null) return null;
      const { url, secret, oldSecret, oldUntil } = row;
      const isOldGood = oldSecret !== null && clock.now() < (oldUntil ?? 0);
      const keys = [secret, ...(isOldGood ? [oldSecret] : [])]
        .map((sealed) => secrets.open(organization, sealed))
        .filter((key) => key !== null);
      return { organization, url, keys };
    },
    told: ({ organization, url }, at, outcome) => rows.told(organization, url, at, outcome),
    gone({ organization, url }) {
      administration.change((note) => {
        if (rows.pause(organization, url, clock.now()))
          note(noted(organization, null, [{ name: "webhook-paused", after: "on" }]));
      });
    },
  };
}

/** What changed, as it is told in records: of an address where it leads alone, since what follows may be a secret. */
function changesOf(
  before: WebhookRow | null,
  after: WebhookRow | null,
): NonNullable<AdministrationEvent["changes"]> {
  const change = (name: string, was: string | null | undefined, is: string | null | undefined) =>
    (was ?? null) === (is ?? null)
      ? []
      : [{ name, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }];
  const origin = (row: WebhookRow | null) => row && new URL(row.url).origin;
  const isElsewhere = before !== null && after !== null && before.url !== after.url;
  const address = change("webhook", origin(before), origin(after));
  return [
    // Another path of the same host is a change, too.
    ...(address.length === 0 && isElsewhere ? [{ name: "webhook" }] : address),
    ...change("webhook-acknowledgement-key", before?.acknowledgementKey, after?.acknowledgementKey),
    ...change("webhook-paused", before?.pausedAt ? "on" : null, after?.pausedAt ? "on" : null),
  ];
}

const time = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : formatTime(milliseconds);

function shownOf(row: WebhookRow, now: number): ShownWebhook {
  const { url, acknowledgementKey, createdAt, pausedAt, oldUntil, lastAt, lastOutcome } = row;
  return {
    ...{ url, acknowledgementKey, createdAt: formatTime(createdAt), pausedAt: time(pausedAt) },
    oldSecretUntil: oldUntil !== null && now < oldUntil ? formatTime(oldUntil) : null,
    lastAttempt: lastAt === null ? null : { at: formatTime(lastAt), outcome: lastOutcome ?? "" },
  };
}
