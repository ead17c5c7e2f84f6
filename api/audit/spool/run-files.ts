/** Files of an audit's own. What lies under their names already is not written through, and only what is this user's alone is read. */
import { constants } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";

/** Windows has neither; a pipe would be waited for. */
const NOT_THROUGH = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const { O_RDWR, O_CREAT, O_EXCL, O_RDONLY } = constants;

/** Makes the file, for writing and reading, with mode 0600. What had its name goes; a file that a link leads to stays as it is. */
export async function createRunFile(path: string): Promise<FileHandle> {
  await rm(path, { force: true });
  return open(path, O_RDWR | O_CREAT | O_EXCL | NOT_THROUGH, 0o600);
}

/** Opens a file that was left for reading; `null`: there is none, or none that is a plain file which only this user may use. */
export async function openLeftFile(path: string): Promise<FileHandle | null> {
  const handle = await open(path, O_RDONLY | NOT_THROUGH).catch(() => null);
  if (handle === null) return null;
  const found = await handle.stat();
  const owner = process.getuid?.();
  const isOurs = owner === undefined || (found.uid === owner && (found.mode & 0o077) === 0);
  if (found.isFile() && isOurs) return handle;
  await handle.close();
  return null;
}
