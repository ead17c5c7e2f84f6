/** Records against what the entries of the log truly are, and what is derived from records. */

import { isRecovered } from "../../log/recovered.ts";
import type { CheckedLog } from "../log/check-log.ts";
import type { OpenedScene } from "../open-scene.ts";
import { isRecordEntry } from "../records/check-records.ts";
import { checkIdentities } from "../records/identities.ts";
import { type JudgedRecords, judgeRecords, type TrueEntry } from "../records/judge-records.ts";
import { bytesOf, isCount } from "../row.ts";
import type { CheckedStreams } from "../streams/check-streams.ts";
import { guarded } from "./guarded.ts";
import { findForeignRecords, type ReadRecords } from "./records-part.ts";
import { unreadRecords } from "./unread.ts";

export interface JudgeOptions {
  readonly log: Pick<CheckedLog, "size" | "damaged">;
  /** `null`: the streams could not be read. */
  readonly streams: Pick<CheckedStreams, "rebuilt" | "found"> | null;
  readonly records: Pick<ReadRecords, "suspects" | "missing" | "unopened">;
}

export interface JudgedPart extends JudgedRecords {
  /** Rows of `identities`. */
  readonly identities: number;
}

export async function judgeAllRecords(
  scene: OpenedScene,
  options: JudgeOptions & { readonly records: ReadRecords },
): Promise<JudgedPart> {
  const { findings, snapshots } = scene;
  const { records } = options;
  const { missing, ...judged } = (await guarded(findings, { place: "records" }, () =>
    judgeAgainstLog(scene, options),
  )) ?? { missing: records.missing, erased: 0, recovered: 0, undecided: 0 };
  const foreign = await guarded(findings, { place: "records" }, () =>
    findForeignRecords(scene, options.log.size),
  );
  const faulty = [...records.faulty, ...(foreign ?? [])];
  const identities = await guarded(findings, { place: "identities" }, async () => {
    // Without its key nothing can be derived, and everything would look inserted.
    if (!scene.tools.purposes.has("identity")) return snapshots.ledger.count("identities");
    // With what was erased its identities went.
    const lost = missing.filter((index) => !scene.erasures.isErased(index));
    const isUnread = await unreadRecords(scene, { ...records, missing: lost, faulty });
    return checkIdentities({
      ...{ findings, isUnread },
      snapshot: snapshots.ledger,
      derived: records.identities,
    });
  });
  return { ...judged, identities: identities ?? 0 };
}

/** Records that do not fit their entries, or are not there, by what the entries truly are. */
export async function judgeAgainstLog(
  scene: OpenedScene,
  options: JudgeOptions,
): Promise<JudgedRecords & { readonly missing: readonly number[] }> {
  const { records } = options;
  const trueEntry = (index: number): Promise<TrueEntry | null> => entryAt(scene, options, index);
  const missing = await missingRecords(scene, options, trueEntry);
  const judged = await judgeRecords(scene, {
    ...{ missing, trueEntry },
    suspects: records.suspects,
    isErased: (index) => scene.erasures.isErased(index),
    isRecovered: (index) => isRecovered(scene.recovered, index),
  });
  await findMisplaced(scene, records.unopened, trueEntry);
  return { ...judged, missing };
}

/** Records that could not be opened, at entries that are of no record. */
async function findMisplaced(
  { findings }: OpenedScene,
  unopened: readonly number[],
  trueEntry: (index: number) => Promise<TrueEntry | null>,
): Promise<void> {
  for (const index of unopened) {
    const entry = (await trueEntry(index))?.entry ?? null;
    if (entry === null || isRecordEntry(entry)) continue;
    findings.add({ place: "records", key: { index }, kind: "inserted", cause: "record_inserted" });
  }
}

/** Record entries without a row: those that were seen, unless the entry is none in truth, and those whose own rows are damaged. */
async function missingRecords(
  { snapshots }: OpenedScene,
  { log, streams, records }: JudgeOptions,
  trueEntry: (index: number) => Promise<TrueEntry | null>,
): Promise<number[]> {
  const seen = new Set(records.missing);
  const found = new Set(streams?.found);
  const hidden = new Set([...log.damaged.keys(), ...found]);
  const isFound = (index: number) => (streams === null ? undefined : found.has(index));
  const missing = records.missing.filter((index) => !hidden.has(index));
  const indexes = [...hidden];
  const rows = await snapshots.ledger.rows(
    "records",
    indexes.map((index) => [index]),
  );
  for (const [i, index] of indexes.entries()) {
    if (rows[i] !== null) continue;
    const entry = (await trueEntry(index))?.entry ?? null;
    const isRecord = entry === null ? isFound(index) : isRecordEntry(entry);
    // Of an entry that is lost the stored form is all there is.
    if (isRecord ?? seen.has(index)) missing.push(index);
  }
  return missing.sort((a, b) => a - b);
}

async function entryAt(
  { snapshots }: OpenedScene,
  { log, streams }: JudgeOptions,
  index: number,
): Promise<TrueEntry | null> {
  if (index < 0 || index >= log.size) return null;
  const rebuilt = streams?.rebuilt.get(index);
  if (rebuilt !== undefined) return { entry: rebuilt, recordedAt: null };
  const damaged = log.damaged.get(index);
  if (damaged !== undefined) return { entry: damaged.entry, recordedAt: null };
  const [row = null] = await snapshots.ledger.rows("entries", [[index]]);
  if (row === null) return { entry: null, recordedAt: null };
  return { entry: bytesOf(row[1]), recordedAt: isCount(row[3]) ? row[3] : null };
}
