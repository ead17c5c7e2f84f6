/** The drawn entries, one table after the other, so many at a time. */
import type { RawRow } from "../../store/audit-store.ts";
import type { Hands } from "../hands/hands.ts";
import type { TrueLeaf } from "../log/leaf-tile.ts";
import type { OpenedScene } from "../open-scene.ts";
import { guarded } from "../parts/guarded.ts";
import { checkMarkRows } from "../records/check-marks.ts";
import { addDoubtful } from "./doubtful.ts";
import { checkForms } from "./forms.ts";
import { lastMark, type Marked, markFinder } from "./marks.ts";
import { checkDrawnRecords } from "./records.ts";
import { checkDrawnStreams } from "./streams.ts";
import { checkDrawnSubjects } from "./subjects.ts";
import type { SampledTree } from "./tree.ts";

export interface SampleOptions {
  readonly hands: Hands;
  /** `null`: it cannot be read, and with it no entry. */
  readonly tree: SampledTree | null;
  /** Indexes, ascending. */
  readonly drawn: readonly number[];
  /** In the database. */
  readonly entries: number;
}

/** How much was looked at. */
export interface CheckedSample {
  readonly entries: number;
  readonly recordEntries: number;
  readonly states: number;
  readonly voids: number;
  readonly tiles: number;
  readonly heads: number;
  readonly records: number;
  readonly recovered: number;
  readonly unopened: number;
  readonly undecided: number;
  readonly identities: number;
  readonly subjects: number;
  readonly secrets: number;
  readonly sealingKeys: number;
  readonly marks: number;
  /** Drawn entries whose marks were not looked for any more. */
  readonly unsought: number;
  /** Drawn entries whose predecessors in their streams were not looked for any more. */
  readonly unlinked: number;
}

/** Entries whose leaves are held at once. */
const PIECE = 1_024;

export async function checkSample(
  scene: OpenedScene,
  { hands, tree, drawn, entries }: SampleOptions,
): Promise<CheckedSample> {
  const { findings, steps } = scene;
  if (tree === null) return NOTHING;
  const forms = checkForms(scene, tree);
  const streams = checkDrawnStreams(scene, tree, entries);
  const subjects = checkDrawnSubjects(scene, hands);
  const marks = await markCheck(scene);
  const sum = { entries: 0, records: 0, recovered: 0, unopened: 0, undecided: 0, identities: 0 };
  for (const step of ["entries", "streams", "records", "idempotency"] as const) {
    steps.expect(step, drawn.length);
  }

  for (let from = 0; from < drawn.length; from += PIECE) {
    const piece = drawn.slice(from, from + PIECE);
    const leaves: TrueLeaf[] = [];
    await guarded(findings, { place: "entries" }, async () => {
      for (const index of piece) leaves.push(await tree.leaf(index));
      for (const leaf of leaves) await forms.take(leaf);
    });
    sum.entries += leaves.length;
    steps.done("entries", piece.length);
    await guarded(findings, { place: "streams" }, async () => {
      for (const leaf of leaves) await streams.take(leaf);
    });
    steps.done("streams", piece.length);
    const records = await guarded(findings, { place: "records" }, () =>
      checkDrawnRecords(scene, hands, leaves, entries),
    );
    if (records !== null) {
      sum.records += records.records;
      sum.recovered += records.recovered;
      sum.unopened += records.unopened;
      sum.undecided += records.undecided;
      sum.identities += records.identities;
    }
    await guarded(findings, { place: "subjects" }, async () => {
      for (const subject of records?.subjects ?? []) await subjects.take(subject);
    });
    steps.done("records", piece.length);
    await guarded(findings, { place: "idempotency" }, () => marks.take(leaves));
    steps.done("idempotency", piece.length);
  }
  const heads = await guarded(findings, { place: "streams" }, () => streams.finish());
  return {
    ...sum,
    heads: heads ?? 0,
    recordEntries: forms.counts.records,
    states: forms.counts.states,
    voids: forms.counts.voids,
    tiles: tree.tiles,
    subjects: subjects.subjects,
    secrets: subjects.secrets,
    sealingKeys: subjects.sealingKeys,
    marks: marks.count(),
    unsought: marks.unsought(),
    unlinked: streams.unsought,
  };
}

const NOTHING: CheckedSample = {
  ...{ entries: 0, recordEntries: 0, states: 0, voids: 0, tiles: 0, heads: 0 },
  ...{ records: 0, recovered: 0, unopened: 0, undecided: 0, identities: 0 },
  ...{ subjects: 0, secrets: 0, sealingKeys: 0, marks: 0, unsought: 0, unlinked: 0 },
};

/** The remembered requests by which drawn records were made. */
async function markCheck(scene: OpenedScene) {
  const { snapshots, findings, rowMac, counted, tools } = scene;
  const { ledger } = snapshots;
  const last =
    (await guarded(findings, { place: "idempotency" }, async () =>
      lastMark(
        counted.idempotency,
        await ledger.newestMark(),
        counted.idempotency ?? (await ledger.count("idempotency")),
      ),
    )) ?? 0;
  const finder = markFinder(ledger, rowMac, last, scene.erasures.vacated.idempotency);
  const { reader, open } = tools.records;
  const reads = { ledger, reader, open, rowMac, mac: tools.mac, purposes: tools.purposes };
  let [count, unsought] = [0, 0];
  return {
    count: () => count,
    unsought: () => unsought,
    async take(leaves: readonly TrueLeaf[]): Promise<void> {
      if (last === 0) return;
      const found = new Map<number, RawRow>();
      for (const marked of leaves.flatMap(markedBy)) {
        const { rows, missing, givenUp } = await finder.of(marked);
        if (givenUp) unsought += 1;
        for (const [number, row] of rows) found.set(number, row);
        for (const number of missing) {
          const key = { number };
          findings.add({ place: "idempotency", key, kind: "missing", cause: "row_number" });
        }
      }
      const checked = await checkMarkRows(reads, [...found.values()]);
      for (const finding of checked.findings) findings.add(finding);
      addDoubtful(findings, "idempotency", checked.doubtful, counted.idempotency);
      count += checked.marks;
    },
  };
}

function markedBy({ index, intact }: TrueLeaf): Marked[] {
  const recordedAt = intact?.recordedAt ?? null;
  return recordedAt === null ? [] : [{ index, recordedAt }];
}
