/**
 * Sorts records of one length by the bytes they begin with, however many there are, in bounded memory: what does not fit is written to files
 * in sorted runs, which are merged when they are read. Records with equal keys stay in the order in which they came.
 */
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../core/hash.ts";
import { createRunFile } from "./run-files.ts";

export interface SorterOptions {
  /** Bytes of a record, and of the key that it begins with: at least six. */
  readonly record: number;
  readonly key: number;
  /** Where runs are written, and what their names begin with. */
  readonly directory: string;
  readonly name: string;
  /** Records of one run, at most 65,536. */
  readonly run?: number;
}

/** A run that was flushed to a file, as a later process may take it over. */
export interface KeptRun {
  readonly records: number;
  /** SHA-256 of its file, as hex. */
  readonly digest: string;
}

/** Such a run that was opened, and looked at through this handle. */
export interface OpenedRun extends KeptRun {
  readonly handle: FileHandle;
  /** Which of its records still count, asked when they are read; left out: all. */
  readonly keeps?: Keeps;
}

export type Keeps = (page: Buffer, at: number) => boolean;

/** The file of a sorter's run. */
export const runPath = (
  { directory, name }: Pick<SorterOptions, "directory" | "name">,
  number: number,
): string => join(directory, `${name}.${number}`);

/** A finished run: its file, or the memory that it still lies in. */
export interface Run {
  readonly records: number;
  readonly keeps?: Keeps | undefined;
  /** Reads records `from` up to, not including, `to`; also those that do not count. */
  read(from: number, to: number): Promise<Buffer>;
}

export interface Sorter {
  /** To be called before so many records are added: makes room for them. No more than a run at once. */
  ready(records: number): Promise<void>;
  /** Where the next record is to be written, at once: `buffer` at `at`. */
  next(): { readonly buffer: Buffer; readonly at: number };
  /** Writes the run in memory to a file. Answers all files, in their order: they are on the disk, and survive this process and this machine's failure. */
  flush(): Promise<readonly KeptRun[]>;
  /** All records so far, sorted, a page at a time. Nothing may be added afterwards. */
  sorted(): AsyncIterable<Buffer>;
  /** Sorted runs of all that was added. */
  runs(): Promise<readonly Run[]>;
  /** Of all that was added or taken over, also of what does not count. */
  readonly length: number;
  close(): Promise<void>;
}

const RUN = 65_536;

interface SpilledRun extends Omit<OpenedRun, "digest"> {
  digest: string | null;
}

/** `kept`: runs that an earlier process has flushed, which are taken over with their handles. That they are whole is for the caller to see. */
export async function createSorter(
  options: SorterOptions,
  kept: readonly OpenedRun[] = [],
): Promise<Sorter> {
  const { record, key, run = RUN } = options;
  const files: SpilledRun[] = [...kept];
  let room = Buffer.allocUnsafe(record * Math.min(run, 256));
  let count = 0;
  let length = kept.reduce((sum, { records }) => sum + records, 0);

  function inMemory(): Buffer {
    const order = sortedOrder(room, count, record, key);
    const sorted = Buffer.allocUnsafe(count * record);
    for (let i = 0; i < count; i++) {
      const from = (order[i] as number) * record;
      room.copy(sorted, i * record, from, from + record);
    }
    return sorted;
  }

  async function spill(): Promise<void> {
    if (count === 0) return;
    const handle = await createRunFile(runPath(options, files.length));
    const sorted = inMemory();
    await handle.write(sorted, 0, sorted.length, 0);
    files.push({ handle, records: count, digest: null });
    count = 0;
  }

  async function flush(): Promise<readonly KeptRun[]> {
    await spill();
    const flushed: KeptRun[] = [];
    for (const file of files) {
      if (file.digest === null) {
        await file.handle.sync();
        const bytes = Buffer.allocUnsafe(file.records * record);
        await file.handle.read(bytes, 0, bytes.length, 0);
        file.digest = sha256(bytes).toString("hex");
      }
      flushed.push({ records: file.records, digest: file.digest });
    }
    return flushed;
  }

  async function runs(): Promise<readonly Run[]> {
    const memory = inMemory();
    const all: Run[] = files.map(({ handle, records, keeps }) => ({
      ...{ records, keeps },
      async read(from, to) {
        const bytes = Buffer.allocUnsafe((to - from) * record);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from * record);
        if (bytesRead !== bytes.length) throw new Error("a run of the audit's own was cut off");
        return bytes;
      },
    }));
    if (count > 0) {
      const read = async (from: number, to: number) => memory.subarray(from * record, to * record);
      all.push({ records: count, read });
    }
    return all;
  }

  return {
    async ready(records) {
      if (count + records > run) await spill();
    },
    get length() {
      return length;
    },
    next() {
      const at = count * record;
      if (at + record > room.length) {
        const larger = Buffer.allocUnsafe(
          Math.max(at + record, Math.min(record * run, room.length * 2)),
        );
        room.copy(larger);
        room = larger;
      }
      count += 1;
      length += 1;
      return { buffer: room, at };
    },
    flush,
    runs,
    async *sorted() {
      const all = await runs();
      if (all.length === 1 && all[0]?.keeps === undefined) yield* pages(all[0] as Run);
      else yield* merged(all, record, key);
    },
    async close() {
      for (const { handle } of files) await handle.close();
    },
  };
}

