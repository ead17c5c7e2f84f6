import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { asFault, StoreFault } from "../fault.ts";
import { holdExclusively, SHARED, type StoreFile } from "./exclusive.ts";
import { createPrivately } from "./files.ts";
import { appliedMigrations, type MigrationSteps, migrate, readMigrations } from "./migrate.ts";
import { pageScrubber } from "./scrub.ts";

export interface OpenDatabase {
  readonly client: Database.Database;
  /** Takes what was deleted off the disk (scrub.ts). False: not all of it, now. */
  scrub(): Promise<boolean>;
  close(): void;
}

/** A database as it lies there, not yet brought to the newest migration. */
export interface FoundDatabase extends OpenDatabase {
  /** Names of the migrations that it has had; none: it is new. */
  readonly applied: readonly string[];
  /** @throws Refusal `unknown_schema` */
  migrate(steps?: MigrationSteps): void;
}

export interface OpenOptions {
  /** Removes what is there, once nobody else has it open. */
  readonly afresh?: boolean;
}

const MIGRATIONS: Record<StoreFile, string> = {
  database: "ledger",
  keys: "keys",
  map: "map",
  accounts: "accounts",
  partners: "partners",
  cases: "cases",
};

/**
 * FULL: a commit is on the disk before it is acknowledged; SQLite's WAL default in this build is NORMAL. That suffices where everything
 * is derived: a power failure takes the newest versions, and never leaves half of one.
 */
const SYNCHRONOUS: Record<StoreFile, string> = {
  database: "FULL",
  keys: "FULL",
  map: "NORMAL",
  accounts: "FULL",
  partners: "FULL",
  // Reminders that were sent are not derived.
  cases: "FULL",
};

/**
 * KiB of pages that a connection keeps. Of the ledger most is read again; of keys only those of records that are written now, and of the
 * map only its upper pages.
 */
const CACHE: Record<StoreFile, number> = {
  database: 65_536,
  keys: 16_384,
  map: 32_768,
  accounts: 8_192,
  partners: 8_192,
  cases: 4_096,
};

/** Opens a database and brings it to the newest migration. Refuses as {@link findDatabase}. */
export function openDatabase(
  file: string,
  what: StoreFile,
  options: OpenOptions = {},
): OpenDatabase {
  const found = findDatabase(file, what, options);
  try {
    found.migrate();
  } catch (error) {
    found.close();
    throw error;
  }
  return found;
}

/**
 * Opens a database, for this process alone unless it is the {@link SHARED} one. Refuses with `in_use` while another process (or another store of this one) has it open, and
 * with `unknown_schema` what is not ours.
 */
export function findDatabase(
  file: string,
  what: StoreFile,
  { afresh = false }: OpenOptions = {},
): FoundDatabase {
  const migrations = readMigrations(join(import.meta.dirname, "migrations", MIGRATIONS[what]));
  const release = what === SHARED ? () => {} : holdExclusively(file, what);
  let client: Database.Database | undefined;
  let applied: readonly string[];
  try {
    if (afresh) for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
    createPrivately(file);
    client = new Database(file, { timeout: 5_000 });
    setPragmas(client, what);
    applied = appliedMigrations(client, migrations, what);
  } catch (error) {
    client?.close();
    release();
    if (error instanceof Database.SqliteError && error.code === "SQLITE_NOTADB") {
      throw new Refusal("unknown_schema", { what });
    }
    throw error;
  }
  const opened = client;
  const scrubber = pageScrubber(opened);
  return {
    client: opened,
    applied,
    async scrub() {
      try {
        return await scrubber.scrub();
      } catch (error) {
        throw asFault("scrub", error);
      }
    },
    migrate: (steps) => migrate(opened, migrations, what, steps),
    close() {
      opened.close();
      scrubber.close();
      release();
    },
  };
}

function setPragmas(client: Database.Database, what: StoreFile): void {
  const mode = client.pragma("journal_mode = WAL", { simple: true });
  // A file system without shared memory (some network ones) quietly stays with another mode.
  if (mode !== "wal") throw new StoreFault("open", "no_wal");
  client.pragma(`synchronous = ${SYNCHRONOUS[what]}`);
  client.pragma("foreign_keys = ON");
  client.pragma("secure_delete = ON");
  client.pragma("trusted_schema = OFF");
  // Sorting must not leave rows in temporary files.
  client.pragma("temp_store = MEMORY");
  client.pragma(`cache_size = -${CACHE[what]}`);
  // Keys are hashes, so a batch touches pages all over the file; a longer WAL copies each of them back less often. 16 MiB
  // are copied in a few tens of milliseconds, which is how long one commit in hundreds then waits.
  client.pragma("wal_autocheckpoint = 4096");
  client.pragma("journal_size_limit = 67108864");
}
