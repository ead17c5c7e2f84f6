/**
 * How cost grows with the log: sealing a batch, evidence, memory, at sizes from 10^4 on. Most of the log is filled in through the store
 * with records of the right weight that nobody can open, so that a million are there in minutes; those that are asked for are real.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { EvidenceRequest } from "../api/ledger/evidence/together.ts";
import { filler } from "./work/filler.ts";
import { openBenchLedger } from "./work/ledger.ts";
import { syntheticOrders } from "./work/orders.ts";
import { collectGarbage } from "./work/stopwatch.ts";
import { percentile, type Section } from "./work/table.ts";

const GROUP = 500;
const BATCH = 10_000;
const ASKED = 500;
/** Real records at a time, spread over the log. */
const REAL = 100;
/** Sealings at a size: the last so many batches below it. */
const SEALINGS = 5;

type Bench = Awaited<ReturnType<typeof openBenchLedger>>;
type Seal = { readonly milliseconds: number; readonly blocked: number };

export async function benchGrowth(sizes: readonly number[]): Promise<Section> {
  const bench = await openBenchLedger();
  try {
    const found = await bench.ledger.ensureSubjects(Array.from({ length: REAL }, () => null));
    const subjects = found.map(({ subject }) => subject);
    const fill = filler(subjects[0] as string);
    const ids: string[] = [];
    const rows = [];
    for (const size of sizes) {
      const seals = await growTo(bench, size, fill, subjects, ids);
      rows.push(await measure(bench, size, seals.slice(-SEALINGS), ids));
    }
    return {
      title:
        "Growth with the log: sealing 10,000 records, evidence, memory; one record in two opens a stream of its own",
      note: "Targets at 10^6: sealing below 1,000 ms, evidence p99 below 10 ms, memory below 400 MB; growth as log n. Milliseconds, megabytes. “blocked”: the longest that the serving thread was kept from answering while a batch was sealed.",
      rows,
    };
  } finally {
    await bench.close();
  }
}

async function growTo(
  bench: Bench,
  size: number,
  fill: ReturnType<typeof filler>,
  subjects: readonly string[],
  ids: string[],
): Promise<Seal[]> {
  const seals: Seal[] = [];
  while ((await bench.store.size()) < size) {
    const drafts = syntheticOrders(subjects, REAL, ids.length);
    const outcomes = await bench.ledger.write(
      drafts.map((draft) => ({ draft, insist: false, idempotency: null })),
    );
    for (const outcome of outcomes) if ("id" in outcome) ids.push(outcome.id);
    for (let done = REAL; done < BATCH; done += GROUP) await bench.commit(fill(GROUP));
    seals.push(await timedSeal(bench));
  }
  return seals;
}

async function timedSeal(bench: Bench): Promise<Seal> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begin = performance.now();
  await bench.sealAndAnchor();
  const milliseconds = performance.now() - begin;
  delay.disable();
  return { milliseconds, blocked: delay.max / 1e6 };
}

const median = (figures: readonly number[]): number =>
  percentile(
    [...figures].sort((a, b) => a - b),
    0.5,
  );

async function measure(bench: Bench, size: number, seals: readonly Seal[], ids: readonly string[]) {
  const record = await latency(bench, ids, "record");
  const current = await latency(bench, ids, "current");
  collectGarbage();
  const { rss } = process.memoryUsage();
  const sealing = median(seals.map(({ milliseconds }) => milliseconds));
  return {
    "log size": size,
    "sealing 10,000": sealing,
    "÷ log2 n": sealing / Math.log2(size),
    blocked: Math.max(...seals.map(({ blocked }) => blocked)),
    "record p50": record.p50,
    "record p99": record.p99,
    "current p50": current.p50,
    "current p99": current.p99,
    "file bytes": current.bytes,
    memory: rss / 2 ** 20,
  };
}

async function latency(
  { ledger }: Bench,
  ids: readonly string[],
  claim: NonNullable<EvidenceRequest["claim"]>,
) {
  const times: number[] = [];
  let bytes = 0;
  for (let i = 0; i < ASKED; i++) {
    // A stride that is prime to any size visits records all over the log.
    const id = ids[(i * 7_919) % ids.length] as string;
    const start = performance.now();
    const file = await ledger.evidence({
      id,
      claim,
      version: null,
      fields: null,
      checkpoint: "final",
    });
    times.push(performance.now() - start);
    bytes = file.length;
  }
  times.sort((a, b) => a - b);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), bytes };
}
