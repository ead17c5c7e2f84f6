/**
 * A server for the benchmark, in a process of its own: `node bench/work/serve.ts (durable|without|recorded|unrecorded|bare)`. All but `bare` are the whole app over HTTP,
 * with the same checks and the same answers, receipt included; `without` stores only the first record and then gives its answer to all, `recorded` alone records who reads.
 * `bare` is a route that answers every read with the same record out of memory. Tells its parent address, key, a data subject, and records to read.
 */
import { join } from "node:path";
import { Hono } from "hono";
import { createEmbed } from "../../api/consent/embed/service.ts";
import { openPress } from "../../api/consent/receipt/pdf/press.ts";
import { createConsents } from "../../api/consent/service.ts";
import { systemClock } from "../../api/core/clock.ts";
import { systemRandom } from "../../api/core/random.ts";
import { createApp } from "../../api/http/app.ts";
import { createMetrics } from "../../api/http/metrics/metrics.ts";
import { createChanges } from "../../api/identity/administration.ts";
import { createKeys } from "../../api/identity/keys.ts";
import { createLimits } from "../../api/identity/limits.ts";
import type { Ledger } from "../../api/ledger/service.ts";
import { listen } from "../../api/start/listen.ts";
import { openAccountsFile } from "../../api/store/sqlite/accounts.ts";
import { openBenchLedger } from "./ledger.ts";
import { orderBody } from "./orders.ts";

const bench = await openBenchLedger();
const kind = process.argv[2];
const READERS: readonly unknown[] = ["recorded", "unrecorded", "bare"];
/** So many people, with an order each, where it is about reading. */
const PEOPLE = READERS.includes(kind) ? 2_000 : 1;
await bench.ledger.ensureFirmRecord();
const people = await bench.ledger.ensureSubjects(Array.from({ length: PEOPLE }, () => null));
const [found] = people;

async function orders(): Promise<string[]> {
  const written = await bench.ledger.write(
    people.map(({ subject }, i) => ({
      draft: bench.ledger.parse({
        ...{ "@kind": "order", "@subject": subject, "@source": "bench" },
        "@occurredAt": "2026-01-02T03:04:05.000Z",
        ...orderBody(1_000_000 + i),
      }),
      ...{ insist: false, idempotency: null },
    })),
  );
  return written.map((one) => {
    if (one instanceof Error) throw one;
    return one.id;
  });
}
const ids = READERS.includes(kind) ? await orders() : [];

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
const ledger = kind === "without" ? withoutStoring(bench.ledger) : bench.ledger;
const clock = systemClock;
const consents = createConsents({ ledger, clock });
const { mac } = bench.vault;
const random = systemRandom();
/** Known by a key, as machines are. */
const file = openAccountsFile({ file: join(bench.folder, "data", "accounts.db") });
const keys = createKeys({
  ...{
    rows: file.apiKeys,
    organizations: file.organizations,
    limits: createLimits(clock),
    clock,
    random,
  },
  changes: createChanges({ outbox: file.outbox, clock, random }),
});
const { secret } = keys.create(
  {
    ...{ name: "benchmark", role: "system", limit: { most: 1_000_000, seconds: 1 } },
    scopes: ["records:read", "records:write", "evidence:read"],
  },
  null,
);
const app = createApp({
  ...{ ledger, consents, clock },
  embed: createEmbed({ ledger, consents, clock, random, mac, origin: "benchmark" }),
  receipts: { press: openPress(), publicUrl: null },
  authenticate: async ({ headers }) =>
    keys.principalOf(headers.get("authorization")?.slice("Bearer ".length) ?? ""),
  recordReads: kind === "recorded",
  version: "benchmark",
  figures: { store: bench.store, name: "benchmark", explorer: null },
  health: () => Promise.reject(new Error("not asked")),
  metrics,
  onRequest: metrics.request,
  onBug: (error) => process.stderr.write(`${error}\n`),
  stopwatch: () => performance.now(),
});
function bareRoute(body: object): Hono {
  return new Hono().get("/v1/records/:id", (c) => c.json(body));
}
const served = kind === "bare" ? bareRoute(await ledger.record(ids[0]!, null)) : app;
const server = await listen(served.fetch, "127.0.0.1", 0);
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
    .then(() => file.close())
    .then(() => bench.close())
    .then(() => process.exit(0));
});
process.send?.({ url: server.url, token: secret, subject: found?.subject, ids });
