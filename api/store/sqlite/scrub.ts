/**
 * Taking what was deleted off the disk. Pages are overwritten as they become free, and rows as they are deleted (`secure_delete`). What is left then: the write-ahead log, which has what pages held; and
 * copies of rows that moved, in the room between those of a page (page-gaps.ts).
 *
 * The latter is overwritten in the file itself, past SQLite: nobody reads what lies there, and no page has a checksum. A reader is held meanwhile that sees the file without its log, so nothing is
 * copied into the file: who writes goes on writing into the log. POSIX drops a process's locks of a file when any descriptor of it is closed, so ours stays open as long as the database.
 */
import { closeSync, fsync, openSync, read, statSync, write } from "node:fs";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { gapOf, isSoiled, MOST_PAGES } from "./page-gaps.ts";

const [readAt, writeAt, sync] = [promisify(read), promisify(write), promisify(fsync)];

type Checkpointed = { readonly busy: number; readonly log: number };

/** How long a statement waits for another connection: see open.ts. */
const TIMEOUT = 5_000;

/** Empties the write-ahead log. False: a reader holds it. Does not wait: whoever calls it tries again. */
export function scrubber(client: Database.Database): () => boolean {
  return () => {
    client.pragma("busy_timeout = 0");
    try {
      const [done] = client.pragma("wal_checkpoint(TRUNCATE)") as Checkpointed[];
      return done !== undefined && done.busy === 0 && done.log === 0;
    } finally {
      client.pragma(`busy_timeout = ${TIMEOUT}`);
    }
  };
}

/** A page that was written meanwhile may have brought a copy back: it is looked for once more. */
const ROUNDS = 4;
/** Pages that are read together: 1 MiB. */
const TOGETHER = 256;

export interface PageScrubber {
  /** Empties the write-ahead log, and what lies between rows. In the time of reading the file twice, with others' turns between. False: a reader holds something of it, or writers bring it back. */
  scrub(): Promise<boolean>;
  /** Behind the database's own. */
  close(): void;
}

export function pageScrubber(client: Database.Database): PageScrubber {
  const file = client.name;
  const pageSize = client.pragma("page_size", { simple: true }) as number;
  const truncate = scrubber(client);
  let descriptor: number | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  /** One that has not begun: whoever asks meanwhile has deleted before it, and gets the same. */
  let next: Promise<boolean> | null = null;

  /** Overwrites what lies between rows. Answers in how many pages something did. */
  async function sweep(pages: number): Promise<number> {
    descriptor ??= openSync(file, "r+");
    let soiled = 0;
    for (let first = 0; first < pages; first += TOGETHER) {
      const bytes = Buffer.alloc(Math.min(TOGETHER, pages - first) * pageSize);
      await readAt(descriptor, bytes, 0, bytes.length, first * pageSize);
      for (let at = 0; at < bytes.length; at += pageSize) {
        const page = bytes.subarray(at, at + pageSize);
        const gap = gapOf(page, first === 0 && at === 0);
        if (gap === null || !isSoiled(page, gap)) continue;
        soiled += 1;
        const nothing = Buffer.alloc(gap.to - gap.from);
        await writeAt(descriptor, nothing, 0, nothing.length, first * pageSize + at + gap.from);
      }
    }
    if (soiled > 0) await sync(descriptor);
    return soiled;
  }

  /** `null`: it cannot be told now. */
  async function round(): Promise<number | null> {
    if (!truncate()) return null;
    const reader = new Database(file, { readonly: true });
    try {
      reader.exec("BEGIN");
      const pages = reader.prepare("PRAGMA page_count").pluck().get() as number;
      reader.prepare("SELECT count(*) FROM sqlite_schema").get();
      // Somebody else, who has the file open as well, has written just now.
      const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
      if (log !== undefined && log.size > 0) return null;
      // What is in memory still has it, and would be written again.
      client.pragma("shrink_memory");
      return pages < MOST_PAGES ? await sweep(pages) : null;
    } finally {
      reader.close();
      client.pragma("shrink_memory");
    }
  }

  async function scrub(): Promise<boolean> {
    for (let n = 0; n < ROUNDS; n++) {
      const soiled = await round();
      if (soiled === null) return false;
      if (soiled === 0) return truncate();
    }
    return false;
  }

  return {
    scrub() {
      next ??= turn.then(() => {
        next = null;
        return scrub();
      });
      turn = next.catch(() => {});
      return next;
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}
