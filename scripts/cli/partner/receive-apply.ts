/** What a message asks for, done in a copy. What is deleted is gone from proofs, tables and what was kept aside before anybody says that it is done. */
import * as copy from "./copy.ts";
import { isOfLater } from "./later.ts";
import { alone } from "./lock.ts";
import { writeOutputs } from "./output.ts";
import type { Message, Task } from "./receive-message.ts";
import type { Pinned } from "./settings.ts";
import { type CopyState, readState, writeState } from "./state.ts";

export interface Copies {
  readonly directories: readonly string[];
  readonly pinned: (directory: string) => Promise<Pick<Pinned, "terms">>;
  /** Pulls all of one person anew; the lock is held. */
  readonly pullPerson: (directory: string, subject: string) => Promise<void>;
  /** What could not be pulled: the outdated version is gone all the same. */
  readonly onPullFailed: (error: unknown) => void;
}

export interface Work {
  readonly message: Message;
  readonly task: Task;
}

/** The copies that a message is about: of its agreement, and of its purpose if it names one. */
export async function copiesOf(
  directories: readonly string[],
  { data }: Message,
): Promise<readonly { readonly directory: string; readonly state: CopyState }[]> {
  const found = [];
  for (const directory of directories) {
    const state = await readState(directory);
    if (state === null || state.agreement !== data.agreement) continue;
    if (data.purpose === null || data.purpose === state.purpose) found.push({ directory, state });
  }
  return found;
}

/**
 * All of several messages in one copy. First whatever has to go, then its tables, made anew once; what is pulled again comes afterwards, since that waits for the firm. So is
 * whoever is deleted for a message that came late: somebody who has agreed again meanwhile is given again, and whether it is so the firm and the proofs say.
 *
 * @throws InUse while somebody else works on the copy
 */
export async function applyTo(
  directory: string,
  works: readonly Work[],
  { pinned, pullPerson, onPullFailed }: Copies,
): Promise<void> {
  await alone(directory, async () => {
    const outdated = new Set<string>();
    const before = await readState(directory);
    let isLate = false;
    for (const { task, message } of works) {
      if (task.what === "delete-person") {
        if (await isOfLater(directory, task.subject, message)) {
          isLate = true;
          outdated.add(task.subject);
          // What has changed would not bring them back: so the next pull takes everything, unless it is done here.
          await setUntil(directory, null);
        }
        await copy.endPerson(directory, task.subject);
      }
      if (task.what === "hold-person") {
        await copy.holdPerson(directory, task.subject, before?.walks ?? 0);
        // Where it was lifted meanwhile the firm gives everything again.
        if (await isOfLater(directory, task.subject, message)) outdated.add(task.subject);
      }
      if (task.what === "pull-person" && (await copy.isHeld(directory, task.subject)))
        outdated.add(task.subject);
      if (task.what === "delete-all") await deleteAll(directory);
      if (task.what === "pull-again" && (await endOutdated(directory, task)))
        outdated.add(task.subject);
    }
    await writeTables(directory, pinned);
    try {
      for (const subject of outdated) await pullPerson(directory, subject);
      if (isLate && !works.some(({ task }) => task.what === "delete-all"))
        await setUntil(directory, before);
    } catch (error) {
      // Firm or chain is away: what is left the next pull brings.
      onPullFailed(error);
    }
    if (outdated.size > 0) await writeTables(directory, pinned);
  });
}

/** Whether it was here. */
async function endOutdated(
  directory: string,
  { subject, record, version }: Extract<Task, { what: "pull-again" }>,
): Promise<boolean> {
  const here = await copy.entryOf(directory, subject, record);
  if (here === null || ("record" in here && here.record.version >= version)) return false;
  await copy.endRecord(directory, subject, record);
  return true;
}

async function writeTables(directory: string, pinned: Copies["pinned"]): Promise<void> {
  const state = await readState(directory);
  if (state !== null) await writeOutputs(directory, (await pinned(directory)).terms, state);
}

async function deleteAll(directory: string): Promise<void> {
  await copy.endAll(directory);
  await setUntil(directory, null);
}

/** How far the copy is, as it was at a time; `null`: nowhere. */
async function setUntil(
  directory: string,
  as: Pick<CopyState, "until" | "walk"> | null,
): Promise<void> {
  const state = await readState(directory);
  const { until, walk } = as ?? { until: null, walk: null };
  if (state !== null) await writeState(directory, { ...state, until, walk });
}
