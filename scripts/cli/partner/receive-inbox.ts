/** Messages as they came, a file each, and how far each is: on the disk before the firm is told that it has arrived, so that neither a crash nor a second sending does any harm. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readFileAtMost } from "../../../api/core/at-most.ts";
import { createDurably, writeDurably } from "../../../api/core/files.ts";
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
  /** With which something is left to do, the oldest first. */
  open(): Promise<Letter[]>;
}

export async function openInbox(directory: string): Promise<Inbox> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const fileOf = (id: string): string => join(directory, `${id}.json`);
  const text = (letter: Letter): string => `${JSON.stringify(letter)}\n`;
  return {
    async add(id, body, receivedAt) {
      const letter = { ...{ id, body, receivedAt, applied: false }, ...NOTHING_SAID };
      try {
        await createDurably(fileOf(id), text(letter));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const known = await read(fileOf(id));
        if (!known.finished) return false;
        const [received, done] = [unsent(known.received), unsent(known.done)];
        await writeDurably(fileOf(id), text({ ...known, received, done, finished: false }));
        return true;
      }
    },
    save: (letter) => writeDurably(fileOf(letter.id), text(letter)),
    async open() {
      const letters: Letter[] = [];
      for (const name of await readdir(directory)) {
        if (!name.endsWith(".json")) continue;
        const letter = await read(join(directory, name));
        if (!letter.finished) letters.push(letter);
      }
      return letters.sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
    },
  };
}

async function read(file: string): Promise<Letter> {
  const bytes = await readFileAtMost(file, MOST_BYTES);
  return letterShape.parse(JSON.parse(bytes?.toString("utf8") ?? ""));
}

const unsent = (said: Letter["done"]): Letter["done"] => said && { ...said, sent: false };

const NOTHING_SAID = { received: null, done: null, finished: false } as const;
