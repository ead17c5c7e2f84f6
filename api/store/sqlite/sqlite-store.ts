import { Refusal } from "../../core/errors.ts";
import { asFault } from "../fault.ts";
import type { Store } from "../store.ts";
import { anchorMethods } from "./anchors.ts";
import { batchMethods } from "./batches.ts";
import { entryMethods } from "./entries.ts";
import { logMethods } from "./log.ts";
import { metaMethods } from "./meta.ts";
import { type OpenDatabase, openDatabase } from "./open.ts";
import { recordMethods } from "./records.ts";
import { subjectMethods } from "./subjects.ts";

export interface SqliteStoreOptions {
  /** Path of the database; it and its directory are made if missing. */
  readonly file: string;
}

/**
 * The ledger in one SQLite file. One process owns it: while it is open elsewhere this refuses with `in_use`; with
 * `unknown_schema` if the file is not a ledger of this version; with `damaged` if a checkpoint speaks of entries that are
 * not there. Creates the file where there is none.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  try {
    const opened = openDatabase(options.file, "database");
    try {
      return await assemble(opened);
    } catch (error) {
      opened.close();
      throw error;
    }
  } catch (error) {
    throw asFault("open", error);
  }
}

async function assemble({ client, close }: OpenDatabase): Promise<Store> {
  const store: Store = {
    ...metaMethods(client),
    ...logMethods(client),
    ...entryMethods(client),
    ...subjectMethods(client),
    ...recordMethods(client),
    ...batchMethods(client),
    ...anchorMethods(client),
    close: async () => close(),
  };
  const newest = await store.newestCheckpoint();
  if (newest !== null && newest.size > (await store.size())) {
    throw new Refusal("damaged", { what: "checkpoint", index: newest.size });
  }
  return store;
}
