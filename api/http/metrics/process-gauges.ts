/** How the process itself is: memory, and how long its one thread for requests was busy with something else. */
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";

const RESOLUTION_MS = 20;
const QUANTILES = [0.5, 0.99, 1] as const;
const NANO = 1e9;

export interface ProcessGauges {
  /** To be called at each scrape. */
  set(): void;
  stop(): void;
}

export function processGauges(registry: Registry): ProcessGauges {
  const own = { registers: [registry] };
  const memory = new Gauge({
    name: "counterfoil_memory_bytes",
    help: "Memory of the process",
    labelNames: ["kind"] as const,
    ...own,
  });
  const delay = new Gauge({
    name: "counterfoil_event_loop_delay_seconds",
    help: "How late the event loop was since the start (quantile 1: at most)",
    labelNames: ["quantile"] as const,
    ...own,
  });
  const busy = new Gauge({
    name: "counterfoil_event_loop_utilization",
    help: "Share of the time since the start in which the event loop was busy",
    ...own,
  });
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  return {
    set() {
      const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
      memory.set({ kind: "resident" }, rss);
      memory.set({ kind: "heap" }, heapUsed);
      memory.set({ kind: "external" }, external);
      memory.set({ kind: "array_buffers" }, arrayBuffers);
      for (const quantile of QUANTILES) {
        const late = loop.count === 0 ? 0 : loop.percentile(quantile * 100) / NANO;
        delay.set({ quantile: String(quantile) }, Math.max(0, late - RESOLUTION_MS / 1000));
      }
      busy.set(performance.eventLoopUtilization().utilization);
    },
    stop: () => void loop.disable(),
  };
}
