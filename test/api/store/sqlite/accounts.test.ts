/** What better-auth expects, what drizzle is told and what the migrations make are one and the same. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { getAuthTables } from "@better-auth/core/db";
import Database from "better-sqlite3";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { authOptions } from "../../../../api/identity/auth.ts";
import { openAccountsFile } from "../../../../api/store/sqlite/accounts.ts";
import { accountsSchema } from "../../../../api/store/sqlite/accounts-schema.ts";
import { migrate, readMigrations } from "../../../../api/store/sqlite/migrate.ts";
import { newPlace } from "../../../helpers/store/places.ts";

const MIGRATIONS = join(import.meta.dirname, "../../../../api/store/sqlite/migrations/accounts");

let place: ReturnType<typeof newPlace>;
let file: string;
beforeEach(() => {
  place = newPlace();
  file = join(place.directory, "accounts.db");
});
afterEach(() => place.remove());

const expected = () =>
  getAuthTables(
    authOptions({
      adapter: (() => {}) as never,
      mac: () => Buffer.alloc(32),
      origins: { base: "https://ledger.example", secure: true },
      provider: { issuer: "https://login.example", clientId: "a", clientSecret: "b" },
      passkeyAdded: () => {},
      onBug: () => {},
    }),
  );

/** Of which better-auth knows nothing. */
const OURS = [
  ...["migrations", "invitation", "api_key", "second_factor", "recovery_code", "contact"],
  ...["administration_outbox", "organization"],
];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
  readonly pk: 0 | 1;
}

const TYPES: Record<string, string> = {
  string: "TEXT",
  number: "INTEGER",
  boolean: "INTEGER",
  date: "INTEGER",
};

describe("the file of accounts", () => {
  it("has the tables that better-auth expects, and no others", () => {
    openAccountsFile({ file }).close();
    const client = new Database(file);
    const made = client
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    client.close();
    const tables = Object.values(expected()).map(({ modelName }) => modelName);
    expect(Object.keys(accountsSchema).sort()).toEqual(tables.sort());
    const names = Object.values(accountsSchema).map((table) => getTableConfig(table).name);
    expect(made).toEqual([...names, ...OURS].sort());
  });

  it.each(Object.keys(accountsSchema) as (keyof typeof accountsSchema)[])(
    "has the columns of %s that better-auth expects, as they were told to drizzle",
    (model) => {
      openAccountsFile({ file }).close();
      const client = new Database(file);
      const table = accountsSchema[model];
      const { name: tableName, columns, foreignKeys } = getTableConfig(table);
      const made = client.pragma(`table_info(${tableName})`) as Column[];
      const keys = client.pragma(`foreign_key_list(${tableName})`) as { on_delete: string }[];
      const unique = (
        client.pragma(`index_list(${tableName})`) as { unique: 0 | 1; name: string }[]
      )
        .filter((index) => index.unique === 1)
        .flatMap(({ name }) => client.pragma(`index_info(${name})`) as { name: string }[])
        .map(({ name }) => name);
      client.close();
      // drizzle and the migration: the same columns, in the same order.
      expect(made.map(({ name, type, notnull }) => [name, type, notnull === 1])).toEqual(
        columns.map((column) => [column.name, column.getSQLType().toUpperCase(), column.notNull]),
      );
      expect(keys.length).toBe(foreignKeys.length);
      // better-auth and drizzle: the same members.
      const { fields } = Object.values(expected()).find(({ modelName }) => modelName === model)!;
      const members = table as unknown as Record<string, { name: string; notNull: boolean }>;
      expect(columns.map(({ name }) => name).length).toBe(Object.keys(fields).length + 1);
      for (const [member, field] of Object.entries(fields)) {
        const column = made.find(({ name }) => name === members[member]?.name);
        expect([member, column?.type]).toEqual([member, TYPES[field.type as string]]);
        expect([member, column?.notnull === 1]).toEqual([member, field.required !== false]);
        if (field.unique) expect(unique).toContain(column?.name);
        if (field.references) expect(keys.map((key) => key.on_delete)).toContain("CASCADE");
      }
    },
  );

  it("is its owner's alone", () => {
    openAccountsFile({ file }).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("can be open twice: what one of them writes, the other reads", () => {
    const one = openAccountsFile({ file });
    const other = openAccountsFile({ file });
    one.outbox.transact((add) => add(1, '"a"'));
    other.outbox.transact((add) => add(2, '"b"'));
    expect(one.outbox.first()).toEqual({ number: 1, at: 1, event: '"a"' });
    one.outbox.remove(1);
    expect(other.outbox.first()).toEqual({ number: 2, at: 2, event: '"b"' });
    one.close();
    other.close();
  });

  it("keeps the keys of before when systems may have some", () => {
    const client = new Database(file);
    const all = readMigrations(MIGRATIONS);
    const before = all.filter(({ name }) => name < "0008");
    expect(before).toHaveLength(7);
    migrate(client, before, "accounts");
    client.exec(`INSERT INTO api_key (id, hash, name, role, scopes, most, seconds, created_at, expires_at, revoked_at)
      VALUES ('k', zeroblob(32), 'n', 'staff', 'records:read', 1, 2, 3, 4, 5)`);
    client.close();
    const opened = openAccountsFile({ file });
    expect(opened.apiKeys.all()).toEqual([
      {
        ...{ id: "k", name: "n", role: "staff", scopes: "records:read", organization: null },
        ...{ most: 1, seconds: 2, createdAt: 3, expiresAt: 4, revokedAt: 5 },
      },
    ]);
    expect(opened.apiKeys.byHash(new Uint8Array(32))?.id).toBe("k");
    opened.close();
  });

  it("forgets codes and sessions whose time is over", () => {
    const opened = openAccountsFile({ file });
    const client = new Database(file);
    client.exec(`INSERT INTO user (id, name, email, email_verified, created_at, updated_at, role)
      VALUES ('u', '', 'a@example.com', 1, 0, 0, 'customer')`);
    for (const [id, ends] of [
      ["old", 99],
      ["new", 100],
    ] as const) {
      client.exec(`INSERT INTO session (id, expires_at, token, created_at, updated_at, user_id)
        VALUES ('${id}', ${ends}, '${id}', 0, 0, 'u')`);
      client.exec(`INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at)
        VALUES ('${id}', '${id}', '', ${ends}, 0, 0)`);
    }
    opened.invitations.replace(new Uint8Array(32), 99);
    opened.sweep(100);
    expect(opened.invitations.take(new Uint8Array(32), 0)).toBe(false);
    for (const table of ["session", "verification"])
      expect(client.prepare(`SELECT id FROM ${table}`).pluck().all()).toEqual(["new"]);
    client.close();
    opened.close();
  });
});