const PREFIX = 6;
const PAGE = 2_048;
/** Records of all runs together that are in memory while they are merged, as far as a page of each allows. */
const MERGED = 65_536;
const SMALLEST_PAGE = 32;

/** Numbers of the records in sorted order. Native sorting of 48 bits of each key with its number behind them; what is alike in these is looked at again. */
function sortedOrder(room: Buffer, count: number, record: number, key: number): Uint32Array {
  const keyed = new BigUint64Array(count);
  const halves = new Uint32Array(keyed.buffer);
  for (let i = 0; i < count; i++) {
    const at = i * record;
    halves[2 * i + 1] = room.readUInt32BE(at);
    halves[2 * i] = room.readUInt16BE(at + 4) * 0x1_0000 + i;
  }
  keyed.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = (halves[2 * i] as number) & 0xffff;
  const compare = (a: number, b: number): number =>
    room.compare(room, b * record, b * record + key, a * record, a * record + key);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && keyed[to]! >> 16n === keyed[from]! >> 16n) to++;
    if (to - from > 1) sortAlike(order, from, to, compare);
    from = to;
  }
  return order;
}

function sortAlike(
  order: Uint32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  let sorted = true;
  for (let i = from + 1; i < to && sorted; i++) {
    sorted = compare(order[i - 1] as number, order[i] as number) <= 0;
  }
  if (sorted) return;
  const own = [...order.subarray(from, to)].sort((a, b) => compare(a, b) || a - b);
  order.set(own, from);
}

async function* pages({ records, read }: Run): AsyncIterable<Buffer> {
  for (let at = 0; at < records; at += PAGE) yield read(at, Math.min(records, at + PAGE));
}

/** One run while it is merged: a page of it, and where in it. */
interface Head {
  readonly run: Run;
  /** Of equal keys that of the earlier run comes first. */
  readonly number: number;
  next: number;
  /** Records that are read at once. */
  readonly width: number;
  page: Buffer;
  at: number;
  /** The first six bytes of its record. */
  prefix: number;
}

async function* merged(runs: readonly Run[], record: number, key: number): AsyncIterable<Buffer> {
  const heads: Head[] = [];
  const width = Math.max(SMALLEST_PAGE, Math.min(PAGE, Math.floor(MERGED / runs.length)));
  for (const [number, run] of runs.entries()) {
    const head: Head = { run, number, next: 0, width, page: Buffer.alloc(0), at: 0, prefix: 0 };
    if (await refill(head, record)) heads.push(head);
  }
  const before = (a: Head, b: Head): boolean => {
    if (a.prefix !== b.prefix) return a.prefix < b.prefix;
    const order = a.page.compare(b.page, b.at, b.at + key, a.at, a.at + key);
    return order === 0 ? a.number < b.number : order < 0;
  };
  for (let i = heads.length >> 1; i >= 0; i--) sink(heads, i, before);
  let out = Buffer.allocUnsafe(PAGE * record);
  let filled = 0;
  while (heads.length > 0) {
    const head = heads[0] as Head;
    head.page.copy(out, filled, head.at, head.at + record);
    filled += record;
    head.at += record;
    if (head.at < head.page.length) head.prefix = head.page.readUIntBE(head.at, PREFIX);
    else if (!(await refill(head, record))) {
      const last = heads.pop() as Head;
      if (heads.length > 0 && last !== head) heads[0] = last;
    }
    sink(heads, 0, before);
    if (filled < out.length) continue;
    yield out;
    out = Buffer.allocUnsafe(PAGE * record);
    filled = 0;
  }
  if (filled > 0) yield out.subarray(0, filled);
}

async function refill(head: Head, record: number): Promise<boolean> {
  const { run, width } = head;
  do {
    if (head.next >= run.records) return false;
    const to = Math.min(run.records, head.next + width);
    head.page = await run.read(head.next, to);
    if (run.keeps !== undefined) head.page = only(head.page, record, run.keeps);
    head.next = to;
  } while (head.page.length === 0);
  head.at = 0;
  head.prefix = head.page.readUIntBE(0, Math.min(PREFIX, record));
  return true;
}

/** The records of a page that count, in its own memory. */
function only(page: Buffer, record: number, keeps: Keeps): Buffer {
  let end = 0;
  for (let at = 0; at < page.length; at += record) {
    if (!keeps(page, at)) continue;
    page.copy(page, end, at, at + record);
    end += record;
  }
  return page.subarray(0, end);
}

function sink(heads: Head[], from: number, before: (a: Head, b: Head) => boolean): void {
  for (let at = from; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heads.length && before(heads[child] as Head, heads[least] as Head)) least = child;
    }
    if (least === at) return;
    const held = heads[at] as Head;
    heads[at] = heads[least] as Head;
    heads[least] = held;
    at = least;
  }
}
