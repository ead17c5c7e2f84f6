/** Files that are whole or not there, also after a crash: what a reader finds under a name was on the disk before it had that name. */
import { link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

const OWNER_ONLY = 0o600;

/** What a file is made of; parts one behind the other, as they are made. */
export type FileContent = string | Uint8Array | AsyncIterable<string>;

/** Replaces the file. Durable when it resolves. */
export async function writeDurably(
  path: string,
  content: FileContent,
  mode: number = OWNER_ONLY,
): Promise<void> {
  await rename(await writeBeside(path, content, mode), path);
  await syncDirectory(dirname(path));
}

/** Makes the file, which must not be there: rejects with `EEXIST` otherwise, and changes nothing. Durable when it resolves. */
export async function createDurably(
  path: string,
  content: FileContent,
  mode: number = OWNER_ONLY,
): Promise<void> {
  const temporary = await writeBeside(path, content, mode);
  try {
    // Unlike a rename, a link replaces nothing.
    await link(temporary, path);
  } finally {
    await rm(temporary);
  }
  await syncDirectory(dirname(path));
}

/** The first half: the content is on the disk under the name that is answered, which a crash may leave behind. */
export async function writeBeside(
  path: string,
  content: FileContent,
  mode: number = OWNER_ONLY,
): Promise<string> {
  const temporary = `${path}.new`;
  // What a crash left has whatever mode it has: it is made anew.
  await rm(temporary, { force: true });
  const handle = await open(temporary, "wx", mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}

/** Makes names durable that were given, taken or removed in this directory. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory, and does not need it.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
