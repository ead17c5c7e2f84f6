/** Metrics in Prometheus' text format, in a registry of one server's own: nothing is global, and no label holds anything personal. */
import { Gauge, Registry } from "prom-client";
import type { Health } from "../health.ts";
import type { RequestLog } from "../request-log.ts";
import { healthGauges } from "./health-gauges.ts";
import { type Late, lateGauges } from "./late-gauges.ts";
import { processGauges } from "./process-gauges.ts";
import { type WorkMeter, workMetrics } from "./work.ts";

export interface Metrics {
  readonly work: WorkMeter;
  request(entry: RequestLog): void;
  /** All of it, with what health says now, and what is late. */
  text(health: Health, late?: Late): Promise<string>;
  readonly contentType: string;
  stop(): void;
}

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  new Gauge({
    name: "counterfoil_build_info",
    help: "1, with the version",
    labelNames: ["version"] as const,
    registers: [registry],
  }).set({ version }, 1);
  const setLate = lateGauges(registry);
  const setHealth = healthGauges(registry);
  const own = processGauges(registry);
  const work = workMetrics(registry);
  return {
    work,
    request: work.request,
    contentType: registry.contentType,
    // Set and written in one turn, so that scrapes at the same time do not mix.
    text(health, late = {}) {
      setHealth(health);
      setLate(late);
      own.set();
      return registry.metrics();
    },
    stop: own.stop,
  };
}
