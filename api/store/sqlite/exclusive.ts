/**
 * One process owns a database and its keys. The guard is a lock of the operating system, held through SQLite on an empty
 * file beside the database: it goes with the process, however that ends, so there is no stale lock file to clean up.
 *
 * POSIX drops such a lock when its process closes *any* descriptor of the file: never open the lock file otherwise.
 */
import { statSync } from "node:fs";
import Database from "better-sqlite3";
import { Refusal } from "../../core/errors.ts";
import { createPrivately } from "./files.ts";

/** Which of the six files, for people. */
export type StoreFile = "database" | "keys" | "map" | "accounts" | "partners" | "cases";
/** The one that several processes may have open at the same time. */
export const SHARED = "accounts";

/**
 * Takes the lock or refuses with `in_use`, at once. Answers how to give it back. `audit`: the work directory of one is guarded in the same way.
 */
export function holdExclusively(
  file: string,
  what: Exclude<StoreFile, typeof SHARED> | "audit",
): () => void {
  const path = `${file}.lock`;
  createPrivately(path);
  const named = inodeOf(path);
  const lock = new Database(path, { timeout: 0 });
  try {
    // Without a journal, so that nothing is left behind by a kill.
    lock.pragma("journal_mode = OFF");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new Refusal("in_use", { what });
    }
    throw error;
  }
  // Whoever held it may have removed the file before it was locked here: a lock on it would keep nobody out.
  if (named === null || inodeOf(path) !== named) {
    lock.close();
    throw new Refusal("in_use", { what });
  }
  return () => lock.close();
}

/** `null`: nothing has this name. */
const inodeOf = (path: string): bigint | null =>
  statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
