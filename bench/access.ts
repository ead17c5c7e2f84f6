/** What it costs that who reads is recorded, durably, before the answer goes out. */
import { bestOf, CONNECTIONS, measured, type RequestParts, type Target } from "./work/load.ts";
import type { Section } from "./work/table.ts";

const ROUNDS = 2;

const WHAT = {
  recorded: "with its record of access",
  unrecorded: "the same server, without",
  bare: "a bare Hono route",
} as const;
const KINDS = ["recorded", "unrecorded", "bare"] as const;

/** One record a GET over HTTP, against the same server that records no reads, and a route that answers one text without looking at anything. */
export async function benchAccess(): Promise<Section> {
  const best = await bestOf(KINDS, ROUNDS, (kind) => measured(kind, gets));
  return {
    title: `One record a GET, ${CONNECTIONS} connections, the load made on the same machine`,
    note: "Target: p50 with its record at most 2 times that without. Latencies in milliseconds, “mean” by requests a second; the better of two rounds each.",
    rows: KINDS.map((kind) => ({
      what: WHAT[kind],
      "reads/s": Math.round(best[kind].perSecond),
      p50: best[kind].p50,
      p99: best[kind].p99,
      mean: (CONNECTIONS * 1000) / best[kind].perSecond,
      "p50, times without": best[kind].p50 / best.unrecorded.p50,
      "mean, times without": best.unrecorded.perSecond / best[kind].perSecond,
    })),
  };
}

/** One person after the other. */
function gets({ ids }: Target): () => RequestParts {
  let count = 0;
  return () => ({ method: "GET", path: `/v1/records/${ids[count++ % ids.length]}` });
}
