import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { lstat, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isOwnDirectory } from "../../../api/core/private-files.ts";
import { holdExclusively } from "../../../api/store/sqlite/exclusive.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { AuditProgress } from "./progress.ts";

/** As a shell has it for a process that SIGINT ended. */
const INTERRUPTED = 130;

/** What somebody sees of the work. `progress` is taken away before anything else is said. */
export interface Watched extends Pick<Context, "terminal" | "m"> {
  readonly progress?: Pick<AuditProgress, "stop">;
}

/**
 * Works with a directory of its own below `parent` (the system's for such things), which is gone afterwards, also where somebody interrupts the process.
 *
 * @param said what is told who interrupts it
 */
export async function withWorkDirectory<T>(
  watched: Watched,
  parent: string | undefined,
  work: (directory: string) => Promise<T>,
  said = watched.m.audit.interrupted,
): Promise<T> {
  const { directory, made } = await newDirectory(watched.m, parent);
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
    if (made !== undefined) removeEmpty(dirname(directory), made);
  };
  return untilInterrupted(watched, said, remove, () => work(directory));
}

/** Below what is named as work directory: what lies in it is this program's. */
const KEPT = "counterfoil-audit";
const SCRATCH = "scratch";
/** And, after a kill, what SQLite has beside it. */
const HELD = "audit";
const LOCK = `${HELD}.lock`;

/**
 * The same below a directory in which something is left for the next time if it is interrupted, be it by a kill: `kept` outlives the process unless the work
 * is done. It is held against others from before anything in it is made until all is tidied.
 *
 * @throws CliError where `kept` is not this user's alone: others could have the audit write, or read, what they like; Refusal `in_use`
 */
export async function withKeptDirectory<T>(
  watched: Watched,
  parent: string,
  work: (directory: string, kept: string) => Promise<T>,
): Promise<T> {
  const { m } = watched;
  const place = resolve(parent);
  const kept = join(place, KEPT);
  const directory = join(kept, SCRATCH);
  const made = await privately(m, place, kept);
  const release = holdExclusively(join(kept, HELD), "audit");
  try {
    await privately(m, place, directory);
    const tidy = (): void => {
      rmSync(directory, { recursive: true, force: true });
      // Where something is left for the next time its directory stays.
      const names = readdirSync(kept);
      if (names.every((name) => name.startsWith(LOCK))) {
        for (const name of names) rmSync(join(kept, name), { force: true });
        removeEmpty(kept, made ?? kept);
      }
    };
    const said = m.audit.interruptedKept(parent);
    return await untilInterrupted(watched, said, tidy, () => work(directory, kept));
  } finally {
    release();
  }
}

/** Makes the directory if it is not there; answers the first one that was made for it. */
async function privately(
  m: Context["m"],
  place: string,
  directory: string,
): Promise<string | undefined> {
  let made: string | undefined;
  try {
    made = await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch {
    // Something else may have its name, such as a link that leads nowhere.
    if (!(await isThere(directory))) throw new CliError(EXIT.usage, m.errors.unwritable(place));
  }
  if (await isOwnDirectory(directory)) return made;
  throw new CliError(EXIT.usage, m.audit.notPrivate(directory));
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Works, and tidies in the end. Somebody who interrupts the process ends it, tidied, and is told what is `said`. */
export async function untilInterrupted<T>(
  { terminal, progress }: Watched,
  said: string,
  tidy: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const interrupted = (): void => {
    // A bar hides the cursor, and clears its line when it goes.
    progress?.stop();
    tidy();
    // The audit has threads of its own that would go on: nothing but files for reading is open in them.
    void terminal.err(`\n${said}\n`).finally(() => process.exit(INTERRUPTED));
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, interrupted);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    tidy();
  }
}

/** What was made for it, from the innermost directory to the first; what somebody else uses by now stays. */
function removeEmpty(innermost: string, first: string): void {
  try {
    for (let path = innermost; path.length >= first.length; path = dirname(path)) rmdirSync(path);
  } catch {
    // Not empty, or gone.
  }
}

/** `made`: the first directory that was not there. */
async function newDirectory(
  m: Context["m"],
  parent: string | undefined,
): Promise<{ readonly directory: string; readonly made: string | undefined }> {
  const place = parent === undefined ? tmpdir() : resolve(parent);
  try {
    const made = await mkdir(place, { recursive: true, mode: 0o700 });
    return { directory: await mkdtemp(join(place, "counterfoil-audit-")), made };
  } catch {
    throw new CliError(EXIT.usage, m.errors.unwritable(place));
  }
}
