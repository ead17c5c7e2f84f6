/**
 * Migrations are SQL files, applied in the order of their names, each once. Our own few lines instead of drizzle's
 * migrator, which looks at timestamps only: here an edited, missing or unknown migration refuses to start.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import type { StoreFile } from "./exclusive.ts";

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
}

export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), "utf8");
      return { name, sql, hash: sha256(sql).toString("hex") };
    });
}

/**
 * Brings the database to the newest migration, all in one transaction. Refuses with `unknown_schema` what this version
 * did not make: a newer version's database, an edited migration, a database of something else.
 */
export function migrate(
  client: Database.Database,
  migrations: readonly Migration[],
  what: StoreFile,
): void {
  const run = client.transaction(() => {
    const applied = appliedMigrations(client, what);
    for (const [at, row] of applied.entries()) {
      const known = migrations[at];
      if (known?.name !== row.name || known.hash !== row.sha256) {
        throw new Refusal("unknown_schema", { what });
      }
    }
    const note = client.prepare("INSERT INTO migrations (number, name, sha256) VALUES (?, ?, ?)");
    for (const [at, migration] of migrations.entries()) {
      if (at < applied.length) continue;
      client.exec(migration.sql);
      note.run(at, migration.name, migration.hash);
    }
  });
  run.immediate();
}

interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
}

function appliedMigrations(
  client: Database.Database,
  what: StoreFile,
): readonly AppliedMigration[] {
  const tables = client
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  if (tables.length === 0) {
    client.exec(
      "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT",
    );
    return [];
  }
  if (!tables.includes("migrations")) throw new Refusal("unknown_schema", { what });
  return client
    .prepare<[], AppliedMigration>("SELECT name, sha256 FROM migrations ORDER BY number")
    .all();
}
