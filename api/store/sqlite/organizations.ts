import type Database from "better-sqlite3";

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface OrganizationRows {
  /** False: there is one of this name. */
  add(row: OrganizationRow): boolean;
  /** Likewise. */
  rename(id: string, name: string): boolean;
  get(id: string): OrganizationRow | null;
  /** The oldest first. */
  all(): readonly OrganizationRow[];
}

const COLUMNS = 'id, name, created_at AS "createdAt"';

export function organizationsIn(client: Database.Database): OrganizationRows {
  const insert = client.prepare(
    `INSERT INTO organization (id, name, created_at) VALUES (@id, @name, @createdAt)
     ON CONFLICT (name) DO NOTHING`,
  );
  const update = client.prepare("UPDATE OR IGNORE organization SET name = ? WHERE id = ?");
  const byId = client.prepare<[string], OrganizationRow>(
    `SELECT ${COLUMNS} FROM organization WHERE id = ?`,
  );
  const all = client.prepare<[], OrganizationRow>(
    `SELECT ${COLUMNS} FROM organization ORDER BY created_at, id`,
  );
  return {
    add: (row) => insert.run(row).changes === 1,
    rename: (id, name) => update.run(name, id).changes === 1,
    get: (id) => byId.get(id) ?? null,
    all: () => all.all(),
  };
}
