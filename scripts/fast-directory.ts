import { constants } from "node:fs";
import { access, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Of Linux: files in memory. */
const MEMORY = "/dev/shm";
/** What is written into it at the same time is less by far. */
const ENOUGH_BYTES = 4 * 2 ** 30;

/** Where files of tests are written. Most of a test's time on a disk is waiting until it has them for good; a test's do not outlive it. */
export interface FastDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** In memory where there is enough of it, else where the system keeps such files. */
export async function makeFastDirectory(): Promise<FastDirectory> {
  const parent = (await hasRoom(MEMORY)) ? MEMORY : tmpdir();
  const path = await mkdtemp(join(parent, "counterfoil-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

async function hasRoom(directory: string): Promise<boolean> {
  try {
    await access(directory, constants.W_OK);
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
