import type Database from "better-sqlite3";

/** Times are milliseconds since 1970. */
export interface WebhookRow {
  readonly organization: string;
  readonly url: string;
  /** Sealed. */
  readonly secret: Uint8Array;
  /** Likewise: the one before, which signs beside it until then. `null`: there is none. */
  readonly oldSecret: Uint8Array | null;
  readonly oldUntil: number | null;
  /** With which the organization signs what it acknowledges, as a vkey (FORMAT §19); `null`: it does not. */
  readonly acknowledgementKey: string | null;
  readonly createdAt: number;
  /** Since then nothing is sent: the receiver has said that it is gone. */
  readonly pausedAt: number | null;
  /** What came of the last attempt to send something; `null`: there was none. */
  readonly lastAt: number | null;
  readonly lastOutcome: string | null;
}

/** One webhook an organization. Whatever changes one is synchronous, and so may be part of a transaction with the note of it. */
export interface WebhookRows {
  get(organization: string): WebhookRow | null;
  /** Organizations to which something may be sent now. */
  active(): readonly string[];
  /** In place of what was there. */
  put(row: WebhookRow): void;
  /** False: there was none. */
  remove(organization: string): boolean;
  /** False: it has another address by now, none, or is paused already. */
  pause(organization: string, url: string, at: number): boolean;
  /** What came of an attempt. */
  told(organization: string, url: string, at: number, outcome: string): void;
  /** What waits for it is due at once. */
  hasten(organization: string, now: number): void;
  /** Old secrets whose time is over are gone. */
  forget(now: number): void;
}

const COLUMNS = `organization, url, secret, old_secret AS "oldSecret", old_until AS "oldUntil",
  acknowledgement_key AS "acknowledgementKey", created_at AS "createdAt", paused_at AS "pausedAt",
  last_at AS "lastAt", last_outcome AS "lastOutcome"`;

export function webhooksIn(client: Database.Database): WebhookRows {
  const get = client.prepare<[string], WebhookRow>(
    `SELECT ${COLUMNS} FROM webhook WHERE organization = ?`,
  );
  const active = client
    .prepare<[], string>(
      "SELECT organization FROM webhook WHERE paused_at IS NULL ORDER BY organization",
    )
    .pluck();
  const put = client.prepare(
    `INSERT OR REPLACE INTO webhook (organization, url, secret, old_secret, old_until, acknowledgement_key, created_at, paused_at, last_at, last_outcome)
     VALUES (@organization, @url, @secret, @oldSecret, @oldUntil, @acknowledgementKey, @createdAt, @pausedAt, @lastAt, @lastOutcome)`,
  );
  const remove = client.prepare("DELETE FROM webhook WHERE organization = ?");
  const pause = client.prepare(
    "UPDATE webhook SET paused_at = ? WHERE organization = ? AND url = ? AND paused_at IS NULL",
  );
  const told = client.prepare(
    "UPDATE webhook SET last_at = ?, last_outcome = ? WHERE organization = ? AND url = ?",
  );
  const hasten = client.prepare(
    "UPDATE message SET next_at = @now WHERE organization = @organization AND state = 'waiting' AND next_at > @now",
  );
  const forget = client.prepare(
    "UPDATE webhook SET old_secret = NULL, old_until = NULL WHERE old_until <= ?",
  );
  return {
    get: (organization) => get.get(organization) ?? null,
    active: () => active.all(),
    put: (row) => void put.run(row),
    remove: (organization) => remove.run(organization).changes === 1,
    pause: (organization, url, at) => pause.run(at, organization, url).changes === 1,
    told: (organization, url, at, outcome) => void told.run(at, outcome, organization, url),
    hasten: (organization, now) => void hasten.run({ organization, now }),
    forget: (now) => void forget.run(now),
  };
}
