/** The records of drawn entries, and what is derived from them. */
import { prefixOf } from "../finding.ts";
import type { Hands } from "../hands/hands.ts";
import type { TrueLeaf } from "../log/leaf-tile.ts";
import type { OpenedScene } from "../open-scene.ts";
import { guarded } from "../parts/guarded.ts";
import { judgeAgainstLog } from "../parts/judge-part.ts";
import { type CheckedRange, IDENTITY_RECORD } from "../records/check-records.ts";
import { findingsIn } from "../records/range-findings.ts";
import { textOf } from "../row.ts";

export interface DrawnRecords {
  readonly records: number;
  readonly recovered: number;
  readonly unopened: number;
  readonly undecided: number;
  readonly identities: number;
  /** Whom the records are about: of those whose rows can be relied on. */
  readonly subjects: readonly string[];
}

/** @param entries in the database */
export async function checkDrawnRecords(
  scene: OpenedScene,
  hands: Pick<Hands, "records">,
  leaves: readonly TrueLeaf[],
  entries: number,
): Promise<DrawnRecords> {
  const { findings } = scene;
  const ranges: CheckedRange[] = [];
  for (const { index } of leaves) ranges.push(await hands.records(index, index + 1));
  for (const range of ranges) for (const finding of findingsIn(range)) findings.add(finding);
  const unopened = ranges.flatMap((range) => range.unopened);
  const damaged = leaves.filter(({ intact }) => intact === null);
  const judged = await judgeAgainstLog(scene, {
    log: { size: entries, damaged: new Map(damaged.map((leaf) => [leaf.index, leaf])) },
    streams: null,
    records: {
      unopened,
      suspects: ranges.flatMap(({ suspects }) => suspects),
      missing: ranges.flatMap(({ missing }) => missing),
    },
  });
  return {
    records: ranges.reduce((sum, { records }) => sum + records, 0),
    recovered: judged.recovered,
    undecided: judged.undecided,
    unopened: unopened.length,
    identities:
      (await guarded(findings, { place: "identities" }, () => checkIdentities(scene, ranges))) ?? 0,
    subjects: await subjectsOf(scene, leaves, ranges),
  };
}

/** What is sealed under a name that was changed does not open: any other record names its subject. */
async function subjectsOf(
  { snapshots }: OpenedScene,
  leaves: readonly TrueLeaf[],
  ranges: readonly CheckedRange[],
): Promise<string[]> {
  const unsure = new Set(
    ranges.flatMap(({ faulty }) =>
      faulty.flatMap(({ index, fault }) =>
        fault === "row_form" || fault === "record_sealed" ? [index] : [],
      ),
    ),
  );
  const rows = await snapshots.ledger.rows(
    "records",
    leaves.map(({ index }) => [index]),
  );
  const subjects = rows.flatMap((row) => {
    const subject = row === null || unsure.has(Number(row[0])) ? null : textOf(row[SUBJECT]);
    return subject === null ? [] : [subject];
  });
  return [...new Set(subjects)];
}

/** Of the columns of `records`. */
const SUBJECT = 4;

const MAC = 32;
const ID = 36;

/** Answers how many there should be. */
async function checkIdentities(
  { snapshots, findings }: OpenedScene,
  ranges: readonly CheckedRange[],
): Promise<number> {
  let identities = 0;
  for (const { identities: found } of ranges) {
    const bytes = Buffer.from(found);
    for (let at = 0; at < bytes.length; at += IDENTITY_RECORD) {
      const mac = bytes.subarray(at, at + MAC);
      const id = bytes.toString("latin1", at + MAC, at + MAC + ID);
      const key = { prefix: prefixOf(mac) };
      const [row = null] = await snapshots.ledger.rows("identities", [[mac]]);
      identities += 1;
      if (row === null) {
        findings.add({ place: "identities", key, kind: "missing", cause: "identity_missing" });
      } else if (textOf(row[1]) !== id) {
        findings.add({ place: "identities", key, kind: "changed", cause: "identity_changed" });
      }
    }
  }
  return identities;
}
