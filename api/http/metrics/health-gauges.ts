/** What health says, as gauges. They are set anew at each scrape; what is not known then has no value. */
import { Gauge, type Registry } from "prom-client";
import { ALARMS } from "../alarms.ts";
import type { CosignerHealth, Health } from "../health.ts";

const STATUSES: readonly Health["status"][] = ["ok", "degraded", "down"];
const PROMISES = ["kept", "at_risk", "broken"] as const;
const COSIGNER = ["name", "kind"] as const;

const seconds = (time: string): number => Date.parse(time) / 1000;

/** Answers what sets them. */
export function healthGauges(registry: Registry): (health: Health) => void {
  const clearing: (() => void)[] = [];
  const gauge = <L extends string = never>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ): Gauge<L> => {
    const made = new Gauge<L>({
      ...{ name: `counterfoil_${name}`, help, registers: [registry] },
      labelNames: [...labelNames],
    });
    // The library sets a gauge without labels to 0, and that would be a value.
    clearing.push(() => (labelNames.length === 0 ? made.remove() : made.reset()));
    return made;
  };
  /** 1 for the one of several that holds, 0 for the others. */
  const oneOf = <T extends string>(to: Gauge<"state">, states: readonly T[], holds: T): void => {
    for (const state of states) to.set({ state }, state === holds ? 1 : 0);
  };

  const status = gauge("status", "1 for the state that the ledger is in", ["state"]);
  const alarm = gauge("alarm", "1 while the alarm is on", ["alarm"]);
  const part = gauge("part_ok", "1 while the part works", ["part"]);
  const log = logGauges(gauge);
  const chain = chainGauges(gauge);
  const promises = {
    state: gauge("promises_state", "1 for the state of the receipts' promises", ["state"]),
    open: gauge("promises_open", "Promises about entries that no block has anchored so far"),
    next: gauge(
      "promises_next_deadline_timestamp_seconds",
      "Earliest deadline among the open promises; absent while none is open",
    ),
    overdue: gauge("promises_overdue", "Open promises whose deadline has passed"),
  };
  const cosigner = cosignerGauges(gauge);

  return (health) => {
    for (const clear of clearing) clear();
    oneOf(status, STATUSES, health.status);
    for (const one of ALARMS) alarm.set({ alarm: one }, health.alarms.includes(one) ? 1 : 0);
    part.set({ part: "store" }, health.store.state === "ok" ? 1 : 0);
    part.set({ part: "sealing" }, health.log.state === "ok" ? 1 : 0);
    part.set({ part: "chain" }, health.chain.state === "ok" ? 1 : 0);
    for (const one of health.cosigners) cosigner(one);
    chain(health.chain);
    // Without the store nothing is known of the log, and 0 entries would be a statement.
    if (health.promises === null) return;
    log(health.log);
    const { state, open, nextDeadline, overdue } = health.promises;
    oneOf(promises.state, PROMISES, state);
    promises.open.set(open);
    promises.overdue.set(overdue);
    if (nextDeadline !== null) promises.next.set(seconds(nextDeadline));
  };
}

type Make = <L extends string = never>(
  name: string,
  help: string,
  labels?: readonly L[],
) => Gauge<L>;

function logGauges(gauge: Make): (log: Health["log"]) => void {
  const entries = gauge("log_entries", "Entries in the log");
  const sealed = gauge("log_sealed_entries", "Entries that the newest checkpoint covers");
  const open = gauge("log_open_entries", "Entries that no checkpoint covers yet");
  const openAge = gauge(
    "log_open_age_seconds",
    "Age of the oldest entry that no checkpoint covers yet",
  );
  const unanchored = gauge("log_unanchored_entries", "Entries that no final anchor covers yet");
  const unanchoredAge = gauge(
    "log_unanchored_age_seconds",
    "Age of the oldest entry that no final anchor covers yet",
  );
  return (log) => {
    entries.set(log.size);
    sealed.set(log.sealed);
    open.set(log.openEntries);
    openAge.set(log.openSeconds);
    unanchored.set(log.unanchoredEntries);
    unanchoredAge.set(log.unanchoredSeconds);
  };
}

function chainGauges(gauge: Make): (chain: Health["chain"]) => void {
  const head = gauge(
    "chain_head_entries",
    "Entries that the chain holds, as of the last round that worked",
  );
  const final = gauge("chain_final_entries", "Entries that are final there");
  const last = gauge(
    "last_anchor_entries",
    "Entries of the newest anchor, and how far it has come",
    ["state"],
  );
  const block = gauge(
    "last_anchor_block",
    "Number of the block of the newest anchor; absent while it is in none",
  );
  const time = gauge("last_anchor_timestamp_seconds", "Time of that block");
  return ({ headSize, finalizedSize, lastAnchor }) => {
    if (headSize !== null) head.set(headSize);
    if (finalizedSize !== null) final.set(finalizedSize);
    if (lastAnchor === null) return;
    last.set({ state: lastAnchor.state }, lastAnchor.size);
    if (lastAnchor.block !== null) block.set(lastAnchor.block);
    if (lastAnchor.time !== null) time.set(seconds(lastAnchor.time));
  };
}

function cosignerGauges(gauge: Make): (cosigner: CosignerHealth) => void {
  const state = gauge("cosigner_state", "1, with the state that an auditor or a witness is in", [
    ...COSIGNER,
    "state",
  ]);
  const entries = gauge("cosigner_entries", "Newest final size that it has cosigned", COSIGNER);
  const lag = gauge(
    "cosigner_lag_entries",
    "Entries from there to the newest final size",
    COSIGNER,
  );
  const age = gauge(
    "cosigner_lag_seconds",
    "Seconds since the block of that size while a newer one is final; absent if it has cosigned nothing",
    COSIGNER,
  );
  return (one) => {
    const labels = { name: one.name, kind: one.kind };
    state.set({ ...labels, state: one.state }, 1);
    entries.set(labels, one.size);
    lag.set(labels, one.lagEntries);
    if (one.lagSeconds !== null) age.set(labels, one.lagSeconds);
  };
}
