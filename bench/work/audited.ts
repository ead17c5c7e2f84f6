/** A ledger on files that an audit finds nothing wrong with, as a server leaves it. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { beginEpoch } from "../../api/log/epoch.ts";
import { fileSignerState } from "../../api/log/signer-file.ts";
import { writePolicy } from "../../api/start/policy.ts";
import { shapeOf } from "../ingest.ts";
import { BENCH_ORIGIN, type BenchLedger, openBenchLedger } from "./ledger.ts";
import { syntheticOrders } from "./orders.ts";
import type { RecordShape } from "./primitives.ts";

const GROUP = 500;
const SUBJECT_GROUP = 5_000;

export interface Audited {
  readonly shape: RecordShape;
  /** SHA-256 that working out all maps takes: leaves, and the nodes above what moved. */
  readonly mapHashes: number;
  /** Settings under which the command line finds it. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface AuditedSize {
  readonly records: number;
  readonly streams: number;
  readonly batch: number;
}

/** What is noted beside the files of a ledger that is kept: filling a large one takes longer than many audits of it. */
interface Kept extends AuditedSize {
  readonly shape: RecordShape;
}

/**
 * Writes orders, spread over as many streams, seals after every `batch` of them, and leaves the files to `work`.
 *
 * @param keepIn directory in which they stay, each size in one of its own, and from which they are taken the next time; `null`: they are deleted
 */
export async function withAudited<T>(
  size: AuditedSize,
  keepIn: string | null,
  work: (audited: Audited) => Promise<T>,
): Promise<T> {
  if (keepIn === null) {
    const bench = await openBenchLedger();
    try {
      return await work(audited(bench.folder, size, await fill(bench, size)));
    } finally {
      await bench.close();
    }
  }
  const folder = join(keepIn, `${size.records}-in-${size.streams}`);
  const note = join(folder, "audited.json");
  await mkdir(folder, { recursive: true });
  const before = await readFile(note, "utf8").catch(() => null);
  if (before !== null) {
    const { shape, batch } = JSON.parse(before) as Kept;
    return work(audited(folder, { ...size, batch }, shape));
  }
  const bench = await openBenchLedger({ folder });
  const shape = await fill(bench, size).finally(() => bench.close());
  const kept: Kept = { ...size, shape };
  await writeFile(note, JSON.stringify(kept));
  return work(audited(folder, size, shape));
}

const audited = (folder: string, size: AuditedSize, shape: RecordShape): Audited => ({
  shape,
  mapHashes: mapHashes(size),
  environment: {
    COUNTERFOIL_DATA: join(folder, "data"),
    COUNTERFOIL_KEYS: join(folder, "keys"),
    COUNTERFOIL_COPY: join(folder, "copy"),
    COUNTERFOIL_ORIGIN: BENCH_ORIGIN,
  },
});

async function fill(bench: BenchLedger, size: AuditedSize): Promise<RecordShape> {
  const { store, ledger, policy, folder } = bench;
  const signerState = fileSignerState(join(folder, "keys", "signer-state.json"));
  const { chainId, contract, ledgerId } = policy;
  await store.setMeta("origin", BENCH_ORIGIN);
  await store.setMeta("vault", BENCH_ORIGIN);
  await store.setMeta("ledger", JSON.stringify({ chainId, contract, ledgerId }));
  await writePolicy(join(folder, "data"), policy);
  const epoch = await beginEpoch({ store, signerState, random: systemRandom() });
  await ledger.ensureFirmRecord();
  await epoch.fill(systemClock.now());
  const subjects: string[] = [];
  while (subjects.length < size.streams) {
    const count = Math.min(SUBJECT_GROUP, size.streams - subjects.length);
    const made = await ledger.ensureSubjects(Array.from({ length: count }, () => null));
    subjects.push(...made.map(({ subject }) => subject));
  }
  let id = "";
  for (let done = 0; done < size.records; done += GROUP) {
    const drafts = syntheticOrders(subjects, Math.min(GROUP, size.records - done), done);
    const requests = drafts.map((draft, i) => ({
      // All of them in turn: of those that are drawn by chance a third would stay without a stream.
      draft: { ...draft, subject: subjects[(done + i) % subjects.length] as string },
      insist: false,
      idempotency: `order ${done + i}`,
    }));
    for (const outcome of await ledger.write(requests)) if ("id" in outcome) id = outcome.id;
    if ((done + GROUP) % size.batch === 0) await bench.seal();
  }
  await bench.seal();
  await epoch.settle();
  return await shapeOf(bench, subjects, id);
}

/** Of each batch a leaf for each stream that moved, and the nodes above them: the upper ones are shared, below them each has its own way. */
function mapHashes({ records, streams, batch }: AuditedSize): number {
  let hashes = 0;
  for (let done = 0; done < records; done += batch) {
    const known = Math.min(streams, done + batch);
    const moved = Math.min(known, batch);
    hashes += moved * (2 + Math.log2(known / moved));
  }
  return Math.round(hashes);
}
