/**
 * The second copy of the log: its entries as files, at a place that fails by itself. Out of it a database that lost its tail is filled
 * up again (recover.ts). What lies there, below its directory:
 *
 *     copy.json                      whose copy it is
 *     tile/entries/<N>[.p/<W>]       the entries, as tlog-tiles serves them
 *     times                          recordedAt[8] ‖ dueAt[8] of every entry, in milliseconds: receipts hold them
 *     checkpoints/<size>             every checkpoint that was signed since the copy was switched on
 *
 * `<N>` and `<size>` are spelled as in tlog-tiles. Entries are pseudonyms: the files are their owner's alone.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../core/errors.ts";
import { createDurably } from "../core/files.ts";
import type { RestoredEntry, Store, StoredEntry } from "../store/store.ts";
import { decodeBundle, encodeBundle } from "./bundles.ts";
import {
  assertPlain,
  BUNDLES,
  listBundles,
  listNotes,
  NOTES,
  removeNarrower,
  removeOthers,
  TIMES,
  writeTogether,
} from "./copy-files.ts";
import { openTimes } from "./copy-times.ts";
import { type OwnKey, readOwnNote } from "./own-note.ts";
import { numberPath, TILE_WIDTH } from "./tiles.ts";

export interface CopiedNote {
  readonly size: number;
  readonly note: string;
}

export interface EntryCopy {
  /** So many entries it holds, from the first on and without a hole. */
  size(): number;
  /** Beyond the last entry that it holds at all; above `size` where files between were lost. */
  reach(): number;
  /** Entries from `from` up to, not including, `to`. @throws Refusal `copy_damaged` */
  entries(from: number, to: number): Promise<readonly RestoredEntry[]>;
  /** Makes the first `size` entries of the log durable in it. What it has without a hole is not written again. */
  extend(log: Pick<Store, "entries">, size: number): Promise<void>;
  /**
   * Removes what it has beyond the first `size` entries, which the log has; they stay in it. What is removed was never signed: nobody vouches for it.
   */
  cut(log: Pick<Store, "entries">, size: number): Promise<void>;
  /** Makes a signed checkpoint durable in it. */
  putNote(note: CopiedNote): Promise<void>;
  /** The checkpoints above a size that our log key has signed, ascending. @throws Refusal `copy_damaged` for one that it has not */
  notes(above: number): Promise<readonly CopiedNote[]>;
  close(): Promise<void>;
}

const SETTING = "COUNTERFOIL_COPY";
/** Entries read from the log, or written, at a time: whole bundles. */
const STEP = 16 * TILE_WIDTH;

/**
 * Opens the copy in a directory, which must be there; makes it in one that is empty.
 *
 * @throws Refusal `wrong_ledger` for another ledger's copy; `invalid_setting` where something else is in the place of a directory of it
 */
export async function openEntryCopy(directory: string, key: OwnKey): Promise<EntryCopy> {
  await assertPlain(directory, SETTING);
  await assertOurs(join(directory, "copy.json"), key);
  const bundles = await listBundles(directory);
  const times = await openTimes(join(directory, TIMES));
  let { size, reach } = bundles.extent();
  let turn: Promise<unknown> = Promise.resolve();

  async function readBundle(n: number): Promise<Uint8Array[]> {
    const width = bundles.width(n);
    const path = join(directory, BUNDLES, numberPath(n, width));
    const bytes = width === 0 ? null : await readFile(path).catch(() => null);
    const entries = bytes === null ? null : decodeBundle(bytes, width);
    if (entries?.length !== width) throw damaged(n * TILE_WIDTH);
    return entries;
  }

  /** Durable when it resolves. `from` begins a bundle. */
  async function write(entries: readonly StoredEntry[], from: number): Promise<void> {
    await times.write(from, entries);
    const files = [];
    for (let at = 0; at < entries.length; at += TILE_WIDTH) {
      const own = entries.slice(at, at + TILE_WIDTH).map(({ entry }) => entry);
      const path = numberPath((from + at) / TILE_WIDTH, own.length);
      files.push({ path: join(BUNDLES, path), content: encodeBundle(own) });
    }
    await writeTogether(directory, files);
  }

  async function cutNow(log: Pick<Store, "entries">, goal: number): Promise<void> {
    const last = Math.floor(goal / TILE_WIDTH);
    const from = last * TILE_WIDTH;
    // At first, so that it never has less than the log.
    if (goal > from) await write(await log.entries(from, goal), from);
    for (const n of bundles.from(last)) {
      const width = n === last ? goal - from : 0;
      await removeOthers(directory, n, width);
      bundles.narrow(n, width);
    }
    ({ size, reach } = bundles.extent());
  }

  async function extendNow(log: Pick<Store, "entries">, goal: number): Promise<void> {
    while (size < goal) {
      // A bundle that was partial is written anew, from its beginning.
      const from = Math.floor(size / TILE_WIDTH) * TILE_WIDTH;
      const to = Math.min(goal, from + STEP);
      await write(await log.entries(from, to), from);
      for (let at = from; at < to; at += TILE_WIDTH) {
        const [n, width] = [at / TILE_WIDTH, Math.min(TILE_WIDTH, to - at)];
        bundles.add(n, width);
        await removeNarrower(directory, n, width);
      }
      size = Math.max(size, to);
      reach = Math.max(reach, size);
    }
  }

  /** One after the other: they share files. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  return {
    size: () => size,
    reach: () => reach,
    async entries(from, to) {
      if (to > size) throw damaged(size);
      const found: Uint8Array[] = [];
      for (let n = Math.floor(from / TILE_WIDTH); n * TILE_WIDTH < to; n++) {
        const [start, end] = [from - n * TILE_WIDTH, to - n * TILE_WIDTH];
        found.push(...(await readBundle(n)).slice(Math.max(0, start), end));
      }
      const when = await times.read(from, to);
      return found.map((entry, i) => ({ entry, ...(when[i] ?? { recordedAt: 0, dueAt: 0 }) }));
    },
    extend: (log, goal) => inTurn(() => extendNow(log, goal)),
    cut: (log, goal) => inTurn(() => cutNow(log, goal)),
    putNote: ({ size: at, note }) =>
      inTurn(() =>
        writeTogether(directory, [{ path: join(NOTES, numberPath(at)), content: note }]),
      ),
    async notes(above) {
      const found: CopiedNote[] = [];
      for (const each of await listNotes(directory)) {
        if (each <= above) continue;
        const note = await readFile(join(directory, NOTES, numberPath(each)), "utf8");
        if (readOwnNote(note, key)?.size !== each) throw damaged(each);
        found.push({ size: each, note });
      }
      return found;
    },
    close: () => inTurn(() => times.close()),
  };
}

const damaged = (index: number): Refusal => new Refusal("copy_damaged", { index });

/** What `copy.json` of a ledger's copy says. */
export const copyMark = ({ name, vkey }: OwnKey): string =>
  `${JSON.stringify({ format: "counterfoil/copy/v1", origin: name, logKey: vkey })}\n`;

async function assertOurs(file: string, key: OwnKey): Promise<void> {
  const mark = copyMark(key);
  const found = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null) await createDurably(file, mark);
  else if (found !== mark) throw new Refusal("wrong_ledger", { setting: SETTING });
}
