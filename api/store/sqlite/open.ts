import { join } from "node:path";
import Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { StoreFault } from "../fault.ts";
import { holdExclusively, type StoreFile } from "./exclusive.ts";
import { createPrivately } from "./files.ts";
import { migrate, readMigrations } from "./migrate.ts";

export interface OpenDatabase {
  readonly client: Database.Database;
  close(): void;
}

const MIGRATIONS: Record<StoreFile, string> = { database: "ledger", keys: "keys" };

/**
 * Opens a database for this process alone and brings it to the newest migration. Refuses with `in_use` while another
 * process (or another store of this one) has it open, and with `unknown_schema` what is not ours.
 */
export function openDatabase(file: string, what: StoreFile): OpenDatabase {
  const release = holdExclusively(file, what);
  let client: Database.Database | undefined;
  try {
    createPrivately(file);
    client = new Database(file, { timeout: 5_000 });
    setPragmas(client);
    migrate(
      client,
      readMigrations(join(import.meta.dirname, "migrations", MIGRATIONS[what])),
      what,
    );
  } catch (error) {
    client?.close();
    release();
    if (error instanceof Database.SqliteError && error.code === "SQLITE_NOTADB") {
      throw new Refusal("unknown_schema", { what });
    }
    throw error;
  }
  const opened = client;
  return {
    client: opened,
    close() {
      opened.close();
      release();
    },
  };
}

function setPragmas(client: Database.Database): void {
  const mode = client.pragma("journal_mode = WAL", { simple: true });
  // A file system without shared memory (some network ones) quietly stays with another mode.
  if (mode !== "wal") throw new StoreFault("open", "no_wal");
  // FULL: a commit is on the disk before it is acknowledged; SQLite's WAL default in this build is NORMAL.
  client.pragma("synchronous = FULL");
  client.pragma("foreign_keys = ON");
  client.pragma("secure_delete = ON");
  client.pragma("trusted_schema = OFF");
  // Sorting must not leave rows in temporary files.
  client.pragma("temp_store = MEMORY");
  client.pragma("cache_size = -65536");
  // Keys are hashes, so a batch touches pages all over the file; a longer WAL copies each of them back less often. 16 MiB
  // are copied in a few tens of milliseconds, which is how long one commit in hundreds then waits.
  client.pragma("wal_autocheckpoint = 4096");
  client.pragma("journal_size_limit = 67108864");
}
