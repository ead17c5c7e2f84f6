import { openBenchLedger } from "./work/ledger.ts";
import { syntheticOrders } from "./work/orders.ts";
import { openHypercore, openStandardTree } from "./work/peers.ts";
import { openPrimitives, type RecordShape } from "./work/primitives.ts";
import { percentile, type Section } from "./work/table.ts";

const GROUP = 500;
const WARM_UP = 4_000;
const SUBJECTS = 1_000;
/** Each round measures every contestant in turn, so that what else the machine does hits all alike. */
const ROUNDS = 7;

/** Bulk ingest, in process: checked orders through vault, log and store, against its limit and its peers. */
export async function benchIngest(count: number): Promise<Section> {
  const bench = await openBenchLedger();
  const found = await bench.ledger.ensureSubjects(Array.from({ length: SUBJECTS }, () => null));
  const subjects = found.map(({ subject }) => subject);
  const { id } = await write(bench, subjects, 0, WARM_UP);
  const shape = await shapeOf(bench, id);
  const primitives = await openPrimitives(shape);
  const hypercore = await openHypercore(shape.plaintextBytes);
  const standard = await openStandardTree(shape.plaintextBytes);
  try {
    const times: { [what: string]: number[] } = {};
    const note = (what: string, milliseconds: number) => {
      times[what] ??= [];
      times[what].push(milliseconds);
    };
    primitives.run(WARM_UP, GROUP);
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await write(bench, subjects, WARM_UP + round * count, count);
      note("counterfoil", ours.milliseconds);
      note("bare primitives (limit)", primitives.run(count, GROUP));
      note("hypercore 10, unencrypted append", await hypercore.run(count, GROUP));
      note("insert, then StandardMerkleTree", await standard.run(count, GROUP));
    }
    const median = (what: string): number =>
      percentile(
        [...(times[what] ?? [])].sort((a, b) => a - b),
        0.5,
      );
    const ours = median("counterfoil");
    return {
      title: `Bulk ingest: ${ROUNDS} rounds of ${count.toLocaleString("en")} orders, ${GROUP} a commit, durable; medians`,
      note: `Target: at least 0.5 of the bare primitives. One record: ${shape.plaintextBytes} bytes of plaintext, ${shape.fields} fields.`,
      rows: Object.keys(times).map((what) => ({
        what,
        "records/s": Math.round((count / median(what)) * 1000),
        "µs/record": (median(what) / count) * 1000,
        "ours ÷ it": median(what) / ours,
      })),
    };
  } finally {
    await Promise.all([bench, primitives, hypercore, standard].map((each) => each.close()));
  }
}

type Bench = Awaited<ReturnType<typeof openBenchLedger>>;

async function write(
  { ledger }: Bench,
  subjects: readonly string[],
  from: number,
  count: number,
): Promise<{ milliseconds: number; id: string }> {
  let id = "";
  let milliseconds = 0;
  for (let done = 0; done < count; done += GROUP) {
    // Drawn group by group and outside the measured time, so that the drafts are no burden on it.
    const drafts = syntheticOrders(subjects, GROUP, from + done);
    const requests = drafts.map((draft) => ({ draft, insist: false, idempotency: null }));
    const start = performance.now();
    const outcomes = await ledger.write(requests);
    milliseconds += performance.now() - start;
    for (const outcome of outcomes) {
      if (!("outcome" in outcome) || outcome.outcome !== "stored") throw new Error("not stored");
      id = outcome.id;
    }
  }
  return { milliseconds, id };
}

/** What one stored record really weighs. */
async function shapeOf({ store, vault }: Bench, id: string): Promise<RecordShape> {
  const row = await store.record(id, null);
  if (row === null) throw new Error("the record is gone");
  const { commitment, names } = await vault.open(row);
  const bytes = commitment.disclosures.reduce((sum, d) => sum + d.length, 0);
  return {
    plaintextBytes: row.sealed.length - BOX_OVERHEAD,
    fields: names.length,
    disclosureBytes: Math.round(bytes / names.length),
    rowBytes: row.sealed.length + row.id.length + row.subject.length + ROW_HASHES,
  };
}

/** Nonce and tag of a sealed record. */
const BOX_OVERHEAD = 40;
/** Content HMAC, stream key, kind, class, expiry and version. */
const ROW_HASHES = 32 + 32 + 25;
