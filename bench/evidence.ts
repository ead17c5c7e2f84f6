import type { AnchorAnswer } from "../portal/verify/chain.ts";
import { verifyEvidence } from "../portal/verify/verify.ts";
import { openBenchLedger } from "./work/ledger.ts";
import { syntheticOrders } from "./work/orders.ts";
import { percentile, type Section } from "./work/table.ts";

const GROUP = 500;
const ASKED = 1_000;

/** Evidence latency at growing log sizes, and what verifying one file costs. */
export async function benchEvidence(sizes: readonly number[]): Promise<Section> {
  const bench = await openBenchLedger();
  try {
    const found = await bench.ledger.ensureSubjects(Array.from({ length: 1_000 }, () => null));
    const subjects = found.map(({ subject }) => subject);
    const ids: string[] = [];
    const rows = [];
    for (const size of sizes) {
      await grow(bench, subjects, ids, size);
      rows.push(await measure(bench, ids, size));
    }
    return {
      title: "Evidence for one record, all fields disclosed (assembled, self-checked)",
      note: "Target: p99 below 10 ms at 10^6, growth as log n. Milliseconds.",
      rows,
    };
  } finally {
    await bench.close();
  }
}

type Bench = Awaited<ReturnType<typeof openBenchLedger>>;

async function grow(
  { ledger }: Bench,
  subjects: readonly string[],
  ids: string[],
  size: number,
): Promise<void> {
  while (ids.length < size) {
    const drafts = syntheticOrders(subjects, GROUP, ids.length);
    const outcomes = await ledger.write(
      drafts.map((draft) => ({ draft, insist: false, idempotency: null })),
    );
    for (const outcome of outcomes) if ("id" in outcome) ids.push(outcome.id);
  }
}

async function measure(bench: Bench, ids: readonly string[], size: number) {
  const begin = performance.now();
  const { root } = await bench.sealAndAnchor();
  const sealing = performance.now() - begin;
  const times: number[] = [];
  const processor: number[] = [];
  const checks: number[] = [];
  let bytes = 0;
  for (let i = 0; i < ASKED; i++) {
    // A stride that is prime to any size visits records all over the log.
    const id = ids[(i * 7_919) % ids.length] as string;
    const cpu = process.cpuUsage();
    const start = performance.now();
    const file = await bench.ledger.evidence({
      id,
      version: null,
      fields: null,
      checkpoint: "final",
    });
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    processor.push((user + system) / 1000);
    bytes = file.length;
    if (i < 100)
      checks.push(await check(bench, file, size, `0x${Buffer.from(root).toString("hex")}`));
  }
  times.sort((a, b) => a - b);
  processor.sort((a, b) => a - b);
  checks.sort((a, b) => a - b);
  return {
    "log size": size,
    "sealing all new": Math.round(sealing),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    "CPU p50": percentile(processor, 0.5),
    "CPU p99": percentile(processor, 0.99),
    "file bytes": bytes,
    "verify p50": percentile(checks, 0.5),
  };
}

async function check(
  { policy }: Bench,
  file: Uint8Array,
  size: number,
  root: string,
): Promise<number> {
  const answer: AnchorAnswer = {
    chainId: policy.chainId,
    registered: true,
    latest: { number: 9 },
    finalized: { number: 9 },
    rootAtLatest: root,
    rootAtFinalized: root,
    event: {
      blockNumber: 1,
      blockHash: `0x${"33".repeat(32)}`,
      blockTime: 1,
      transaction: `0x${"44".repeat(32)}`,
      size,
      previousSize: 0,
      root,
    },
  };
  const start = performance.now();
  const verdict = await verifyEvidence(file, {
    policy,
    ask: async () => answer,
    now: Date.parse("2026-01-01"),
  });
  if (verdict.word !== "VERIFIED") throw new Error(`the benchmark's evidence is ${verdict.word}`);
  return performance.now() - start;
}
