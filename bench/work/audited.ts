/** A ledger on files that an audit finds nothing wrong with, as a server leaves it. */

import { join } from "node:path";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { beginEpoch } from "../../api/log/epoch.ts";
import { fileSignerState } from "../../api/log/signer-file.ts";
import { writePolicy } from "../../api/start/policy.ts";
import { shapeOf } from "../ingest.ts";
import { BENCH_ORIGIN, openBenchLedger } from "./ledger.ts";
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

/** Writes orders, spread over as many streams, seals after every `batch` of them, and leaves the files to `work`. */
export async function withAudited<T>(
  size: { readonly records: number; readonly streams: number; readonly batch: number },
  work: (audited: Audited) => Promise<T>,
): Promise<T> {
  const bench = await openBenchLedger();
  const { store, ledger, policy, folder } = bench;
  try {
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
      const requests = drafts.map((draft) => ({ draft, insist: false, idempotency: null }));
      for (const outcome of await ledger.write(requests)) if ("id" in outcome) id = outcome.id;
      if ((done + GROUP) % size.batch === 0) await bench.seal();
    }
    await bench.seal();
    await epoch.settle();
    return await work({
      shape: await shapeOf(bench, subjects, id),
      mapHashes: mapHashes(size),
      environment: {
        COUNTERFOIL_DATA: join(folder, "data"),
        COUNTERFOIL_KEYS: join(folder, "keys"),
        COUNTERFOIL_COPY: join(folder, "copy"),
        COUNTERFOIL_ORIGIN: BENCH_ORIGIN,
      },
    });
  } finally {
    await bench.close();
  }
}

/** Of each batch a leaf for each stream that moved, and the nodes above them: the upper ones are shared, below them each has its own way. */
function mapHashes({
  records,
  streams,
  batch,
}: {
  records: number;
  streams: number;
  batch: number;
}) {
  let hashes = 0;
  for (let done = 0; done < records; done += batch) {
    const known = Math.min(streams, done + batch);
    const moved = Math.min(known, batch);
    hashes += moved * (2 + Math.log2(known / moved));
  }
  return Math.round(hashes);
}
