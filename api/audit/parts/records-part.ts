/** All records, in pieces; what could not be judged by itself, and what follows from them. */
import type { RawRow } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { Hands } from "../hands/hands.ts";
import { askedRanges } from "../records/asked.ts";
import { type CheckedRange, IDENTITY_RECORD, type Suspect } from "../records/check-records.ts";
import { findingsIn } from "../records/range-findings.ts";
import type { AuditScene } from "../scene.ts";
import { createSorter, type Sorter } from "../spool/sorter.ts";
import { pagesOf } from "../tables/pages.ts";
import { guarded, inPieces } from "./guarded.ts";

/** Ranges of indexes that are done, and what was found in them: what an interrupted audit need not do again. */
export interface RecordsMark {
  /** `[from, to)`, ascending. */
  readonly done: readonly (readonly [from: number, to: number])[];
  readonly found: Omit<ReadRecords, "identities">;
  /** Records in each run of identities that was written. */
  readonly identities: readonly number[];
}

export interface ReadRecords {
  readonly records: number;
  readonly unopened: readonly number[];
  readonly missing: readonly number[];
  readonly suspects: readonly Suspect[];
  /** Indexes of rows that are damaged by themselves. */
  readonly faulty: readonly number[];
  /** `mac[32] ‖ id[36] ‖ index[6]`. */
  readonly identities: Sorter;
}

export interface RecordsOptions {
  readonly hands: Hands;
  /** What remembered requests say of the records (records/asked.ts), as soon as all of them are read. */
  readonly asked: Promise<Sorter>;
  readonly resume: RecordsMark | null;
  readonly onMark: (mark: RecordsMark) => Promise<void>;
}

export interface RecordsReader {
  /** The records of the entries from index `from` up to, not including, `to`. What was done before is not done again. */
  read(from: number, to: number): Promise<void>;
  result(): ReadRecords;
}

/** Indexes of a piece. */
const PIECE = 4_096;
/** Pieces between two marks. */
const MARK = 16;
const IDENTITY_KEY = 32;

export async function openRecords(
  scene: AuditScene,
  { hands, asked, resume, onMark }: RecordsOptions,
): Promise<RecordsReader> {
  const { findings, steps, directory } = scene;
  const identities = await createSorter(
    { record: IDENTITY_RECORD, key: IDENTITY_KEY, directory, name: "identities" },
    resume?.identities,
  );
  const done = new Map(resume?.done);
  const { found } = resume ?? { found: NOTHING };
  const all = {
    records: found.records,
    unopened: [...found.unopened],
    missing: [...found.missing],
    suspects: [...found.suspects],
    faulty: [...found.faulty],
  };
  let sinceMark = 0;

  async function take(range: CheckedRange): Promise<void> {
    all.records += range.records;
    all.unopened.push(...range.unopened);
    all.missing.push(...range.missing);
    all.suspects.push(...range.suspects);
    for (const { index } of range.faulty) all.faulty.push(index);
    for (const finding of findingsIn(range)) findings.add(finding);
    const bytes = Buffer.from(range.identities);
    await identities.ready(bytes.length / IDENTITY_RECORD);
    for (let at = 0; at < bytes.length; at += IDENTITY_RECORD) {
      const next = identities.next();
      bytes.copy(next.buffer, next.at, at, at + IDENTITY_RECORD);
    }
  }

  const askedIn = asked.then(askedRanges);
  // Whoever reads records learns of it.
  askedIn.catch(() => {});
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work);
    return turn;
  };

  return {
    async read(first, end) {
      const pieces = piecesOf(first, end).filter(([from]) => !done.has(from));
      await inPieces(pieces, hands.atOnce * 2, async ([from, to]) => {
        const about = { place: "records", key: { from, to: to - 1 } } as const;
        // Asked for in the order of the pieces, as it is sorted.
        const own = askedIn.then((inRange) => inRange(from, to));
        const range = await guarded(findings, about, async () =>
          hands.records(from, to, await own),
        );
        await inTurn(async () => {
          if (range !== null) await take(range);
          done.set(from, to);
          steps.done("records", to - from);
          if (++sinceMark < MARK) return;
          sinceMark = 0;
          await onMark({
            done: [...done],
            found: { ...all },
            identities: await identities.flush(),
          });
        });
      });
    },
    result: () => ({ ...all, identities }),
  };
}

const NOTHING: RecordsMark["found"] = {
  records: 0,
  unopened: [],
  missing: [],
  suspects: [],
  faulty: [],
};

function piecesOf(first: number, end: number): (readonly [from: number, to: number])[] {
  const pieces: [number, number][] = [];
  for (let from = first; from < end; from += PIECE)
    pieces.push([from, Math.min(end, from + PIECE)]);
  return pieces;
}

/** Names the rows of `records` whose index no entry of the log has; answers those indexes. */
export async function findForeignRecords(
  { snapshots, findings }: AuditScene,
  entries: number,
): Promise<number[]> {
  const indexes: number[] = [];
  const name = (page: readonly RawRow[]): void => {
    for (const [index = null] of page) {
      indexes.push(Number(index));
      const key = { index: numberOf(index) };
      findings.add({ place: "records", key, kind: "inserted", cause: "record_inserted" });
    }
  };
  for await (const page of pagesOf(snapshots.ledger, "records", { upTo: [-1] })) name(page);
  const behind = { after: [entries - 1] };
  for await (const page of pagesOf(snapshots.ledger, "records", behind)) name(page);
  return indexes;
}
