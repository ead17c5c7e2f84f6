import { bestOf, CONNECTIONS, measured, type RequestParts, type Target } from "./work/load.ts";
import { orderBody } from "./work/orders.ts";
import type { Section } from "./work/table.ts";

/** Each of the two in turn, so often. */
const ROUNDS = 2;

const WHAT = { durable: "stored durably", without: "the same server, not storing" } as const;
const KINDS = ["durable", "without"] as const;

/** One record a POST over HTTP, against the same server answering the same without storing anything. */
export async function benchSingle(): Promise<Section> {
  const best = await bestOf(KINDS, ROUNDS, (kind) => measured(kind, posts));
  return {
    title: `One record a POST, ${CONNECTIONS} connections, the load made on the same machine`,
    note: "Target: durable at least 0.25 of not storing, p99 below 30 ms. Latencies in milliseconds; the better of two rounds each.",
    rows: KINDS.map((kind) => ({
      what: WHAT[kind],
      "requests/s": Math.round(best[kind].perSecond),
      "share of not storing": best[kind].perSecond / best.without.perSecond,
      p50: best[kind].p50,
      p99: best[kind].p99,
    })),
  };
}

function posts({ subject }: Target): () => RequestParts {
  let count = 0;
  return () => ({
    ...{ method: "POST", path: "/v1/records" },
    body: JSON.stringify({
      "@kind": "order",
      "@subject": subject,
      "@occurredAt": "2026-01-02T03:04:05.000Z",
      "@source": "bench",
      ...orderBody(count++),
    }),
  });
}
