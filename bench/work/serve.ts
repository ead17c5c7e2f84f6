/**
 * A server for the benchmark, in a process of its own: `node bench/work/serve.ts (durable|without)`. Both are the whole app over HTTP, with the
 * same checks and the same answers, receipt included; `without` stores only the first record and then gives its answer to all. Tells
 * its parent address, token and a data subject.
 */
import { createEmbed } from "../../api/consent/embed/service.ts";
import { openPress } from "../../api/consent/receipt/pdf/press.ts";
import { createConsents } from "../../api/consent/service.ts";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { createApp } from "../../api/http/app.ts";
import { createMetrics } from "../../api/http/metrics/metrics.ts";
import type { Ledger } from "../../api/ledger/service.ts";
import { listen } from "../../api/start/listen.ts";
import { openBenchLedger } from "./ledger.ts";

const TOKEN = "benchmark";
const bench = await openBenchLedger();
const [found] = await bench.ledger.ensureSubjects([null]);

function withoutStoring(ledger: Ledger): Ledger {
  let first: ReturnType<Ledger["write"]> | null = null;
  return {
    ...ledger,
    write: (requests) => {
      first ??= ledger.write(requests);
      return first;
    },
  };
}

const metrics = createMetrics("benchmark");
const ledger = process.argv[2] === "without" ? withoutStoring(bench.ledger) : bench.ledger;
const clock = systemClock;
const consents = createConsents({ ledger, clock });
const { mac } = bench.vault;
const app = createApp({
  ...{ ledger, consents, clock },
  embed: createEmbed({ ledger, consents, clock, random: systemRandom(), mac, origin: "benchmark" }),
  receipts: { press: openPress(), publicUrl: null },
  token: TOKEN,
  auditorToken: "benchmark's auditor",
  metricsToken: "benchmark's metrics",
  recordReads: process.argv[2] === "recorded",
  version: "benchmark",
  health: () => Promise.reject(new Error("not asked")),
  metrics,
  onRequest: metrics.request,
  onBug: (error) => process.stderr.write(`${error}\n`),
  stopwatch: () => performance.now(),
});
const server = await listen(app.fetch, "127.0.0.1", 0);
// Batches are sealed beside the writing, as they are in a real server.
let sealing = Promise.resolve<unknown>(null);
const timer = setInterval(() => {
  sealing = sealing.then(() => bench.seal());
}, 5_000);

process.on("disconnect", () => {
  clearInterval(timer);
  metrics.stop();
  void server
    .stop()
    .then(() => sealing)
    .then(() => bench.close())
    .then(() => process.exit(0));
});
process.send?.({ url: server.url, token: TOKEN, subject: found?.subject });
