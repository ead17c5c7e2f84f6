import { openBenchLedger } from "./work/ledger.ts";
import { syntheticOrders } from "./work/orders.ts";
import { collectGarbage, stopwatch, type Took } from "./work/stopwatch.ts";
import { percentile, type Section } from "./work/table.ts";

const GROUP = 500;
const SUBJECTS = 1_000;
const ROUNDS = 12;
/** Records in a round, sealed as one batch beside the writing of the next. */
const BATCH = 5_000;

type Bench = Awaited<ReturnType<typeof openBenchLedger>>;

/** What the map costs a bulk ingest whose batches are sealed beside it, in turn with the same ingest without a map. */
export async function benchWithMap(): Promise<Section> {
  const ledgers = {
    "with the map": await openBenchLedger(),
    "without it": await openBenchLedger({ withMap: false }),
  };
  try {
    const names = Object.keys(ledgers) as (keyof typeof ledgers)[];
    const subjects = new Map<Bench, string[]>();
    for (const bench of Object.values(ledgers)) {
      const found = await bench.ledger.ensureSubjects(Array.from({ length: SUBJECTS }, () => null));
      subjects.set(
        bench,
        found.map(({ subject }) => subject),
      );
      await ingest(bench, subjects.get(bench)!, 0);
    }
    const rounds = new Map<string, Took[]>(names.map((name) => [name, []]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const name of names) {
        const bench = ledgers[name];
        rounds.get(name)!.push(await ingest(bench, subjects.get(bench)!, round * BATCH));
      }
    }
    const plain = rounds.get("without it")!;
    return {
      title: `Bulk ingest with batches of ${BATCH.toLocaleString("en")} sealed beside it: ${ROUNDS} rounds, medians`,
      note: "Target: with the map at most a fifth slower than without, 1.2.",
      rows: names.map((what) => {
        const took = rounds.get(what)!;
        return {
          what,
          "records/s": Math.round((1000 * BATCH) / median(took.map(({ wall }) => wall))),
          "time ÷ without": median(took.map(({ wall }, i) => wall / plain[i]!.wall)),
          "CPU µs/record": (1000 * median(took.map(({ cpu }) => cpu))) / BATCH,
          "CPU ÷ without": median(took.map(({ cpu }, i) => cpu / plain[i]!.cpu)),
        };
      }),
    };
  } finally {
    for (const bench of Object.values(ledgers)) await bench.close();
  }
}

const median = (figures: readonly number[]): number =>
  percentile(
    [...figures].sort((a, b) => a - b),
    0.5,
  );

/** Writes a batch while the one before is sealed, and waits for both. */
async function ingest(bench: Bench, subjects: readonly string[], from: number): Promise<Took> {
  const requests = syntheticOrders(subjects, BATCH, from).map((draft) => ({
    draft,
    insist: false,
    idempotency: null,
  }));
  collectGarbage();
  const watch = stopwatch();
  await watch.time(async () => {
    const sealing = bench.seal();
    for (let done = 0; done < BATCH; done += GROUP) {
      await bench.ledger.write(requests.slice(done, done + GROUP));
    }
    await sealing;
  });
  return watch.took();
}
