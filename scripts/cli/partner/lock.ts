/** One process at a time works on a copy: what one has deleted another must not write back. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Whose the lock is that is there. */
export class InUse extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`in use by process ${pid}`);
    this.name = "InUse";
    this.pid = pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Of this process: a part of it may hold it while another wants it. */
const held = new Map<string, Promise<void>>();

/**
 * Runs alone on the directory, which is made if it is not there.
 *
 * @param patience milliseconds to wait for another process
 * @throws InUse
 */
export async function alone<T>(
  directory: string,
  work: () => Promise<T>,
  patience = 0,
): Promise<T> {
  const before = held.get(directory) ?? Promise.resolve();
  const mine = before.then(() => locked(directory, work, patience));
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  held.set(directory, settled);
  return mine;
}

async function locked<T>(directory: string, work: () => Promise<T>, patience: number): Promise<T> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "lock");
  await take(file, patience);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

const PAUSE_MS = 100;

/** What a process has left that was killed is nobody's. */
async function take(file: string, patience: number): Promise<void> {
  for (let waited = 0; ; ) {
    try {
      const handle = await open(file, "wx", 0o600);
      await handle.writeFile(String(process.pid));
      await handle.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const pid = Number(await readFile(file, "utf8").catch(() => "0"));
    // Of this process only one part at a time comes here, so the file is of an earlier one of this number.
    const isOthers = Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid);
    if (!isOthers) await rm(file, { force: true });
    else if (waited >= patience) throw new InUse(pid);
    else {
      await wait(PAUSE_MS);
      waited += PAUSE_MS;
    }
  }
}
