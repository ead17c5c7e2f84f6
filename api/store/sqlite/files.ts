import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes the file with mode 0600 and its missing directories with 0700, durably; narrows the mode of a file that is there.
 * SQLite gives the files it makes beside a database the mode of the database. Directories that are there already are the
 * operator's and stay as they are. An existing file is never opened here (see exclusive.ts).
 */
export function createPrivately(file: string): void {
  const directory = dirname(file);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (create(file)) sync(directory);
  else if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}

function create(file: string): boolean {
  try {
    closeSync(openSync(file, "wx", 0o600));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function sync(directory: string): void {
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
