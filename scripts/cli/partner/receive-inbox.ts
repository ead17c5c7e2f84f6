/** Messages as they came, a file each, and how far each is: on the disk before the firm is told that it has arrived, so that neither a crash nor a second sending does any harm. */
import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readFileAtMost } from "../../../api/core/at-most.ts";
import { syncDirectory, writeBeside } from "../../../api/core/files.ts";
import { MESSAGE_ID } from "./receive-message.ts";

const MOST_BYTES = 262_144;

/** An acknowledgement as it was signed: it is sent again as it is. */
const said = z.strictObject({ note: z.string(), sent: z.boolean() }).nullable();

const letterShape = z.strictObject({
  id: z.string().regex(MESSAGE_ID),
  /** Exact: its hash is acknowledged. */
  body: z.string(),
  /** Milliseconds since 1970. */
  receivedAt: z.number(),
  applied: z.boolean(),
  received: said,
  done: said,
  /** Nothing is left to do. */
  finished: z.boolean(),
});
export type Letter = z.infer<typeof letterShape>;

export interface Inbox {
  /** Durable when it resolves; whether there is something to do. One that is finished is acknowledged once more, with the same notes: the firm has lost them. */
  add(id: string, body: string, receivedAt: number): Promise<boolean>;
  save(letter: Letter): Promise<void>;
  /** With which something is left to do, the oldest first. Those that are finished lie elsewhere, and are not read. */
  open(): Promise<Letter[]>;
}

/** @param onDamaged a letter that cannot be read: the others are worked on all the same */
export async function openInbox(
  directory: string,
  onDamaged: (error: unknown) => void = () => {},
): Promise<Inbox> {
  const finishedIn = join(directory, "finished");
  await mkdir(finishedIn, { recursive: true, mode: 0o700 });
  // What a crash cut short was not answered: the firm sends it again.
  for (const place of [directory, finishedIn])
    for (const name of await readdir(place))
      if (name.endsWith(".new")) await rm(join(place, name), { force: true });
  const openFile = (id: string): string => join(directory, `${id}.json`);
  const finishedFile = (id: string): string => join(finishedIn, `${id}.json`);
  const inTurn = queues();

  /** First the file in its new place, then none in the old one: a crash leaves it twice, never nowhere. */
  async function move(letter: Letter): Promise<void> {
    const [from, to] = letter.finished
      ? [openFile(letter.id), finishedFile(letter.id)]
      : [finishedFile(letter.id), openFile(letter.id)];
    await write(to, letter, rename);
    await rm(from, { force: true });
  }

  async function added(id: string, body: string, receivedAt: number): Promise<boolean> {
    if ((await read(openFile(id))) !== null) return false;
    const known = await read(finishedFile(id));
    if (known !== null) {
      const [received, done] = [unsent(known.received), unsent(known.done)];
      await move({ ...known, received, done, finished: false });
      return true;
    }
    // Unlike a rename, a link replaces nothing: another process's stays.
    await write(openFile(id), { id, body, receivedAt, applied: false, ...NOTHING_SAID }, link);
    return true;
  }

  return {
    add: (id, body, receivedAt) => inTurn(id, () => added(id, body, receivedAt)),
    save: (letter) => inTurn(letter.id, () => move(letter)),
    async open() {
      const letters: Letter[] = [];
      for (const name of await readdir(directory)) {
        if (!name.endsWith(".json")) continue;
        try {
          // It may have been finished just now.
          const letter = await read(join(directory, name));
          if (letter !== null) letters.push(letter);
        } catch (error) {
          onDamaged(error);
        }
      }
      return letters.sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
    },
  };
}

/** What is about one letter, one behind the other: the server adds while the worker saves. */
function queues() {
  const last = new Map<string, Promise<unknown>>();
  return <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(id) ?? Promise.resolve()).then(work);
    const settled = mine
      .catch(() => {})
      .then(() => {
        if (last.get(id) === settled) last.delete(id);
      });
    last.set(id, settled);
    return mine;
  };
}

/** Under a name of its own until it is on the disk. */
async function write(
  file: string,
  letter: Letter,
  give: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const temporary = await writeBeside(`${file}.${randomUUID()}`, `${JSON.stringify(letter)}\n`);
  try {
    await give(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(join(file, ".."));
}

/** `null`: there is none. */
async function read(file: string): Promise<Letter | null> {
  try {
    const bytes = await readFileAtMost(file, MOST_BYTES);
    return letterShape.parse(JSON.parse(bytes?.toString("utf8") ?? ""));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

const unsent = (said: Letter["done"]): Letter["done"] => said && { ...said, sent: false };

const NOTHING_SAID = { received: null, done: null, finished: false } as const;
