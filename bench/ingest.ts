import { contentText } from "../api/ledger/identity.ts";
import { associatedData } from "../api/vault/sealed.ts";
import { BENCH_ORIGIN, openBenchLedger } from "./work/ledger.ts";
import { syntheticOrders } from "./work/orders.ts";
import { openHypercore, openStandardTree } from "./work/peers.ts";
import { openPrimitives, type RecordShape } from "./work/primitives.ts";
import { collectGarbage, collectYoung, stopwatch, type Took } from "./work/stopwatch.ts";
import { percentile, type Section } from "./work/table.ts";

const GROUP = 500;
const WARM_UP = 4_000;
const SUBJECTS = 1_000;
/** Each short round measures every contestant in turn, and quotients are taken round by round, so that what else the machine does hits all alike. */
const ROUNDS = 40;

/** Bulk ingest, in process: checked orders through vault, log and store, against its limit and its peers. */
export async function benchIngest(count: number): Promise<Section> {
  const bench = await openBenchLedger();
  const found = await bench.ledger.ensureSubjects(Array.from({ length: SUBJECTS }, () => null));
  const subjects = found.map(({ subject }) => subject);
  const { id } = await write(bench, subjects, 0, WARM_UP);
  const shape = await shapeOf(bench, subjects, id);
  const appended = await openPrimitives(shape, "appended", SUBJECTS);
  const keyed = await openPrimitives(shape, "keyed", SUBJECTS);
  const hypercore = await openHypercore(shape.plaintext);
  const standard = await openStandardTree(shape.plaintext);
  try {
    const rounds: { [what: string]: Took[] } = {};
    const turn = async (what: string, run: () => Promise<Took>) => {
      rounds[what] ??= [];
      rounds[what].push(await run());
    };
    for (const limit of [appended, keyed]) await limit.run(WARM_UP, GROUP);
    for (let round = 0; round < ROUNDS; round++) {
      const from = WARM_UP + round * count;
      await turn("counterfoil", async () => (await write(bench, subjects, from, count)).took);
      await turn("bare primitives, rows appended", () => appended.run(count, GROUP));
      await turn("bare primitives, rows keyed", () => keyed.run(count, GROUP));
      await turn("hypercore 10, unencrypted append", () => hypercore.run(count, GROUP));
      await turn("insert, then StandardMerkleTree", () => standard.run(count, GROUP));
    }
    const median = (what: string, of: (took: Took, ours: Took) => number): number => {
      const ours = rounds.counterfoil!;
      const figures = rounds[what]!.map((took, round) => of(took, ours[round]!));
      return percentile(
        figures.sort((x, y) => x - y),
        0.5,
      );
    };
    const hashed = shape.hashed.reduce((sum, bytes) => sum + bytes, 0);
    return {
      title: `Bulk ingest: ${ROUNDS} rounds of ${count.toLocaleString("en")} orders, ${GROUP} a commit, durable; medians`,
      note: `Target: at least 0.5 of the bare primitives. One record: ${shape.plaintext} bytes of plaintext, ${shape.hashed.length} hashes over ${hashed} bytes.`,
      rows: Object.keys(rounds).map((what) => ({
        what,
        "records/s": Math.round(1000 / median(what, ({ wall }) => wall / count)),
        "µs/record": 1000 * median(what, ({ wall }) => wall / count),
        "ours ÷ it": median(what, (it, ours) => it.wall / ours.wall),
        "CPU µs/record": 1000 * median(what, ({ cpu }) => cpu / count),
        "CPU ours ÷ it": median(what, (it, ours) => it.cpu / ours.cpu),
      })),
    };
  } finally {
    await Promise.all([bench, appended, keyed, hypercore, standard].map((each) => each.close()));
  }
}

type Bench = Awaited<ReturnType<typeof openBenchLedger>>;

async function write(
  { ledger }: Bench,
  subjects: readonly string[],
  from: number,
  count: number,
): Promise<{ took: Took; id: string }> {
  let id = "";
  const watch = stopwatch();
  // Checked drafts are what is given; making them, and collecting what that leaves behind, is not measured.
  const requests = syntheticOrders(subjects, count, from).map((draft) => ({
    draft,
    insist: false,
    idempotency: null,
  }));
  collectGarbage();
  for (let done = 0; done < count; done += GROUP) {
    const group = requests.slice(done, done + GROUP);
    const outcomes = await watch.time(() => ledger.write(group));
    for (const outcome of outcomes) {
      if (!("outcome" in outcome) || outcome.outcome !== "stored") throw new Error("not stored");
      id = outcome.id;
    }
  }
  await watch.time(collectYoung);
  return { took: watch.took(), id };
}

/** What one stored record really weighs. */
export async function shapeOf(
  { store, vault }: Bench,
  subjects: readonly string[],
  id: string,
): Promise<RecordShape> {
  const row = await store.record(id, null);
  const entry = row && (await store.entry(row.index));
  if (row === null || entry === null) throw new Error("the record is gone");
  const { disclosures } = (await vault.open(row)).commitment;
  const [draft] = syntheticOrders(subjects, 1);
  const { kind, retentionClass, expiry } = row;
  return {
    kind,
    retentionClass,
    expiry,
    plaintext: row.sealed.length - BOX_OVERHEAD,
    associatedData: associatedData(BENCH_ORIGIN, row).length,
    hashed: [
      ...disclosures.map((disclosure) => disclosure.length),
      ...disclosures.slice(1).map(() => NODE),
      RECORD_ROOT,
      LEAF + entry.entry.length,
      ...hmac(row.kind.length),
      ...hmac(IDENTITY_TEXT),
      ...hmac(contentText(draft!).length),
    ],
  };
}

/** Lengths of the two inputs of an HMAC-SHA-256. */
const hmac = (message: number): [number, number] => [BLOCK + message, BLOCK + HASH];

/** Nonce and tag of a sealed record. */
const BOX_OVERHEAD = 40;
const HASH = 32;
const BLOCK = 64;
const NODE = 1 + 2 * HASH;
const RECORD_ROOT = 3 + HASH;
const LEAF = 1;
/** Layout, kind, source and external number, each with its length. */
const IDENTITY_TEXT = 30;
