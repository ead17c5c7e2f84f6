import { statSync } from "node:fs";
import Database from "better-sqlite3";
import {
  AUDITED,
  type AuditedFile,
  type AuditedTable,
  type AuditSnapshot,
  type LedgerSnapshot,
  type TableOf,
} from "../../audit-store.ts";
import { attempt } from "../../fault.ts";
import { expectedSchema, schemaObjects } from "./expected.ts";
import { lookups } from "./lookups.ts";
import { type PageReader, pageReader } from "./pages.ts";

/** KiB of pages that a connection keeps: what is read in order is read once. */
const CACHE: Record<AuditedFile, number> = { ledger: 8_192, map: 8_192, keys: 8_192 };

/** What has begun to read a file: all that it reads from now on is of this moment. @throws StoreFault */
export function openSnapshot<F extends AuditedFile>(file: F, path: string): AuditSnapshot<F> {
  return snapshotOver(file, openClient(file, path));
}

/** @throws StoreFault */
export function openLedgerSnapshot(path: string): LedgerSnapshot {
  const client = openClient("ledger", path);
  return { ...snapshotOver("ledger", client), ...lookups(client) };
}

function openClient(file: AuditedFile, path: string): Database.Database {
  return attempt("open", () => {
    const client = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    try {
      client.pragma("trusted_schema = OFF");
      client.pragma("temp_store = MEMORY");
      client.pragma(`cache_size = -${CACHE[file]}`);
      client.exec("BEGIN");
      // The first read is what takes the snapshot.
      client.prepare("SELECT count(*) FROM sqlite_schema").get();
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  });
}

function snapshotOver<F extends AuditedFile>(file: F, client: Database.Database): AuditSnapshot<F> {
  const tables: Readonly<Record<string, AuditedTable>> = AUDITED[file];
  const readers = new Map<string, PageReader>();

  function reader(table: TableOf<F>): PageReader {
    const found = readers.get(table) ?? pageReader(client, table, tables[table]!);
    readers.set(table, found);
    return found;
  }

  const reading = <T>(operation: string, table: TableOf<F>, work: () => T): T =>
    attempt(operation, work, file === "ledger" ? table : `${file}.${table}`);

  return {
    file,
    objects: async () => attempt("objects", () => schemaObjects(client)),
    expectedObjects: () => expectedSchema(file).objects,
    expectedMigrations: () => expectedSchema(file).migrations,
    integrity: async () =>
      attempt("integrity", () => {
        const found = client.pragma("integrity_check") as { readonly integrity_check: string }[];
        return found.map((row) => row.integrity_check).filter((text) => text !== "ok");
      }),
    bytes: async () => attempt("bytes", () => statSync(client.name).size),
    page: async (table, range) => reading("page", table, () => reader(table).rows(range)),
    keys: async (table, range) => reading("keys", table, () => reader(table).keys(range)),
    rows: async (table, keys) => reading("rows", table, () => reader(table).byKeys(keys)),
    count: async (table) =>
      reading("count", table, () => {
        const count = client.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck();
        return count.get() ?? 0;
      }),
    close: async () => void client.close(),
  };
}
