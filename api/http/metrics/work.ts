/** What the server does, counted while it does it. Labels are routes by their pattern, methods and status codes: nothing of a request. */
import { Counter, Histogram, type Registry } from "prom-client";
import type { RequestLog } from "../request-log.ts";

/** Told of the work on the log. Times are seconds. */
export interface WorkMeter {
  /** A transaction that made so many entries durable. */
  committed(entries: number, seconds: number): void;
  /** A batch: how many entries its checkpoint covers that the one before did not. */
  sealed(entries: number, seconds: number): void;
  sealingFailed(): void;
  /** A final anchor: from its checkpoint's sealing to its block, and from the block until it was known to be final. */
  anchored(sealedToBlock: number, blockToFinal: number, gas: number | null): void;
}

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const SLOW = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 86_400];
const SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000];

const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "PATCH",
  "OPTIONS",
]);

export function workMetrics(registry: Registry): WorkMeter & { request(entry: RequestLog): void } {
  const own = { registers: [registry] };
  const histogram = (name: string, help: string, buckets: number[]): Histogram =>
    new Histogram({ name: `counterfoil_${name}`, help, buckets, ...own });
  const requests = new Counter({
    name: "counterfoil_http_requests_total",
    help: "Requests answered, by pattern of the route",
    labelNames: ["method", "route", "status"] as const,
    ...own,
  });
  const requestSeconds = new Histogram({
    name: "counterfoil_http_request_seconds",
    help: "Time until the answer began, by pattern of the route",
    labelNames: ["method", "route"] as const,
    buckets: FAST,
    ...own,
  });
  const commitEntries = histogram(
    "commit_entries",
    "Entries that one transaction made durable",
    SIZES,
  );
  const commitSeconds = histogram("commit_seconds", "Time of such a transaction", FAST);
  const batchEntries = histogram("batch_entries", "Entries that one batch sealed", SIZES);
  const sealingSeconds = histogram("sealing_seconds", "Time to seal a batch", FAST);
  const failures = new Counter({
    name: "counterfoil_sealing_failures_total",
    help: "Batches that could not be sealed; each is tried again",
    ...own,
  });
  const anchoring = histogram(
    "anchoring_seconds",
    "From the sealing of a checkpoint to the block that anchored it",
    SLOW,
  );
  const finality = histogram(
    "finality_seconds",
    "From that block until it was known to be final",
    SLOW,
  );
  const gas = new Counter({
    name: "counterfoil_anchoring_gas_total",
    help: "Gas that final anchors have taken",
    ...own,
  });
  return {
    request({ method, route, status, milliseconds }) {
      const labels = { method: METHODS.has(method) ? method : "other", route };
      requests.inc({ ...labels, status });
      requestSeconds.observe(labels, milliseconds / 1000);
    },
    committed(entries, seconds) {
      commitEntries.observe(entries);
      commitSeconds.observe(seconds);
    },
    sealed(entries, seconds) {
      batchEntries.observe(entries);
      sealingSeconds.observe(seconds);
    },
    sealingFailed: () => failures.inc(),
    anchored(sealedToBlock, blockToFinal, used) {
      anchoring.observe(sealedToBlock);
      finality.observe(blockToFinal);
      if (used !== null) gas.inc(used);
    },
  };
}
