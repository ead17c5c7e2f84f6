/** All records, in pieces; what could not be judged by itself, and what follows from them. */
import type { RawRow } from "../../store/audit-store.ts";
import { numberOf } from "../finding.ts";
import type { Hands } from "../hands/hands.ts";
import { askedRanges } from "../records/asked.ts";
import { type CheckedRange, IDENTITY_RECORD, type Suspect } from "../records/check-records.ts";
import { findingsIn } from "../records/range-findings.ts";
import { IDENTITY_RUNS, type Journal } from "../resume/journal.ts";
import type { AuditScene } from "../scene.ts";
import { createSorter, type Sorter } from "../spool/sorter.ts";
import { pagesOf } from "../tables/pages.ts";
import { guarded, inPieces } from "./guarded.ts";

export interface ReadRecords {
  readonly records: number;
  readonly unopened: readonly number[];
  readonly missing: readonly number[];
  readonly suspects: readonly Suspect[];
  /** Indexes of rows that are damaged by themselves. */
  readonly faulty: readonly number[];
  /** Ranges of indexes that could not be read at all, each without its end. */
  readonly unread: readonly (readonly [from: number, to: number])[];
  /** `mac[32] ‖ id[36] ‖ index[6]`. */
  readonly identities: Sorter;
}

export interface RecordsOptions {
  readonly hands: Hands;
  /** What remembered requests say of the records (records/asked.ts), as soon as all of them are read. */
  readonly asked: Promise<Sorter>;
  /** What an interrupted audit has done, and where this one keeps it; `null`: nowhere. */
  readonly journal: Journal | null;
}

export interface RecordsReader {
  /** The records of the entries from index `from`, a whole number of pieces, up to, not including, `to`. */
  read(from: number, to: number): Promise<void>;
  result(): Promise<ReadRecords>;
}

/** Indexes of a piece. */
export const PIECE = 4_096;
const IDENTITY_KEY = 32;
const INDEX = 6;
const INDEX_AT = IDENTITY_RECORD - INDEX;

export async function openRecords(
  scene: AuditScene,
  { hands, asked, journal }: RecordsOptions,
): Promise<RecordsReader> {
  const { findings, steps } = scene;
  const directory = journal?.directory ?? scene.directory;
  const sorter = { record: IDENTITY_RECORD, key: IDENTITY_KEY, directory };
  // Of what was read before, only what was taken over: rows may have changed since, or be no part of the log any more.
  const before = journal?.runs.map(({ isTaken, ...run }) => ({
    ...run,
    keeps: (page: Buffer, at: number) => isTaken(page.readUIntBE(at + INDEX_AT, INDEX)),
  }));
  const identities = await createSorter({ ...sorter, name: IDENTITY_RUNS }, before);
  /** Of what the next audit must read again, should this one be interrupted. */
  const again =
    journal === null
      ? identities
      : await createSorter({ ...sorter, directory: scene.directory, name: "again" });
  const all = {
    records: 0,
    unopened: [] as number[],
    missing: [] as number[],
    suspects: [] as Suspect[],
    faulty: [] as number[],
    unread: [] as (readonly [from: number, to: number])[],
  };

  async function take(range: CheckedRange, into: Sorter): Promise<void> {
    all.records += range.records;
    all.unopened.push(...range.unopened);
    all.missing.push(...range.missing);
    all.suspects.push(...range.suspects);
    for (const { index } of range.faulty) all.faulty.push(index);
    for (const finding of findingsIn(range)) findings.add(finding);
    await pour(Buffer.from(range.identities), into);
  }

  async function readPiece(
    from: number,
    to: number,
    own: Uint8Array,
  ): Promise<() => Promise<void>> {
    // Where the log is longer than was thought, pieces begin anywhere: these are not kept.
    const isWhole = journal !== null && to - from === journal.piece && from % journal.piece === 0;
    if (!isWhole) {
      const range = await hands.records(from, to, own);
      return () => take(range, again);
    }
    const before = journal.before(from);
    if (before !== null && (await hands.digest(from, to, own)) === before.digest) {
      return async () => {
        all.records += before.records;
        journal.take(before);
      };
    }
    const { range, digest } = await hands.digestedRecords(from, to, own);
    return async () => {
      const isClean = isSound(range);
      await take(range, isClean ? identities : again);
      if (isClean) journal.add({ from, records: range.records, digest });
    };
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
      await inPieces(
        piecesOf(first, end, journal?.piece ?? PIECE),
        hands.atOnce * 2,
        async (piece) => {
          const [from, to] = piece;
          const about = { place: "records", key: { from, to: to - 1 } } as const;
          // Asked for in the order of the pieces, as it is sorted.
          const own = askedIn.then((inRange) => inRange(from, to));
          const found = await guarded(findings, about, async () => readPiece(from, to, await own));
          if (found === null) all.unread.push(piece);
          await inTurn(async () => {
            await found?.();
            steps.done("records", to - from);
            if (journal?.isDue()) await journal.write(await identities.flush());
          });
        },
      );
      await journal?.write(await identities.flush());
    },
    async result() {
      if (again !== identities) {
        for await (const page of again.sorted()) await pour(page, identities);
        await again.close();
      }
      return { ...all, identities };
    },
  };
}

/** Nothing of it is judged later, and no key was missing. */
function isSound(range: CheckedRange): boolean {
  const { faulty, suspects, missing, unopened, missingKeys, marks } = range;
  const wrong = [faulty, suspects, missing, unopened, missingKeys, marks];
  return wrong.every(({ length }) => length === 0);
}

async function pour(bytes: Buffer, into: Sorter): Promise<void> {
  await into.ready(bytes.length / IDENTITY_RECORD);
  for (let at = 0; at < bytes.length; at += IDENTITY_RECORD) {
    const next = into.next();
    bytes.copy(next.buffer, next.at, at, at + IDENTITY_RECORD);
  }
}

function piecesOf(
  first: number,
  end: number,
  piece: number,
): (readonly [from: number, to: number])[] {
  const pieces: [number, number][] = [];
  for (let from = first; from < end; from += piece)
    pieces.push([from, Math.min(end, from + piece)]);
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
