/**
 * The embedded chain's state on disk: gzipped JSON as `anvil_dumpState` gives it, replaced as a whole.
 *
 * anvil's own `--state-interval` overwrites its file in place: whoever is killed meanwhile leaves a torn file, which anvil then
 * refuses to load, and it rewrites the whole state every second even if nothing happened.
 */
import { readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { syncDirectory, writeBeside } from "../../core/files.ts";

const unzip = promisify(gunzip);

export class StateUnreadable extends Error {
  override readonly name = "StateUnreadable";
}

/** The one before the newest, in case a disk damages the newest. */
export const previousOf = (file: string): string => `${file}.previous`;
/** Where a file that cannot be read is put, for people to look at. */
export const damagedOf = (file: string): string => `${file}.damaged`;

/** Durable when it resolves: after a crash at any moment there is a whole file under one of the two names. */
export async function saveState(file: string, gzipped: Uint8Array): Promise<void> {
  const fresh = await writeBeside(file, gzipped);
  await renameIfThere(file, previousOf(file));
  await rename(fresh, file);
  await syncDirectory(dirname(file));
}

/**
 * The JSON of the newest readable state, or null if there never was one. gzip's check sum tells a damaged file.
 * Throws StateUnreadable where there is only damage: beginning anew would silently be another chain.
 */
export async function loadState(file: string): Promise<Uint8Array | null> {
  const newest = await readState(file);
  if (newest instanceof Uint8Array) return newest;
  const previous = await readState(previousOf(file));
  if (newest === "damaged") await renameIfThere(file, damagedOf(file));
  if (previous instanceof Uint8Array) return previous;
  if (newest === "damaged" || previous === "damaged") throw new StateUnreadable();
  return null;
}

async function readState(file: string): Promise<Uint8Array | "missing" | "damaged"> {
  try {
    return await unzip(await readFile(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "missing";
    if (code?.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE") return "damaged";
    throw error;
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
