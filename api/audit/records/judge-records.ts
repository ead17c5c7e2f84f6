/** Records that did not fit what is stored at their index, judged by what the entries of the log truly are. */

import type { FindingCause } from "../causes.ts";
import type { FindingKind } from "../finding.ts";
import type { AuditScene } from "../scene.ts";
import { isRecordEntry, type Suspect } from "./check-records.ts";

/** What is known of an entry behind its row. */
export interface TrueEntry {
  /** `null`: lost. */
  readonly entry: Buffer | null;
  /** `null`: its row cannot be relied on. */
  readonly recordedAt: number | null;
}

export interface RecordJudgement {
  readonly suspects: readonly Suspect[];
  /** Indexes of record entries without a row. */
  readonly missing: readonly number[];
  /** `null`: the log has no such entry. */
  readonly trueEntry: (index: number) => Promise<TrueEntry | null>;
  /** Whether an erasure accounts for a missing record. */
  readonly isErased: (index: number) => boolean;
  /** Whether a recovery does. */
  readonly isRecovered: (index: number) => boolean;
}

export interface JudgedRecords {
  /** Entries whose records were erased. */
  readonly erased: number;
  /** Entries whose records came back from no copy: no damage. */
  readonly recovered: number;
  /** Records whose entries are lost, so that nobody can say whether they fit. */
  readonly undecided: number;
}

const HIGH = 2 ** 32;

export async function judgeRecords(
  { findings }: AuditScene,
  judgement: RecordJudgement,
): Promise<JudgedRecords> {
  const { suspects, missing, trueEntry, isErased, isRecovered } = judgement;
  const places = await rootPlaces(judgement);
  let undecided = 0;
  const add = (index: number, kind: FindingKind, cause: FindingCause): void =>
    findings.add({ place: "records", key: { index }, kind, cause });

  for (const { index, recordRoot, streamKey, seq, recordedAt } of suspects) {
    const truth = await trueEntry(index);
    if (truth === null || (truth.entry !== null && !isRecordEntry(truth.entry))) {
      add(index, "inserted", "record_inserted");
      continue;
    }
    const { entry } = truth;
    if (entry === null) {
      const elsewhere = places.get(rootName(recordRoot));
      if (elsewhere !== undefined) add(index, "swapped", "record_swapped");
      else undecided += 1;
      continue;
    }
    if (Buffer.compare(recordRoot, entry.subarray(1, 33)) !== 0) {
      const swapped = places.has(rootName(recordRoot));
      add(index, swapped ? "swapped" : "changed", swapped ? "record_swapped" : "record_root");
    } else if (streamKey !== null && Buffer.compare(streamKey, entry.subarray(33, 65)) !== 0) {
      add(index, "contradicts", "record_stream");
    } else if (seq !== null && seqOf(entry) !== seq) {
      add(index, "contradicts", "record_place");
    } else if (truth.recordedAt !== null && truth.recordedAt !== recordedAt) {
      add(index, "contradicts", "record_time");
    }
  }

  let [erased, recovered] = [0, 0];
  for (const index of missing) {
    if (isErased(index)) erased += 1;
    else if (isRecovered(index)) recovered += 1;
    else add(index, "missing", "record_missing");
  }
  return { erased, recovered, undecided };
}

const rootName = (root: Uint8Array): string => Buffer.from(root).toString("latin1");
const seqOf = (entry: Buffer): number => entry.readUInt32BE(65) * HIGH + entry.readUInt32BE(69);

/** Where the records belong that stand in a wrong place: roots of entries that have none, or another. */
async function rootPlaces({ suspects, missing, trueEntry }: RecordJudgement) {
  const places = new Map<string, number>();
  for (const index of [...missing, ...suspects.map((one) => one.index)]) {
    const entry = (await trueEntry(index))?.entry ?? null;
    if (entry !== null && isRecordEntry(entry)) places.set(rootName(entry.subarray(1, 33)), index);
  }
  return places;
}
