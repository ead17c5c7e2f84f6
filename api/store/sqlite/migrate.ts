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

/** What a migration does besides its SQL, by its name: run behind it, in the same transaction. */
export type MigrationSteps = Readonly<Record<string, (client: Database.Database) => void>>;

/**
 * Brings the database to the newest migration, all in one transaction. Refuses with `unknown_schema` what this version
 * did not make: a newer version's database, an edited migration, a database of something else.
 */
export function migrate(
  client: Database.Database,
  migrations: readonly Migration[],
  what: StoreFile,
  steps: MigrationSteps = {},
): void {
  const run = client.transaction(() => {
    const applied = appliedMigrations(client, migrations, what);
    if (applied.length === 0) {
      client.exec(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT",
      );
    }
    const note = client.prepare("INSERT INTO migrations (number, name, sha256) VALUES (?, ?, ?)");
    for (const [at, migration] of migrations.entries()) {
      if (at < applied.length) continue;
      client.exec(migration.sql);
      steps[migration.name]?.(client);
      note.run(at, migration.name, migration.hash);
    }
  });
  run.immediate();
}

interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
}

/** Names of the migrations that the database has had. Reads only. @throws Refusal as {@link migrate} */
export function appliedMigrations(
  client: Database.Database,
  migrations: readonly Migration[],
  what: StoreFile,
): readonly string[] {
  const tables = client
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  if (tables.length === 0) return [];
  if (!tables.includes("migrations")) throw new Refusal("unknown_schema", { what });
  const applied = client
    .prepare<[], AppliedMigration>("SELECT name, sha256 FROM migrations ORDER BY number")
    .all();
  for (const [at, row] of applied.entries()) {
    const known = migrations[at];
    if (known?.name !== row.name || known.hash !== row.sha256) {
      throw new Refusal("unknown_schema", { what });
    }
  }
  return applied.map(({ name }) => name);
}
