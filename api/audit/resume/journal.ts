/** Keeps what an audit has done where the next one finds it, should this one be interrupted at any moment. */
import { createHash } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, formatTime } from "../../core/clock.ts";
import { writeDurably } from "../../core/files.ts";
import type { RowMac } from "../../store/row-mac.ts";
import type { ResumedPart } from "../report.ts";
import { type KeptRun, runPath } from "../spool/sorter.ts";
import { type AuditState, type CleanPiece, parseState, stateText } from "./state.ts";

/** What became of what lay there. `other`: of another ledger, other keys or options, or another version. */
export type FoundState = "taken" | "damaged" | "other" | "old";

export interface Journal {
  /** Where runs of identities lie, and those that are there already. */
  readonly directory: string;
  readonly runs: readonly KeptRun[];
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
  const taken = new Map<number, CleanPiece[]>();
  const pieces: CleanPiece[] = [];
  let changed = false;
  let written = now;

  return {
    ...{ directory, piece, runs: earlier.runs },
    before: (from) => known.get(from)?.piece ?? null,
    take(own) {
      const part = known.get(own.from)?.part ?? 0;
      taken.set(part, [...(taken.get(part) ?? []), own]);
    },
    add(own) {
      // What was known of it before is not true any more.
      known.delete(own.from);
      pieces.push(own);
      changed = true;
    },
    isDue: () => clock.now() - written >= everyMilliseconds,
    async write(runs) {
      if (!changed) return;
      changed = false;
      // Also those that this audit has not come to yet: it compares them when it does, and so does the next one.
      const parts = earlier.parts.map((own, part) => ({
        ...own,
        pieces: own.pieces.filter(({ from }) => known.get(from)?.part === part),
      }));
      const state: AuditState = {
        ...{ binding, piece, runs },
        parts: [...parts, { readAt, size, pieces }].filter((part) => part.pieces.length > 0),
      };
      await writeDurably(join(directory, FILE), stateText(state, rowMac));
      written = clock.now();
    },
    resumed: () =>
      earlier.parts.flatMap((part, i): ResumedPart[] => {
        const own = taken.get(i)?.length ?? 0;
        if (own === 0) return [];
        return [{ step: "records", readAt: part.readAt, size: part.size, taken: own * piece }];
      }),
  };
}

/** Nothing that an interrupted audit has left is there any more. */
export async function removeJournal(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
  for (let number = 0; ; number++) {
    try {
      await rm(runPath({ directory, name: IDENTITY_RUNS }, number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
  }
}

type Kept = Pick<AuditState, "parts" | "runs">;
const NOTHING: Kept = { parts: [], runs: [] };

async function findState(options: JournalOptions, now: number): Promise<Kept> {
  const { directory, rowMac, onFound } = options;
  const text = await readFile(join(directory, FILE), "utf8").catch(() => null);
  if (text === null) return NOTHING;
  const state = parseState(text, rowMac);
  const found = state === null ? "damaged" : await judge(state, options, now);
  onFound(found);
  return found === "taken" && state !== null ? state : NOTHING;
}

async function judge(
  state: AuditState,
  { directory, binding, piece }: JournalOptions,
  now: number,
): Promise<FoundState> {
  if (state.binding !== binding || state.piece !== piece) return "other";
  for (const { readAt } of state.parts) {
    const age = now - Date.parse(readAt);
    if (!(age >= 0 && age <= OLDEST)) return "old";
  }
  for (const [number, run] of state.runs.entries()) {
    const path = runPath({ directory, name: IDENTITY_RUNS }, number);
    if ((await digestOf(path)) !== run.digest) return "damaged";
  }
  return "taken";
}

const CHUNK = 1 << 20;

/** `null`: it cannot be read. */
async function digestOf(path: string): Promise<string | null> {
  const handle = await open(path, "r").catch(() => null);
  if (handle === null) return null;
  try {
    const hash = createHash("sha256");
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
