/** One process at a time works on a copy: what one has deleted another must not write back. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

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

/** Runs alone on the directory, which is made if it is not there. @throws InUse */
export async function alone<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const before = held.get(directory) ?? Promise.resolve();
  const mine = before.then(() => locked(directory, work));
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  held.set(directory, settled);
  return mine;
}

async function locked<T>(directory: string, work: () => Promise<T>): Promise<T> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "lock");
  await take(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** What a process has left that was killed is nobody's. */
async function take(file: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const handle = await open(file, "wx", 0o600);
      await handle.writeFile(String(process.pid));
      await handle.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || tries > 1) throw error;
      const pid = Number(await readFile(file, "utf8").catch(() => "0"));
      if (pid !== process.pid && Number.isSafeInteger(pid) && pid > 0 && isAlive(pid))
        throw new InUse(pid);
      await rm(file, { force: true });
    }
  }
}
