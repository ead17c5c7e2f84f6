/**
 * Taking what was deleted off the disk. Pages are overwritten as they become free, and rows as they are deleted (`secure_delete`). What is left then: the write-ahead log, which has what pages held; and
 * copies of rows that moved, in the room between those of a page (page-gaps.ts).
 *
 * The latter is overwritten in the file itself, past SQLite: nobody reads what lies there, and no page has a checksum. A reader is held meanwhile that sees the file without its log, so nothing is
 * copied into the file: who writes goes on writing into the log. POSIX drops a process's locks of a file when any descriptor of it is closed, so ours stays open as long as the database.
 */
import {
  closeSync,
  fsync,
  fsyncSync,
  openSync,
  read,
  readSync,
  statSync,
  write,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { gapOf, isSoiled, MOST_PAGES } from "./page-gaps.ts";
import { pagesInLog } from "./wal-pages.ts";

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

/** Looked through once more after the first time: only pages that were written meanwhile, of which there are fewer each time. */
const ROUNDS = 4;
/** Pages that are read together: 1 MiB. */
const TOGETHER = 256;
/** So many pages are looked through without giving others a turn: some tens of milliseconds. */
const MOST_AT_ONCE = 4_096;

export interface PageScrubber {
  /**
   * Empties the write-ahead log, and what lies between rows. In the time of reading the file, with others' turns between; who asks while others wait waits with them. False: a reader holds something of
   * it, writers leave too little time, or it was closed.
   */
  scrub(): Promise<boolean>;
  /** Behind the database's own. What is under way ends at its next step. */
  close(): void;
}

/** First and how many, of pages that lie side by side. */
type Run = readonly [first: number, count: number];

function* runsOf(pages: readonly number[]): Generator<Run> {
  let [first, count] = [0, 0];
  for (const page of pages) {
    if (count > 0 && page === first + count && count < TOGETHER) {
      count += 1;
      continue;
    }
    if (count > 0) yield [first, count];
    [first, count] = [page, 1];
  }
  if (count > 0) yield [first, count];
}

function* wholeFile(pages: number): Generator<Run> {
  for (let first = 0; first < pages; first += TOGETHER)
    yield [first, Math.min(TOGETHER, pages - first)];
}

export function pageScrubber(client: Database.Database): PageScrubber {
  const file = client.name;
  const pageSize = client.pragma("page_size", { simple: true }) as number;
  const truncate = scrubber(client);
  let descriptor: number | null = null;
  let running: Promise<boolean> | null = null;
  let waiting: Promise<boolean> | null = null;

  /** What is to be overwritten of some pages, by its place in the file. */
  function soiledIn(bytes: Buffer, first: number): { at: number; nothing: Buffer }[] {
    const found = [];
    for (let at = 0; at + pageSize <= bytes.length; at += pageSize) {
      const page = bytes.subarray(at, at + pageSize);
      const gap = gapOf(page, first === 0 && at === 0);
      if (gap === null || !isSoiled(page, gap)) continue;
      found.push({
        at: first * pageSize + at + gap.from,
        nothing: Buffer.alloc(gap.to - gap.from),
      });
    }
    return found;
  }

  /** Overwrites what lies between rows, with others' turns between. Ends early where it is closed. */
  async function sweep(own: number, runs: Iterable<Run>): Promise<void> {
    for (const [first, count] of runs) {
      if (!client.open) return;
      const bytes = Buffer.alloc(count * pageSize);
      await readAt(own, bytes, 0, bytes.length, first * pageSize);
      await Promise.all(
        soiledIn(bytes, first).map(({ at, nothing }) =>
          writeAt(own, nothing, 0, nothing.length, at),
        ),
      );
    }
    await sync(own);
  }

  /** The same in one go. */
  function sweepAtOnce(own: number, runs: Iterable<Run>): void {
    for (const [first, count] of runs) {
      const bytes = Buffer.alloc(count * pageSize);
      readSync(own, bytes, 0, bytes.length, first * pageSize);
      for (const { at, nothing } of soiledIn(bytes, first))
        writeSync(own, nothing, 0, nothing.length, at);
    }
    fsyncSync(own);
  }

  /** Somebody who sees the file without its log, which is empty. `null`: there is no such moment now. */
  function held(): { readonly pages: number; release(): void } | null {
    if (!truncate()) return null;
    const reader = new Database(file, { readonly: true });
    try {
      reader.exec("BEGIN");
      const pages = reader.prepare("PRAGMA page_count").pluck().get() as number;
      reader.prepare("SELECT count(*) FROM sqlite_schema").get();
      // Somebody else, who has the file open as well, has written just now.
      const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
      const isEmpty = log === undefined || log.size === 0;
      if (isEmpty && pages < MOST_PAGES) {
        // What is in memory still has it, and would be written again.
        client.pragma("shrink_memory");
        return { pages, release: () => reader.close() };
      }
    } catch (error) {
      reader.close();
      throw error;
    }
    reader.close();
    return null;
  }

  /**
   * First all pages. Then those that were written meanwhile, out of what was in memory before: they stand in the log, and no others do. When they are few, in one go: nobody writes in between, so
   * behind it nothing is left.
   */
  async function scrub(): Promise<boolean> {
    let written: readonly number[] | null = null;
    for (let round = 0; round < ROUNDS && client.open; round++) {
      const reader = held();
      if (reader === null) return false;
      try {
        descriptor ??= openSync(file, "r+");
        if (written !== null && written.length <= MOST_AT_ONCE) {
          sweepAtOnce(descriptor, runsOf(written));
          return true;
        }
        await sweep(descriptor, written === null ? wholeFile(reader.pages) : runsOf(written));
        written = pagesInLog(`${file}-wal`, pageSize);
      } finally {
        reader.release();
        if (client.open) client.pragma("shrink_memory");
      }
    }
    return false;
  }

  function start(): Promise<boolean> {
    running = scrub().finally(() => {
      running = null;
      if (!client.open) drop();
    });
    return running;
  }

  function drop(): void {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  }

  return {
    scrub() {
      if (running === null) return start();
      // The one that is under way may have passed what was deleted just now.
      waiting ??= running
        .catch(() => {})
        .then(() => {
          waiting = null;
          return start();
        });
      return waiting;
    },
    close() {
      // Of a descriptor that is closed while something is written to it, the number may be another file's by then.
      if (running === null) drop();
    },
  };
}
