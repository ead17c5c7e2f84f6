/** What the migrations of this version make of an empty file. */
import { join } from "node:path";
import Database from "better-sqlite3";
import type { AuditedFile, RawRow, SchemaObject } from "../../audit-store.ts";
import type { StoreFile } from "../exclusive.ts";
import { migrate, readMigrations } from "../migrate.ts";

export interface ExpectedSchema {
  readonly objects: readonly SchemaObject[];
  readonly migrations: readonly RawRow[];
}

const STORE_FILES: Record<AuditedFile, StoreFile> = {
  ledger: "database",
  map: "map",
  keys: "keys",
};

const known = new Map<AuditedFile, ExpectedSchema>();

/** By applying them: what SQLite notes of each object is what it notes in a true file. */
export function expectedSchema(file: AuditedFile): ExpectedSchema {
  const schema = known.get(file) ?? make(file);
  known.set(file, schema);
  return schema;
}

function make(file: AuditedFile): ExpectedSchema {
  const migrations = readMigrations(join(import.meta.dirname, "../migrations", file));
  const client = new Database(":memory:");
  try {
    migrate(client, migrations, STORE_FILES[file]);
    return {
      objects: schemaObjects(client),
      migrations: migrations.map(({ name, hash }, at) => [at, name, hash]),
    };
  } finally {
    client.close();
  }
}

export function schemaObjects(client: Database.Database): SchemaObject[] {
  return client
    .prepare<[], SchemaObject>(
      'SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema ORDER BY name, type',
    )
    .all();
}
