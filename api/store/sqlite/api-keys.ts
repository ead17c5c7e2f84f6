import type Database from "better-sqlite3";

/** Times are milliseconds since 1970. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Separated by blanks. */
  readonly scopes: string;
  readonly organization: string | null;
  /** So many requests in so many seconds. */
  readonly most: number;
  readonly seconds: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

export interface ApiKeys {
  add(row: Omit<ApiKeyRow, "revokedAt">, hash: Uint8Array): void;
  /** Also one that has expired or is revoked; `null`: none of this hash. */
  byHash(hash: Uint8Array): ApiKeyRow | null;
  /** All, the oldest first. */
  all(): readonly ApiKeyRow[];
  byId(id: string): ApiKeyRow | null;
  /** False: it is already, or there is no such key. */
  revoke(id: string, at: number): boolean;
}

const COLUMNS =
  'id, name, role, scopes, organization, most, seconds, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"';

export function apiKeysIn(client: Database.Database): ApiKeys {
  const insert = client.prepare(
    `INSERT INTO api_key (id, hash, name, role, scopes, organization, most, seconds, created_at, expires_at)
     VALUES (@id, @hash, @name, @role, @scopes, @organization, @most, @seconds, @createdAt, @expiresAt)`,
  );
  const byHash = client.prepare<[Uint8Array], ApiKeyRow>(
    `SELECT ${COLUMNS} FROM api_key WHERE hash = ?`,
  );
  const byId = client.prepare<[string], ApiKeyRow>(`SELECT ${COLUMNS} FROM api_key WHERE id = ?`);
  const all = client.prepare<[], ApiKeyRow>(
    `SELECT ${COLUMNS} FROM api_key ORDER BY created_at, id`,
  );
  const revoke = client.prepare(
    "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
  );
  return {
    add: (row, hash) => void insert.run({ ...row, hash }),
    byHash: (hash) => byHash.get(hash) ?? null,
    byId: (id) => byId.get(id) ?? null,
    all: () => all.all(),
    revoke: (id, at) => revoke.run(at, id).changes === 1,
  };
}
