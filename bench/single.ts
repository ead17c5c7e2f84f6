import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { orderBody } from "./work/orders.ts";
import type { Section } from "./work/table.ts";

const CONNECTIONS = 32;
const WARM_UP_SECONDS = 3;
const SECONDS = 8;
/** Each of the two in turn, so often. */
const ROUNDS = 2;

const WHAT = { durable: "stored durably", without: "the same server, not storing" } as const;
type Kind = keyof typeof WHAT;

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One record a POST over HTTP, against the same server answering the same without storing anything. */
export async function benchSingle(): Promise<Section> {
  const found: Record<Kind, Measured[]> = { durable: [], without: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ["durable", "without"] as const) found[kind].push(await measure(kind));
  }
  const best = (kind: Kind) =>
    found[kind].reduce((a, b) => (b.perSecond > a.perSecond ? b : a)) as Measured;
  return {
    title: `One record a POST, ${CONNECTIONS} connections, the load made on the same machine`,
    note: "Target: durable at least 0.25 of not storing, p99 below 30 ms. Latencies in milliseconds; the better of two rounds each.",
    rows: (["durable", "without"] as const).map((kind) => ({
      what: WHAT[kind],
      "requests/s": Math.round(best(kind).perSecond),
      "share of not storing": best(kind).perSecond / best("without").perSecond,
      p50: best(kind).p50,
      p99: best(kind).p99,
    })),
  };
}

async function measure(kind: Kind): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("work/serve.ts", import.meta.url)), [kind]);
  try {
    const [server] = (await once(child, "message")) as [Target];
    const bodies = bodyMaker(server.subject);
    await load(server, bodies, WARM_UP_SECONDS);
    return await load(server, bodies, SECONDS);
  } finally {
    child.disconnect();
    await once(child, "exit");
  }
}

interface Target {
  readonly url: string;
  readonly token: string;
  readonly subject: string;
}

function bodyMaker(subject: string): () => string {
  let count = 0;
  return () =>
    JSON.stringify({
      "@kind": "order",
      "@subject": subject,
      "@occurredAt": "2026-01-02T03:04:05.000Z",
      "@source": "bench",
      ...orderBody(count++),
    });
}

interface RawRequest {
  body?: string;
}
interface Result {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly non2xx: number;
}
type Autocannon = (options: object) => Promise<Result>;

async function load(server: Target, body: () => string, seconds: number): Promise<Measured> {
  const { default: autocannon } = (await import("autocannon" as string)) as { default: Autocannon };
  const { requests, latency, errors, non2xx } = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: "POST",
        path: "/v1/records",
        headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
        setupRequest: (request: RawRequest) => ({ ...request, body: body() }),
      },
    ],
  });
  if (errors + non2xx > 0) throw new Error(`${errors} errors, ${non2xx} refused`);
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99 };
}
