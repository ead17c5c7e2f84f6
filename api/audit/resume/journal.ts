/** Keeps what an audit has done where the next one finds it, should this one be interrupted at any moment. */
import { createHash } from "node:crypto";
import { type FileHandle, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, formatTime } from "../../core/clock.ts";
import { writeDurably } from "../../core/files.ts";
import type { RowMac } from "../../store/row-mac.ts";
import type { ResumedPart } from "../report.ts";
import { openLeftFile } from "../spool/run-files.ts";
import { type KeptRun, type OpenedRun, runPath } from "../spool/sorter.ts";
import { type AuditState, type CleanPiece, parseState, stateText } from "./state.ts";

/** What became of what lay there. `other`: of another ledger, other keys or options, or another version. */
export type FoundState = "taken" | "damaged" | "other" | "old";

export interface Journal {
  /** Where runs of identities lie, and those that are there already: whoever takes them closes them. */
  readonly directory: string;
  readonly runs: readonly EarlierRun[];
  /** Entries of a piece. */
  readonly piece: number;
  /** What was read before of the piece that begins here; `null`: nothing. */
  before(from: number): CleanPiece | null;
  /** The rows of a piece are as they were: it counts as read. */
  take(piece: CleanPiece): void;
  /** A piece was read, and nothing was wrong with it. */
  add(piece: CleanPiece): void;
  /** Whether it is time to write. */
  isDue(): boolean;
  /** All pieces so far are kept when it resolves. `runs`: of their identities, flushed. */
  write(runs: readonly KeptRun[]): Promise<void>;
  resumed(): ResumedPart[];
}

export interface EarlierRun extends OpenedRun {
  /** Whether what it says of this index counts: the piece was taken over, as read by the audit that wrote the run. To be asked when all was read. */
  isTaken(index: number): boolean;
}

export interface JournalOptions {
  readonly directory: string;
  readonly everyMilliseconds: number;
  readonly piece: number;
  readonly binding: string;
  readonly rowMac: RowMac;
  readonly clock: Clock;
  /** Entries of the log now. */
  readonly size: number;
  readonly onFound: (found: FoundState) => void;
}

export const IDENTITY_RUNS = "identities";
const FILE = "state";
/** What lies longer is not taken over, milliseconds. */
export const OLDEST = 24 * 60 * 60 * 1_000;

export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { directory, clock, size, binding, piece, rowMac, everyMilliseconds } = options;
  const now = clock.now();
  const readAt = formatTime(now);
  const earlier = await findState(options, now);
  const known = new Map<number, { readonly piece: CleanPiece; readonly part: number }>();
  for (const [part, { pieces }] of earlier.parts.entries()) {
    for (const own of pieces) known.set(own.from, { piece: own, part });
  }
  /** By which part each piece was read that was taken over. */
  const taken = new Map<number, number>();
  const writers = earlier.parts.flatMap(({ runs }, part) => new Array<number>(runs).fill(part));
  const runs = earlier.runs.map((run, number): EarlierRun => {
    const isTaken = (index: number): boolean =>
      taken.get(index - (index % piece)) === writers[number];
    return { ...run, isTaken };
  });
  const pieces: CleanPiece[] = [];
  let changed = false;
  let written = now;

  return {
    ...{ directory, piece, runs },
    before: (from) => known.get(from)?.piece ?? null,
    take(own) {
      const part = known.get(own.from)?.part;
      if (part !== undefined) taken.set(own.from, part);
    },
    add(own) {
      // What was known of it before is not true any more.
      known.delete(own.from);
      pieces.push(own);
      changed = true;
    },
    isDue: () => clock.now() - written >= everyMilliseconds,
    async write(all) {
      if (!changed) return;
      changed = false;
      // Also those that this audit has not come to yet: it compares them when it does, and so does the next one.
      const parts = earlier.parts.map((own, part) => ({
        ...own,
        pieces: own.pieces.filter(({ from }) => known.get(from)?.part === part),
      }));
      const state: AuditState = {
        ...{ binding, piece, runs: all },
        parts: [...parts, { readAt, size, pieces, runs: all.length - runs.length }].filter(
          (part) => part.pieces.length > 0 || part.runs > 0,
        ),
      };
      await writeDurably(join(directory, FILE), stateText(state, rowMac));
      written = clock.now();
    },
    resumed: () =>
      earlier.parts.flatMap((part, i): ResumedPart[] => {
        const own = [...taken.values()].filter((by) => by === i).length;
        if (own === 0) return [];
        return [{ step: "records", readAt: part.readAt, size: part.size, taken: own * piece }];
      }),
  };
}

/** Nothing that an interrupted audit has left is there any more, also where its removal was interrupted; of what else lies there, everything is. */
export async function removeJournal(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
  for (const name of await readdir(directory)) {
    if (isRun(name)) await rm(join(directory, name), { force: true });
  }
}

function isRun(name: string): boolean {
  const number = /\.(0|[1-9]\d{0,8})$/.exec(name)?.[1];
  return (
    number !== undefined && name === runPath({ directory: "", name: IDENTITY_RUNS }, Number(number))
  );
}

interface Kept extends Pick<AuditState, "parts"> {
  readonly runs: readonly OpenedRun[];
}
const NOTHING: Kept = { parts: [], runs: [] };

async function findState(options: JournalOptions, now: number): Promise<Kept> {
  const { directory, rowMac, onFound } = options;
  const text = await textOf(join(directory, FILE));
  if (text === null) return NOTHING;
  const state = parseState(text, rowMac);
  const found = state === null ? "damaged" : judge(state, options, now);
  const runs = state !== null && found === null ? await openRuns(directory, state.runs) : null;
  onFound(found ?? (runs === null ? "damaged" : "taken"));
  return state === null || runs === null ? NOTHING : { parts: state.parts, runs };
}

/** `null`: nothing is wrong with it. */
function judge(
  state: AuditState,
  { binding, piece }: JournalOptions,
  now: number,
): FoundState | null {
  if (state.binding !== binding || state.piece !== piece) return "other";
  for (const { readAt } of state.parts) {
    const age = now - Date.parse(readAt);
    if (!(age >= 0 && age <= OLDEST)) return "old";
  }
  return null;
}

/** Each is looked at through the handle that it is read through later; `null`: one is not what it was. */
async function openRuns(
  directory: string,
  kept: readonly KeptRun[],
): Promise<readonly OpenedRun[] | null> {
  const runs: OpenedRun[] = [];
  for (const [number, run] of kept.entries()) {
    const handle = await openLeftFile(runPath({ directory, name: IDENTITY_RUNS }, number));
    if (handle !== null) runs.push({ ...run, handle });
    if (handle !== null && (await digestOf(handle)) === run.digest) continue;
    for (const opened of runs) await opened.handle.close();
    return null;
  }
  return runs;
}

const CHUNK = 1 << 20;

async function digestOf(handle: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  const chunk = Buffer.alloc(CHUNK);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, at);
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(chunk.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** `null`: there is no such file, or none that can be read. */
async function textOf(path: string): Promise<string | null> {
  const handle = await openLeftFile(path);
  try {
    return (await handle?.readFile("utf8").catch(() => null)) ?? null;
  } finally {
    await handle?.close();
  }
}
