/** One process at a time works on a copy: what one has deleted another must not write back. */
import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeBeside } from "../../../api/core/files.ts";

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
  const place = resolve(directory);
  const before = held.get(place) ?? Promise.resolve();
  const mine = before.then(() => locked(place, work, patience));
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  held.set(place, settled);
  return mine;
}

async function locked<T>(directory: string, work: () => Promise<T>, patience: number): Promise<T> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "lock");
  const mine = await take(file, patience);
  try {
    return await work();
  } finally {
    // Somebody may have removed it by hand; then what is there is another's.
    if ((await contentOf(file)) === mine) await rm(file, { force: true });
  }
}

const PAUSE_MS = 100;

/** What a process has left that was killed is nobody's. Answers what the lock says: no two are alike, also of processes that had the same number. */
async function take(file: string, patience: number): Promise<string> {
  const mine = `${process.pid} ${randomUUID()}`;
  for (let waited = 0; ; ) {
    if (await create(file, mine)) return mine;
    const there = await contentOf(file);
    if (there === null) continue;
    const pid = pidIn(there);
    if (!isOthers(pid) && (await clear(file, there))) continue;
    if (waited >= patience) throw new InUse(pid);
    await wait(PAUSE_MS);
    waited += PAUSE_MS;
  }
}

/** Whole from the beginning: nobody finds a lock that does not say whose it is. */
async function create(file: string, content: string): Promise<boolean> {
  const temporary = await writeBeside(`${file}.${randomUUID()}`, content);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

const contentOf = (file: string): Promise<string | null> =>
  readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });

/** 0: it does not say so. */
function pidIn(content: string): number {
  const pid = Number(content.split(" ", 1)[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
}

/** Of this process only one part at a time comes here, so what has its number is of an earlier one. What says nothing may be anybody's. */
const isOthers = (pid: number): boolean => pid === 0 || (pid !== process.pid && isAlive(pid));

/** Removes exactly the lock that was seen, however many want to: one of them may, and only while it is still that one. Whether it was tried. */
async function clear(file: string, seen: string): Promise<boolean> {
  const claim = `${file}.${createHash("sha256").update(seen).digest("hex").slice(0, 16)}`;
  if (!(await create(claim, String(process.pid)))) return false;
  try {
    if ((await contentOf(file)) === seen) await rm(file, { force: true });
  } finally {
    await rm(claim, { force: true });
  }
  return true;
}
