/** What is late, or waits for somebody. What is not known has no value. */
import { Gauge, type Registry } from "prom-client";

const GAUGES = {
  partner_overdue:
    "Messages to partners that were not acknowledged, or not carried out, in the time that the terms give",
  requests_overdue: "Requests of people whose time for an answer is over",
  breaches_due:
    "Breaches of personal data that the authority has not been told of, within a day of the 72 hours or after them",
  requests_to_carry_out: "Requests of people that were granted, and are not carried out yet",
  requests_stuck:
    "Requests of people that were granted an hour ago or more, and are not carried out",
} as const;

export type Late = { readonly [G in keyof typeof GAUGES]?: number | null | undefined };

/** Answers what sets them. */
export function lateGauges(registry: Registry): (late: Late) => void {
  const gauges = Object.entries(GAUGES).map(([name, help]) => {
    const gauge = new Gauge({ name: `counterfoil_${name}`, help, registers: [registry] });
    return [name as keyof Late, gauge] as const;
  });
  return (late) => {
    for (const [name, gauge] of gauges) {
      const count = late[name] ?? null;
      if (count === null) gauge.remove();
      else gauge.set(count);
    }
  };
}
