/**
 * What a key has cosigned, and must not forget: of each log the greatest size, its root, and the note that the log's key had signed. It lies with the
 * key, apart from the state, so that a state that was put back or lost lets nobody cosign a second history.
 */
import { readFile } from "node:fs/promises";
import { equalBytes } from "../../portal/verify/bytes.ts";
import { type Checkpoint, parseCheckpoint } from "../../portal/verify/checkpoint.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { parseNote } from "../../portal/verify/note.ts";
import { Refusal } from "../core/errors.ts";
import { createDurably, writeDurably } from "../core/files.ts";

/** The greatest checkpoint of a log that was cosigned, or is about to be. */
export interface Cosigned {
  readonly checkpoint: Checkpoint;
  /** As the log's key has signed it. */
  readonly note: string;
  /** Of the last cosignature, of whatever size: seconds since 1970. They never go back. */
  readonly time: number;
}

/** Rejected: the outcome is unknown, `get` tells. Resolved: durable. */
export interface CosignedState {
  /** Null: nothing of this log was ever cosigned. */
  get(origin: string): Promise<Cosigned | null>;
  /**
   * Answers false and changes nothing if what is there for the log is not `expected` any more. That the one follows on the other is the caller's to know;
   * a smaller size, another root of the same size, or an earlier time is a bug.
   */
  compareAndSwap(expected: Cosigned | null, next: Cosigned): Promise<boolean>;
}

const FORMAT = "counterfoil/cosigned/v1";

/**
 * In a file, for one process, which must use one instance per file: swaps take turns inside the instance only. A file that is missing or unreadable is
 * refused (`lost_memory`): who takes it for a new one forgets what was cosigned. {@link createCosignedFile} makes the first.
 *
 * @param setting names the file in refusals
 */
export function fileCosigned(path: string, setting: string): CosignedState {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    get: async (origin) => (await read(path, setting)).get(origin) ?? null,
    compareAndSwap(expected, next) {
      const swap = turn.then(async () => {
        const all = await read(path, setting);
        const { origin } = next.checkpoint;
        const current = all.get(origin) ?? null;
        if (!isSame(current, expected)) return false;
        assertFollows(current, next);
        await writeDurably(path, format(new Map(all).set(origin, next)));
        return true;
      });
      turn = swap.catch(() => undefined);
      return swap;
    },
  };
}

/** Makes the file of a new key; rejects with `EEXIST` if there is one. */
export const createCosignedFile = (path: string): Promise<void> =>
  createDurably(path, format(new Map()));

/** Whether anything was ever cosigned, or may have been. */
export async function hasCosigned(path: string, setting: string): Promise<boolean> {
  return (await read(path, setting)).size > 0;
}

const isSame = (a: Cosigned | null, b: Cosigned | null): boolean =>
  a === null || b === null ? a === b : a.note === b.note && a.time === b.time;

function assertFollows(current: Cosigned | null, next: Cosigned): void {
  if (current === null) return;
  const [before, after] = [current.checkpoint, next.checkpoint];
  const other = after.size === before.size && !equalBytes(after.root, before.root);
  if (after.size < before.size || other || next.time < current.time) {
    throw new Error("what was cosigned does not follow");
  }
}

async function read(path: string, setting: string): Promise<ReadonlyMap<string, Cosigned>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const all = parse(text);
  if (all === null) throw new Refusal("invalid_setting", { setting, problem: "lost_memory" });
  return all;
}

function format(all: ReadonlyMap<string, Cosigned>): string {
  const logs = [...all.values()].map(({ note, time }) => ({ note, time }));
  return `${JSON.stringify({ format: FORMAT, logs }, null, 1)}\n`;
}

/** Null unless the text is exactly what {@link format} writes. */
function parse(text: string): ReadonlyMap<string, Cosigned> | null {
  try {
    const all = new Map<string, Cosigned>();
    for (const { note, time } of JSON.parse(text).logs) {
      const checkpoint = parseCheckpoint(parseNote(note).text);
      all.set(checkpoint.origin, { checkpoint, note, time });
    }
    const times = [...all.values()].every(({ time }) => Number.isSafeInteger(time) && time > 0);
    return times && format(all) === text ? all : null;
  } catch (error) {
    const expected =
      error instanceof FormatError || error instanceof SyntaxError || error instanceof TypeError;
    if (!expected) throw error;
    return null;
  }
}
